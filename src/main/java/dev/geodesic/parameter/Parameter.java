package dev.geodesic.parameter;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that a user can set. Its conf key, line of help, default, check, column of the
 * results and part in a trial's identity all follow from this object.
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
   * Creates a parameter that must be given, unless {@link #or} or {@link #derived} sets a default.
   *
   * @param key as a conf spells it
   * @param domain the values that it may have
   * @param meaning what it decides, in a few words
   */
  public static <T> Parameter<T> of(String key, Domain<T> domain, String meaning) {
    return new Parameter<>(key, domain, null, "", meaning, true);
  }

  /** Returns this parameter with a default. */
  public Parameter<T> or(T value) {
    return or(value, spelling(value));
  }

  /** Returns this parameter with a default that help texts describe by {@code text}. */
  public Parameter<T> or(T value, String text) {
    return new Parameter<>(key, domain, value, text, meaning, isStoredAtDefault);
  }

  /** Returns this parameter with a default that its readers derive and help texts show as text. */
  public Parameter<T> derived(String text) {
    return new Parameter<>(key, domain, null, text, meaning, isStoredAtDefault);
  }

  /**
   * Returns this parameter as one that was added when trials had already been stored: its default
   * is neither stored nor part of a trial's identity, so that those trials are not trained again.
   */
  public Parameter<T> addedLater() {
    return new Parameter<>(key, domain, fallback, defaultText, meaning, false);
  }

  /** The key, as a conf spells it. */
  public String key() {
    return key;
  }

  /** The values that it may have. */
  public Domain<T> domain() {
    return domain;
  }

  /** The default; empty if there is none, or it is derived from other parameters. */
  public Optional<T> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** The default as help texts show it; empty if a value must be given. */
  public String defaultText() {
    return defaultText;
  }

  /** What the parameter decides, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** The help text: the meaning of the parameter, and its values. */
  public String help() {
    return meaning + domain.hint();
  }

  /**
   * Checks a value. The default always passes, although a conf may be unable to spell it.
   *
   * @return the value
   * @throws IllegalArgumentException that names the key and says what is allowed
   */
  public T check(T value) {
    if (!value.equals(fallback)) {
      domain.check(key, value);
    }
    return value;
  }

  /** Returns the form in which results hold a value; null for a value that is not stored. */
  @Nullable Object stored(T value) {
    return isStoredAtDefault || !value.equals(fallback) ? domain.stored(value) : null;
  }

  /** Whether a stored value is the default. */
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
