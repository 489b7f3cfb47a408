package dev.geodesic.cli;

import dev.geodesic.parameter.ConfName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the name that a conf has for a choice. */
abstract class ConfNameConverter<E extends Enum<E> & ConfName> implements ITypeConverter<E> {
  private final Class<E> type;

  ConfNameConverter(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String name) {
    return ConfName.find(type, name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be one of %s, got: %s"
                        .formatted(String.join(", ", ConfName.spellings(type)), name)));
  }
}
