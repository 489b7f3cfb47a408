package dev.geodesic.newton;

/**
 * Rows, in one place or many. Coefficients and directions are {@code [features + 1, classes]} in
 * row-major order, the intercepts last. Each method is one pass over the data.
 */
public interface Data {
  /** Sums loss, gradient and moments of the predictions over all rows. */
  Evaluation evaluate(double[] coefficients);

  /** Returns the Fisher matrix, summed over all rows, times a direction. */
  double[] product(double[] coefficients, double[] direction);

  /** Puts coefficients and a direction side by side: {@code [features + 1, 2 · classes]}. */
  static double[] pair(double[] coefficients, double[] direction, int classes) {
    double[] pair = new double[2 * coefficients.length];
    for (int from = 0; from < coefficients.length; from += classes) {
      System.arraycopy(coefficients, from, pair, 2 * from, classes);
      System.arraycopy(direction, from, pair, 2 * from + classes, classes);
    }
    return pair;
  }
}
