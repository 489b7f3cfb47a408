package dev.geodesic.check;

import dev.geodesic.device.Device.Eigen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The eigendecomposition of a symmetric matrix by Jacobi's cyclic plane rotations (Golub and Van
 * Loan, Matrix Computations, 4th ed., section 8.5), which is slow and independent of LAPACK's
 * methods.
 *
 * @param values in no order
 * @param vectors row k is the eigenvector of value k
 */
public record JacobiEigen(double[] values, double[][] vectors) {
  private static final int SWEEPS = 30;

  /**
   * Decomposes a positive semidefinite matrix; eigenvalues that rounding makes negative become 0.
   */
  public static JacobiEigen of(double[][] matrix) {
    int n = matrix.length;
    double[][] m = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      m[i] = matrix[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(m, v, p, q);
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.max(0, m[i][i]);
    }
    return new JacobiEigen(values, v);
  }

  /**
   * Decomposes a row-major matrix, {@code [order, order]}, with ascending eigenvalues, as devices
   * return them.
   */
  static Eigen ascending(double[] matrix, int order) {
    double[][] rows = new double[order][];
    for (int i = 0; i < order; i++) {
      rows[i] = Arrays.copyOfRange(matrix, i * order, (i + 1) * order);
    }
    JacobiEigen found = of(rows);
    int[] ranks =
        IntStream.range(0, order)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> found.values[k]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[order];
    double[] vectors = new double[order * order];
    for (int k = 0; k < order; k++) {
      values[k] = found.values[ranks[k]];
      System.arraycopy(found.vectors[ranks[k]], 0, vectors, k * order, order);
    }
    return new Eigen(values, vectors);
  }

  /** Rotates so that element (p, q) becomes zero. */
  private static void rotate(double[][] m, double[][] v, int p, int q) {
    if (m[p][q] == 0) {
      return;
    }
    double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int k = 0; k < m.length; k++) {
      double left = m[k][p];
      double right = m[k][q];
      m[k][p] = c * left - s * right;
      m[k][q] = s * left + c * right;
    }
    for (double[][] rows : new double[][][] {m, v}) {
      for (int k = 0; k < m.length; k++) {
        double upper = rows[p][k];
        double lower = rows[q][k];
        rows[p][k] = c * upper - s * lower;
        rows[q][k] = s * upper + c * lower;
      }
    }
  }
}
