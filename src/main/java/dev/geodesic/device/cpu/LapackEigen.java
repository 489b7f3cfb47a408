package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.geodesic.device.Device.Eigen;
import org.bytedeco.javacpp.DoublePointer;

/** Complete eigendecompositions of small symmetric matrices, by divide and conquer. */
final class LapackEigen {
  private LapackEigen() {}

  /**
   * Returns the eigendecomposition of a symmetric matrix, {@code [order, order]}.
   *
   * @throws ArithmeticException if LAPACK's iteration does not converge
   */
  static Eigen of(double[] matrix, int order) {
    double[] values = new double[order];
    double[] vectors = new double[order * order];
    try (DoublePointer overwritten = new DoublePointer(matrix);
        DoublePointer found = new DoublePointer(order)) {
      int info =
          LAPACKE_dsyevd(
              LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', order, overwritten, order, found);
      if (info != 0) {
        throw new ArithmeticException("LAPACK dsyevd failed, info: " + info);
      }
      found.get(values);
      overwritten.get(vectors);
    }
    return new Eigen(values, vectors);
  }
}
