package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Computes all eigenvalues and eigenvectors of a second moment by LAPACK. Empty rows are left out
 * first: the unit vector of a pixel that is 0 in all images is an eigenvector, and there are many
 * such pixels.
 */
final class MomentEigen implements AutoCloseable {
  private final int order;
  private final NativeScratch scratch;
  private final double[] values;
  private final DoublePointer found;
  private final IntPointer integers;

  /** Rows that are not empty, then the empty ones. */
  private final int[] rows;

  private int filled;

  /** Eigenvectors of the matrix of the filled rows, one after the other. */
  private double[] vectors = {};

  MomentEigen(int order, NativeScratch scratch) {
    this.order = order;
    this.scratch = scratch;
    this.values = new double[order];
    this.rows = new int[order];
    this.found = new DoublePointer(order);
    this.integers = new IntPointer(3 + 5L * order);
  }

  /** Whether all elements are finite, so that a matrix can be decomposed. */
  static boolean isFinite(double[] matrix, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.abs(matrix[i]);
    }
    return Double.isFinite(sum);
  }

  /**
   * Decomposes a matrix and overwrites it.
   *
   * @param matrix column-major, at the beginning of the array; the lower triangle counts
   * @throws ArithmeticException if LAPACK fails
   */
  void decompose(double[] matrix) {
    sortRows(matrix);
    for (int j = 0; j < filled; j++) {
      for (int i = j; i < filled; i++) {
        matrix[j * filled + i] = matrix[rows[j] * order + rows[i]];
      }
    }
    Arrays.fill(values, 0);
    if (filled > 0) {
      decomposeFilled(matrix);
    }
    vectors = matrix;
  }

  /**
   * Sorts empty rows to the end. A row is empty if its diagonal element is at most ε² of the trace,
   * ε the relative rounding of eigenvalues: as |M_ij|² ≤ M_ii M_jj, the whole row is then within
   * that rounding.
   */
  private void sortRows(double[] matrix) {
    double trace = 0;
    for (int i = 0; i < order; i++) {
      trace += matrix[i * order + i];
    }
    double empty = trace * Math.ulp(1.0) * Math.ulp(1.0);
    filled = 0;
    int fromEnd = order;
    for (int i = 0; i < order; i++) {
      if (matrix[i * order + i] > empty) {
        rows[filled++] = i;
      } else {
        rows[--fromEnd] = i;
      }
    }
  }

  private void decomposeFilled(double[] matrix) {
    int n = filled;
    int workLength = 1 + 6 * n + 2 * n * n;
    DoublePointer rest = scratch.moreDoubles(n * n);
    rest.put(matrix, 0, n * n);
    int info =
        LAPACKE_dsyevd_work(
            LAPACK_COL_MAJOR,
            (byte) 'V',
            (byte) 'L',
            n,
            rest,
            n,
            found,
            scratch.doubles(workLength),
            workLength,
            integers,
            3 + 5 * n);
    if (info != 0) {
      throw new ArithmeticException("LAPACK dsyevd failed, info: " + info);
    }
    rest.get(matrix, 0, n * n);
    found.get(values, 0, n);
    for (int k = 0; k < n; k++) {
      values[k] = Math.max(0, values[k]);
    }
  }

  /** Returns the eigenvalues; none is negative. */
  double[] values() {
    return values;
  }

  /** Writes the eigenvector of value {@code k}. */
  void vector(int k, double[] target) {
    Arrays.fill(target, 0);
    if (k >= filled) {
      target[rows[k]] = 1;
      return;
    }
    for (int i = 0; i < filled; i++) {
      target[rows[i]] = vectors[k * filled + i];
    }
  }

  @Override
  public void close() {
    found.close();
    integers.close();
  }
}
