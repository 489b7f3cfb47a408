package dev.geodesic.parameter;

/** Checks of single values; each names the value by its conf key and says what is allowed. */
public final class Require {
  private Require() {}

  /** Finite and greater than zero. */
  public static double positive(String key, double value) {
    return check(value > 0 && Double.isFinite(value), key, "a finite number > 0", value);
  }

  /** Finite and not negative. */
  public static double nonNegative(String key, double value) {
    return check(value >= 0 && Double.isFinite(value), key, ">= 0 and finite", value);
  }

  /** At least {@code least}. */
  public static int atLeast(String key, int least, int value) {
    check(value >= least, key, ">= " + least, value);
    return value;
  }

  /** In [0, 1). */
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
