package dev.geodesic.newton;

import dev.geodesic.device.NetlibBlas;
import dev.ludovic.netlib.blas.BLAS;

/**
 * Products of matrices in row-major order. They go to the BLAS that netlib chose, which is also
 * MLlib's, so that a process has one.
 */
final class Blas {
  private static final BLAS NETLIB = chosen();

  private Blas() {}

  private static BLAS chosen() {
    NetlibBlas.settle();
    return BLAS.getInstance();
  }

  /** Writes XA, of X {@code [rows, inner]} and A {@code [inner, columns]}. */
  static void multiply(int rows, int inner, int columns, double[] x, double[] a, double[] out) {
    NETLIB.dgemm("N", "N", columns, rows, inner, 1, a, columns, x, inner, 0, out, columns);
  }

  /** Adds XᵀR, of X {@code [rows, inner]} and R {@code [rows, columns]}, to {@code sum}. */
  static void addTransposed(
      int rows, int inner, int columns, double[] x, double[] r, double[] sum) {
    NETLIB.dgemm("N", "T", columns, inner, rows, 1, r, columns, x, inner, 1, sum, columns);
  }

  /** Adds XᵀX, of X {@code [rows, inner]}, to the lower triangle of {@code sum}. */
  static void addGram(int rows, int inner, double[] x, double[] sum) {
    NETLIB.dsyrk("U", "N", inner, rows, 1, x, inner, 1, sum, inner);
  }

  static double dot(double[] x, double[] y) {
    return NETLIB.ddot(x.length, x, 1, y, 1);
  }

  /** Adds αx to y. */
  static void add(double alpha, double[] x, double[] y) {
    NETLIB.daxpy(x.length, alpha, x, 1, y, 1);
  }

  /** Subtracts CCᵀ from a square part of a matrix, in its lower triangle. */
  static void subtractGram(
      int order, int inner, double[] m, int stride, int from, int columnsFrom) {
    NETLIB.dsyrk("U", "T", order, inner, -1, m, columnsFrom, stride, 1, m, from, stride);
  }

  /** Solves YLᵀ = X for rows of a matrix, L lower triangular, in place. */
  static void solveRows(int rows, int order, double[] m, int stride, int triangle, int from) {
    NETLIB.dtrsm("L", "U", "T", "N", order, rows, 1, m, triangle, stride, m, from, stride);
  }

  /** Solves Lx = b, L lower triangular, in place. */
  static void solveLower(int order, double[] lower, double[] x) {
    NETLIB.dtrsv("U", "T", "N", order, lower, order, x, 1);
  }

  /** Solves Lᵀx = b, L lower triangular, in place. */
  static void solveUpper(int order, double[] lower, double[] x) {
    NETLIB.dtrsv("U", "N", "N", order, lower, order, x, 1);
  }
}
