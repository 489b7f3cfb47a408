package dev.geodesic.parameter;

/**
 * Checks of single values. Each returns the value, or throws an {@link IllegalArgumentException}
 * that names it by its conf key and says what is allowed.
 */
public final class Require {
  private Require() {}

  /** Requires that {@code value} is finite and greater than zero. */
  public static double positive(String key, double value) {
    return check(value > 0 && Double.isFinite(value), key, "a finite number > 0", value);
  }

  /** Requires that {@code value} is finite and not negative. */
  public static double nonNegative(String key, double value) {
    return check(value >= 0 && Double.isFinite(value), key, ">= 0 and finite", value);
  }

  /** Requires that {@code value} is at least {@code least}. */
  public static int atLeast(String key, int least, int value) {
    check(value >= least, key, ">= " + least, value);
    return value;
  }

  /** Requires that {@code value} is in [0, 1). */
  public static double fraction(String key, double value) {
    return check(value >= 0 && value < 1, key, ">= 0 and < 1", value);
  }

  private static double check(boolean holds, String key, String rule, Number value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got: %s".formatted(key, rule, value));
    }
    return value.doubleValue();
  }
}
