package dev.geodesic.check;

/**
 * How far rounding alone may take a right answer away. A sum of n products, added in whatever order
 * and with or without fused operations, is off by at most (n + k)·u·Σ|terms|, where u is half of ε
 * and k counts what is rounded besides: factors that are narrowed, the result (Higham 2002, section
 * 3.1). Here it is {@code operations}·ε·Σ|terms|, twice that.
 *
 * @param epsilon the distance from 1 to the next number
 * @param smallest normal number: a device may take smaller ones for 0
 * @param operations n + k
 */
record Rounding(double epsilon, double smallest, int operations) {
  /** What a device's e^x may be off beside itself: it may take a quick one. */
  static final double EXPONENTIAL = 1e-12;

  /** What is rounded besides a sum: two narrowed factors, the result, and one to spare. */
  private static final int BESIDES = 4;

  /** The rounding of a sum of {@code terms} products in float32. */
  static Rounding single(int terms) {
    return new Rounding(Math.ulp(1f), Float.MIN_NORMAL, terms + BESIDES);
  }

  /** The rounding of a sum of {@code terms} products in float64. */
  static Rounding wide(int terms) {
    return new Rounding(Math.ulp(1.0), Double.MIN_NORMAL, terms + BESIDES);
  }

  /**
   * What may be off.
   *
   * @param magnitude Σ|terms|
   */
  double of(double magnitude) {
    return operations * (epsilon * magnitude + smallest);
  }
}
