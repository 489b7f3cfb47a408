package dev.geodesic.newton;

/** The factor L of a positive definite matrix LLᵀ, by blocks, so that the work is level-3 BLAS. */
final class Cholesky {
  /** Columns that are factored at a time. */
  private static final int BLOCK = 48;

  private final int order;
  private final double[] lower;

  private Cholesky(int order, double[] lower) {
    this.order = order;
    this.lower = lower;
  }

  /**
   * Returns the length of the array to factor: one row more than the matrix has, because netlib
   * takes the last row of any part of a matrix for a whole one.
   */
  static int length(int order) {
    return (order + 1) * order;
  }

  /**
   * Factors a matrix, of which the lower triangle counts, in place. A pivot that rounding made
   * smaller than {@code least} is replaced by it: the factor is of a matrix nearby.
   */
  static Cholesky of(int order, double[] matrix, double least) {
    for (int from = 0; from < order; from += BLOCK) {
      int width = Math.min(BLOCK, order - from);
      int corner = from * order + from;
      factorCorner(order, matrix, corner, width, least);
      int below = order - from - width;
      if (below > 0) {
        int panel = corner + width * order;
        Blas.solveRows(below, width, matrix, order, corner, panel);
        Blas.subtractGram(below, width, matrix, order, panel + width, panel);
      }
    }
    return new Cholesky(order, matrix);
  }

  private static void factorCorner(int stride, double[] m, int corner, int width, double least) {
    for (int i = 0; i < width; i++) {
      int row = corner + i * stride;
      for (int j = 0; j <= i; j++) {
        int other = corner + j * stride;
        double sum = m[row + j];
        for (int k = 0; k < j; k++) {
          sum -= m[row + k] * m[other + k];
        }
        m[row + j] = i == j ? Math.sqrt(Math.max(sum, least)) : sum / m[other + j];
      }
    }
  }

  /** Solves LLᵀx = b in place. */
  void solve(double[] x) {
    Blas.solveLower(order, lower, x);
    Blas.solveUpper(order, lower, x);
  }
}
