package dev.geodesic.newton;

/**
 * The diagonal that the Hessian would have if features and classes were independent: mean of p(1 −
 * p) of the class times mean square of the feature, plus the penalty. For more features than fit
 * the {@link KroneckerPreconditioner}.
 */
final class DiagonalPreconditioner implements Preconditioner {
  /** Added in units of the greatest curvature of a class: an unseen class has none. */
  private static final double JITTER = 1e-6;

  private final double[] inverse;

  /**
   * @param curvature mean of p(1 − p), {@code [classes]}
   * @param squares mean squares of the scaled features
   * @param penalties of each feature
   */
  DiagonalPreconditioner(double[] curvature, double[] squares, double[] penalties) {
    int classes = curvature.length;
    inverse = new double[(squares.length + 1) * classes];
    double most = Double.MIN_NORMAL;
    for (double c : curvature) {
      most = Math.max(most, c);
    }
    for (int j = 0; j <= squares.length; j++) {
      double square = j < squares.length ? squares[j] : 1;
      double penalty = j < squares.length ? penalties[j] : 0;
      for (int k = 0; k < classes; k++) {
        inverse[j * classes + k] =
            1 / (Math.max(curvature[k], JITTER * most) * Math.max(square, JITTER) + penalty);
      }
    }
  }

  @Override
  public double[] solve(double[] r) {
    double[] out = new double[r.length];
    for (int i = 0; i < r.length; i++) {
      out[i] = inverse[i] * r[i];
    }
    return out;
  }
}
