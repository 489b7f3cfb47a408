package dev.geodesic.device.cpu;

/**
 * e^x over arrays, by additions, multiplications and fused multiply-adds alone, so that the JIT
 * compiler vectorises it and every machine gives the same bits. e^x = (e^{x/2^k})^{2^k}: a Taylor
 * polynomial on the small argument, then k squarings. Relative error below 1e-12 on [−700, 700].
 */
final class Exponential {
  /**
   * Smaller arguments count as this, e^−700 ≈ 1e−304, so that no probability is ever a denormal.
   */
  static final double LOWEST = -700;

  /** 2^−12: arguments down to −700 shrink to at most 0.171 in size. */
  private static final double SHRINK = 1.0 / 4096;

  private Exponential() {}

  /** {@code target[i] = exp(source[i])} for {@code from ≤ i < to}; the two may be one array. */
  static void exp(double[] source, double[] target, int from, int to) {
    for (int i = from; i < to; i++) {
      double r = Math.max(source[i], LOWEST) * SHRINK;
      double y = 1.0 / 3628800;
      y = Math.fma(y, r, 1.0 / 362880);
      y = Math.fma(y, r, 1.0 / 40320);
      y = Math.fma(y, r, 1.0 / 5040);
      y = Math.fma(y, r, 1.0 / 720);
      y = Math.fma(y, r, 1.0 / 120);
      y = Math.fma(y, r, 1.0 / 24);
      y = Math.fma(y, r, 1.0 / 6);
      y = Math.fma(y, r, 0.5);
      y = Math.fma(y, r, 1);
      y = Math.fma(y, r, 1);
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      target[i] = y;
    }
  }
}
