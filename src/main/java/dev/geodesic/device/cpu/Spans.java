package dev.geodesic.device.cpu;

/** Vector arithmetic on parts of arrays. */
final class Spans {
  private Spans() {}

  /** {@code target[to + c] += factor · source[from + c]} for {@code start ≤ c < end}. */
  static void addScaled(
      double[] target, int to, double[] source, int from, double factor, int start, int end) {
    for (int c = start; c < end; c++) {
      target[to + c] += factor * source[from + c];
    }
  }

  /** {@code target[to + c] ·= source[from + c]} for {@code start ≤ c < end}. */
  static void multiply(double[] target, int to, double[] source, int from, int start, int end) {
    for (int c = start; c < end; c++) {
      target[to + c] *= source[from + c];
    }
  }
}
