package dev.geodesic.check;

/**
 * The largest error that rounding alone may leave. A sum of n products, added in any order, with or
 * without fused operations, is off by at most (n + k)·u·Σ|terms|, where u is half of ε and k counts
 * other roundings: of factors to a narrower type, and of the result (Higham 2002, Accuracy and
 * Stability of Numerical Algorithms, section 3.1). The bound here is {@code operations}·ε·Σ|terms|,
 * twice that.
 *
 * @param epsilon the distance from 1 to the next number
 * @param smallest the smallest normal number: a device may replace smaller ones by 0
 * @param operations n + k
 */
record Rounding(double epsilon, double smallest, int operations) {
  /** The relative error that a device's e^x may have, which permits fast approximations. */
  static final double EXPONENTIAL = 1e-12;

  /** Roundings besides those of the sum: of two factors, of the result, and one in reserve. */
  private static final int BESIDES = 4;

  /** Returns the rounding of a sum of {@code terms} products in float32. */
  static Rounding single(int terms) {
    return new Rounding(Math.ulp(1f), Float.MIN_NORMAL, terms + BESIDES);
  }

  /** Returns the rounding of a sum of {@code terms} products in float64. */
  static Rounding wide(int terms) {
    return new Rounding(Math.ulp(1.0), Double.MIN_NORMAL, terms + BESIDES);
  }

  /**
   * Returns the largest error.
   *
   * @param magnitude Σ|terms|
   */
  double of(double magnitude) {
    return operations * (epsilon * magnitude + smallest);
  }
}
