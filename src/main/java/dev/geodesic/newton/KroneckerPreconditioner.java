package dev.geodesic.newton;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * C ⊗ S plus the penalty: C the mean covariance diag p − ppᵀ of the predicted classes, S the second
 * moment of the scaled features (Martens and Grosse 2015 for one layer). It is the Hessian itself
 * where all rows are predicted alike, as at the start; Böhning's bound (1992) is the same with C =
 * (I − 11ᵀ/K)/2. In the eigenvectors of C it is a system for each: c S + penalties.
 */
final class KroneckerPreconditioner implements Preconditioner {
  /** Added to S, whose mean diagonal is 1, as its sample may be singular. */
  private static final double JITTER = 1e-6;

  /** Least eigenvalue of C that counts, in units of the greatest: (1, …, 1) has eigenvalue 0. */
  private static final double LEAST = 1e-6;

  private final int features;
  private final int classes;

  /** Eigenvectors of C in the columns, {@code [classes, classes]}, and the same transposed. */
  private final double[] vectors;

  private final double[] transposed;
  private final double[] values;
  private final Cholesky[] factors;

  /**
   * @param covariance C, {@code [classes, classes]}
   * @param moment S, {@code [features, features]}, lower triangle
   * @param penalties of each feature
   */
  KroneckerPreconditioner(double[][] covariance, double[] moment, double[] penalties) {
    features = penalties.length;
    classes = covariance.length;
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance));
    vectors = new double[classes * classes];
    transposed = new double[classes * classes];
    for (int i = 0; i < classes; i++) {
      for (int k = 0; k < classes; k++) {
        vectors[i * classes + k] = eigen.getV().getEntry(i, k);
        transposed[k * classes + i] = vectors[i * classes + k];
      }
    }
    values = eigen.getRealEigenvalues();
    double most = Double.MIN_NORMAL;
    for (double value : values) {
      most = Math.max(most, value);
    }
    factors = new Cholesky[classes];
    for (int k = 0; k < classes; k++) {
      values[k] = Math.max(values[k], LEAST * most);
      factors[k] = factor(values[k], moment, penalties);
    }
  }

  private Cholesky factor(double value, double[] moment, double[] penalties) {
    double[] system = new double[Cholesky.length(features)];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j <= i; j++) {
        system[i * features + j] = value * moment[i * features + j];
      }
      system[i * features + i] += value * JITTER + penalties[i];
    }
    return Cholesky.of(features, system, value * JITTER * JITTER);
  }

  @Override
  public double[] solve(double[] r) {
    double[] turned = new double[r.length];
    Blas.multiply(features + 1, classes, classes, r, vectors, turned);
    double[] column = new double[features];
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < features; j++) {
        column[j] = turned[j * classes + k];
      }
      factors[k].solve(column);
      for (int j = 0; j < features; j++) {
        turned[j * classes + k] = column[j];
      }
      turned[features * classes + k] /= values[k];
    }
    double[] out = new double[r.length];
    Blas.multiply(features + 1, classes, classes, turned, transposed, out);
    return out;
  }
}
