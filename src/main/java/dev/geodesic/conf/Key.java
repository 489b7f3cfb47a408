package dev.geodesic.conf;

import dev.geodesic.trial.ConfName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a conf: its name, what it means, what it may hold and what holds without it.
 *
 * @param <T> what its value is read into
 */
public final class Key<T> {
  private final String name;
  private final Kind<T> kind;
  private final @Nullable T defaultValue;
  private final String defaultText;
  private final String meaning;

  private Key(
      String name, Kind<T> kind, @Nullable T defaultValue, String defaultText, String meaning) {
    this.name = name;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  /** A key that every conf must give. */
  static <T> Key<T> required(String name, Kind<T> kind, String meaning) {
    return new Key<>(name, kind, null, "", meaning);
  }

  static <T> Key<T> of(String name, Kind<T> kind, T defaultValue, String meaning) {
    String text =
        defaultValue instanceof ConfName named ? named.confName() : String.valueOf(defaultValue);
    return new Key<>(name, kind, defaultValue, text, meaning);
  }

  /** A key whose default is told otherwise than by its value. */
  static <T> Key<T> of(
      String name, Kind<T> kind, T defaultValue, String defaultText, String meaning) {
    return new Key<>(name, kind, defaultValue, defaultText, meaning);
  }

  /** A key whose default follows from others: the reader works it out. */
  static <T> Key<T> derived(String name, Kind<T> kind, String defaultText, String meaning) {
    return new Key<>(name, kind, null, defaultText, meaning);
  }

  /** As a conf spells it. */
  public String name() {
    return name;
  }

  /** What it decides, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** What holds where the key is not given; empty if it must be. */
  public String defaultText() {
    return defaultText;
  }

  Kind<T> kind() {
    return kind;
  }

  Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }
}
