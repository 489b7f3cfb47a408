package dev.geodesic.device.cpu;

/**
 * The orthogonal Q of M = Q T Qᵀ as LAPACK's dsytrd leaves it: reflectors H_i = I − τ_i v_i v_iᵀ
 * below the diagonal, Q = H_0 H_1 … H_{n−2}. It is applied to one vector at a time, for which
 * LAPACK's blocked dormtr is slow.
 */
final class HouseholderBasis {
  private final int n;

  /**
   * Column-major; column i holds v_i from row i + 2 on, after the 1 of row i + 1 that is implied.
   */
  private final double[] reflectors;

  private final double[] tau;

  HouseholderBasis(int order) {
    this.n = order;
    this.reflectors = new double[order * order];
    this.tau = new double[order];
  }

  /** Returns the array that receives the matrix as dsytrd overwrote it, column-major. */
  double[] reflectors() {
    return reflectors;
  }

  /** Returns the array that receives the n − 1 factors τ_i. */
  double[] tau() {
    return tau;
  }

  /** Replaces v by Qᵀv. */
  void multiplyTransposed(double[] v) {
    for (int i = 0; i < n - 1; i++) {
      reflect(i, v);
    }
  }

  /** Replaces v by Qv. */
  void multiply(double[] v) {
    for (int i = n - 2; i >= 0; i--) {
      reflect(i, v);
    }
  }

  private void reflect(int i, double[] v) {
    int column = i * n;
    double factor = tau[i] * (v[i + 1] + dot(reflectors, column, v, i + 2));
    v[i + 1] -= factor;
    for (int row = i + 2; row < n; row++) {
      v[row] -= factor * reflectors[column + row];
    }
  }

  /**
   * Returns a scalar product by four sums side by side, as each addition waits for the one before
   * in its sum.
   */
  private double dot(double[] column, int offset, double[] v, int from) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int row = from;
    for (; row + 3 < n; row += 4) {
      first += column[offset + row] * v[row];
      second += column[offset + row + 1] * v[row + 1];
      third += column[offset + row + 2] * v[row + 2];
      fourth += column[offset + row + 3] * v[row + 3];
    }
    for (; row < n; row++) {
      first += column[offset + row] * v[row];
    }
    return first + second + (third + fourth);
  }
}
