package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_daxpy;
import static org.bytedeco.openblas.global.openblas.cblas_dsymv;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsv;

import dev.geodesic.device.cpu.TridiagonalFilter.Spectrum;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;

/** One symmetric matrix M and its right-hand side v in native memory, solved by LAPACK. */
final class CpuSymmetric implements AutoCloseable {
  private static final byte LOWER = 'L';

  private final int order;
  private final DoublePointer matrix;
  private final DoublePointer rightHandSide;

  /** A copy that a factorisation may overwrite. */
  private final DoublePointer factor;

  private final DoublePointer ones;
  private boolean isGram;
  private final DoublePointer product;
  private final double[] vector;
  private final double[] image;
  private final Lanczos lanczos;
  private final TridiagonalFilter filter;

  CpuSymmetric(int order) {
    this.order = order;
    this.matrix = new DoublePointer((long) order * order);
    this.rightHandSide = new DoublePointer(order);
    this.factor = new DoublePointer((long) order * order);
    double[] all = new double[order];
    Arrays.fill(all, 1);
    this.ones = new DoublePointer(all);
    this.product = new DoublePointer(order);
    this.vector = new double[order];
    this.image = new double[order];
    this.lanczos = new Lanczos(order);
    this.filter = new TridiagonalFilter(order);
  }

  /** Returns the matrix to fill, column-major; only the lower triangle is read. */
  DoublePointer nativeMatrix() {
    return matrix;
  }

  DoublePointer nativeVector() {
    return rightHandSide;
  }

  /**
   * Declares that this holds a Gram matrix, with columns of very different size; see {@link
   * TridiagonalFilter}.
   *
   * @param top a guess at the eigenvector of the largest eigenvalue
   */
  void holdsGram(double[] top) {
    isGram = true;
    lanczos.startNear(top);
  }

  /** Declares that this holds a Fisher matrix. */
  void holdsFisher() {
    isGram = false;
    lanczos.startAnywhere();
  }

  /** Returns the number of rows of the matrix. */
  int order() {
    return order;
  }

  /** Returns the largest eigenvalue; see {@link Lanczos}. */
  double largestEigenvalue(double tolerance) {
    return lanczos.largestEigenvalue(matrix, tolerance);
  }

  /** Whether M − shift·I is positive definite. */
  boolean isPositiveDefiniteBeyond(double shift) {
    // No diagonal element is below the least eigenvalue, so this test spares factorisations.
    return leastDiagonal() > shift && factorise(-shift);
  }

  private double leastDiagonal() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < order; i++) {
      least = Math.min(least, matrix.get((long) i * (order + 1)));
    }
    return least;
  }

  /** Replaces v by (M + damping·I)⁻¹v; false, and v as it was, where Cholesky's method fails. */
  boolean solveDamped(double damping) {
    if (!factorise(damping)) {
      return false;
    }
    for (int transpose : new int[] {CblasNoTrans, CblasTrans}) {
      cblas_dtrsv(
          CblasColMajor,
          CblasLower,
          transpose,
          CblasNonUnit,
          order,
          factor,
          order,
          rightHandSide,
          1);
    }
    return true;
  }

  /** Factorises the matrix plus {@code shift}·I; false where that is not positive definite. */
  private boolean factorise(double shift) {
    copyMatrix();
    cblas_daxpy(order, shift, ones, 1, factor, order + 1);
    return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, LOWER, order, factor, order) == 0;
  }

  /** Replaces v by h(M)v through the eigenvalues of M; see {@link TridiagonalFilter#apply}. */
  Spectrum solveTruncated(double reltol, double damping) {
    copyMatrix();
    rightHandSide.get(vector);
    boolean isLarge = isGram && findImage();
    Spectrum spectrum = filter.apply(factor, vector, isLarge ? image : null, reltol, damping);
    rightHandSide.put(vector);
    return spectrum;
  }

  /**
   * Computes M v. Returns true where v is so large compared with it that the parts of v along large
   * eigenvalues are rounding errors.
   */
  private boolean findImage() {
    cblas_dsymv(
        CblasColMajor, CblasLower, order, 1, matrix, order, rightHandSide, 1, 0, product, 1);
    product.get(image);
    return TridiagonalFilter.isLarge(vector, image, diagonalSum());
  }

  /** Returns the trace, an upper bound on the eigenvalues. */
  private double diagonalSum() {
    double sum = 0;
    for (int i = 0; i < order; i++) {
      sum += matrix.get((long) i * order + i);
    }
    return sum;
  }

  private void copyMatrix() {
    Pointer.memcpy(factor, matrix, (long) order * order * Double.BYTES);
  }

  /** Returns a copy of the right-hand side or solution v. */
  double[] vector() {
    double[] values = new double[order];
    rightHandSide.get(values);
    return values;
  }

  /** Returns a copy of M, {@code [order, order]}. */
  double[] matrix() {
    double[] values = new double[Math.multiplyExact(order, order)];
    matrix.get(values);
    for (int column = 0; column < order; column++) {
      for (int row = 0; row < column; row++) {
        values[column * order + row] = values[row * order + column];
      }
    }
    return values;
  }

  @Override
  public void close() {
    for (DoublePointer pointer :
        new DoublePointer[] {matrix, rightHandSide, factor, ones, product}) {
      pointer.close();
    }
    lanczos.close();
    filter.close();
  }
}
