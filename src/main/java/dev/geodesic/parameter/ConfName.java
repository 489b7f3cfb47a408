package dev.geodesic.parameter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an enum constant is spelled in a conf and in the results: {@code CLOSED_FORM} is closed-form.
 */
public interface ConfName {
  /** The name of the constant, which every enum implements. */
  String name();

  /** The spelling in a conf. */
  default String confName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the constant of {@code type} that a conf spells {@code confName}, if there is one. */
  static <E extends Enum<E> & ConfName> Optional<E> find(Class<E> type, String confName) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.confName().equals(confName))
        .findFirst();
  }

  /** All spellings that a conf may use for {@code type}. */
  static <E extends Enum<E> & ConfName> List<String> spellings(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(ConfName::confName).toList();
  }
}
