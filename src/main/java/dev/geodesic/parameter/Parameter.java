package dev.geodesic.parameter;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be chosen. Key of a conf, line of help, default, check, column of the results
 * and part of a trial's identity follow from it.
 *
 * @param <T> the type of its values
 */
public final class Parameter<T> {
  /** Numbers between 10⁻⁴ and 10⁷ are written without an exponent. */
  private static final int MOST_ZEROS = 4;

  private static final int MOST_DIGITS = 7;

  private final String key;
  private final Domain<T> domain;
  private final @Nullable T fallback;
  private final String defaultText;
  private final String meaning;
  private final boolean isStoredAtDefault;

  private Parameter(
      String key,
      Domain<T> domain,
      @Nullable T fallback,
      String defaultText,
      String meaning,
      boolean isStoredAtDefault) {
    this.key = key;
    this.domain = domain;
    this.fallback = fallback;
    this.defaultText = defaultText;
    this.meaning = meaning;
    this.isStoredAtDefault = isStoredAtDefault;
  }

  /**
   * One that must be given, unless {@link #or} or {@link #derived} says what holds without.
   *
   * @param key as a conf spells it
   * @param meaning what it decides, in a few words
   */
  public static <T> Parameter<T> of(String key, Domain<T> domain, String meaning) {
    return new Parameter<>(key, domain, null, "", meaning, true);
  }

  /** The same, with a value that holds where none is given. */
  public Parameter<T> or(T value) {
    return or(value, spelling(value));
  }

  /** The same, with a default that is told otherwise than by its value. */
  public Parameter<T> or(T value, String text) {
    return new Parameter<>(key, domain, value, text, meaning, isStoredAtDefault);
  }

  /** The same, with a default that follows from other parameters: who reads them works it out. */
  public Parameter<T> derived(String text) {
    return new Parameter<>(key, domain, null, text, meaning, isStoredAtDefault);
  }

  /**
   * The same, for one that came when trials were stored already: its default is not stored and no
   * part of a trial's identity, so that those trials are not trained again.
   */
  public Parameter<T> addedLater() {
    return new Parameter<>(key, domain, fallback, defaultText, meaning, false);
  }

  /** As a conf spells it. */
  public String key() {
    return key;
  }

  /** The values that it may have. */
  public Domain<T> domain() {
    return domain;
  }

  /** The value that holds where none is given. */
  public Optional<T> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** What holds where none is given, for help texts; empty if one must be given. */
  public String defaultText() {
    return defaultText;
  }

  /** What it decides, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** What help texts say of it: its meaning, and which values there are. */
  public String help() {
    return meaning + domain.hint();
  }

  /**
   * Checks a value. The default may be one that nobody can write.
   *
   * @throws IllegalArgumentException that names the key and says what is allowed
   */
  public T check(T value) {
    if (!value.equals(fallback)) {
      domain.check(key, value);
    }
    return value;
  }

  /** How results hold a value; null for a value that is as good as none. */
  @Nullable Object stored(T value) {
    return isStoredAtDefault || !value.equals(fallback) ? domain.stored(value) : null;
  }

  /** Whether a stored value is what holds where nothing is chosen. */
  public boolean isDefault(Object stored) {
    return fallback != null && stored.equals(domain.stored(fallback));
  }

  private String spelling(T value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
      int exponent = decimal.precision() - decimal.scale() - 1;
      return number == 0 || (exponent >= -MOST_ZEROS && exponent < MOST_DIGITS)
          ? decimal.toPlainString()
          : decimal.toString().replace('E', 'e').replace("e+", "e");
    }
    Object stored = domain.stored(value);
    return stored == null ? "off" : stored.toString();
  }

  @Override
  public String toString() {
    return key;
  }
}
