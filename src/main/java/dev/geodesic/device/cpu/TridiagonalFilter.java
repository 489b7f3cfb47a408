package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dormtr_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dstedc_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsytrd_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemv;

import dev.geodesic.device.SymmetricSystem.Spectrum;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * h(M)·v of a symmetric M for a truncated inverse h, by M = Q T Qᵀ with T tridiagonal and T = Z Λ
 * Zᵀ. One vector is carried through Q, Z, h(Λ), Zᵀ and Qᵀ, so the eigenvectors of M itself, which
 * cost a third of a full eigendecomposition, are never formed.
 */
final class TridiagonalFilter implements AutoCloseable {
  private static final byte LOWER = 'L';
  private static final byte LEFT = 'L';

  private final int n;
  private @Nullable Workspace workspace;

  TridiagonalFilter(int order) {
    this.n = order;
  }

  /** Overwrites {@code matrix}, and replaces {@code vector} by h(M)·vector. */
  Spectrum apply(DoublePointer matrix, DoublePointer vector, double reltol, double damping) {
    if (workspace == null) {
      workspace = new Workspace(n);
    }
    Workspace w = workspace;
    check(
        "dsytrd",
        LAPACKE_dsytrd_work(
            LAPACK_COL_MAJOR,
            LOWER,
            n,
            matrix,
            n,
            w.diagonal,
            w.offDiagonal,
            w.tau,
            w.work,
            w.length));
    double[] diagonal = new double[n];
    w.diagonal.get(diagonal);
    if (!isFinite(diagonal)) {
      return undefined(vector);
    }
    rotate(w, matrix, 'T', vector);
    check(
        "dstedc",
        LAPACKE_dstedc_work(
            LAPACK_COL_MAJOR,
            (byte) 'I',
            n,
            w.diagonal,
            w.offDiagonal,
            w.vectors,
            n,
            w.work,
            w.length,
            w.integers,
            w.integerLength));
    project(w, CblasTrans, vector, w.coefficients);
    Spectrum spectrum = filter(w, reltol, damping);
    project(w, CblasNoTrans, w.coefficients, vector);
    rotate(w, matrix, 'N', vector);
    return spectrum;
  }

  private void rotate(Workspace w, DoublePointer reflectors, char transpose, DoublePointer vector) {
    check(
        "dormtr",
        LAPACKE_dormtr_work(
            LAPACK_COL_MAJOR,
            LEFT,
            LOWER,
            (byte) transpose,
            n,
            1,
            reflectors,
            n,
            w.tau,
            vector,
            n,
            w.work,
            w.length));
  }

  private void project(Workspace w, int transpose, DoublePointer source, DoublePointer target) {
    cblas_dgemv(CblasColMajor, transpose, n, n, 1, w.vectors, n, source, 1, 0, target, 1);
  }

  /** Multiplies the coefficients by h(σ); LAPACK leaves the eigenvalues ascending. */
  private Spectrum filter(Workspace w, double reltol, double damping) {
    double[] eigenvalues = new double[n];
    double[] coefficients = new double[n];
    w.diagonal.get(eigenvalues);
    w.coefficients.get(coefficients);
    double largest = eigenvalues[n - 1];
    int rank = 0;
    for (int i = 0; i < n; i++) {
      double sigma = eigenvalues[i];
      boolean kept = sigma > 0 && sigma > reltol * largest;
      coefficients[i] = kept ? coefficients[i] / (sigma + damping) : 0;
      rank += kept ? 1 : 0;
    }
    w.coefficients.put(coefficients);
    return new Spectrum(rank, largest);
  }

  /**
   * A matrix that is not finite has no inverse: the step is not a number, and the trial diverges.
   */
  private Spectrum undefined(DoublePointer vector) {
    double[] values = new double[n];
    java.util.Arrays.fill(values, Double.NaN);
    vector.put(values);
    return new Spectrum(0, Double.NaN);
  }

  private static boolean isFinite(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.abs(value);
    }
    return Double.isFinite(sum);
  }

  private static void check(String routine, int info) {
    if (info != 0) {
      throw new ArithmeticException(
          "LAPACK %s did not converge, info: %d".formatted(routine, info));
    }
  }

  @Override
  public void close() {
    if (workspace != null) {
      workspace.close();
    }
  }

  /** LAPACK's arrays, allocated when the first eigendecomposition is asked for. */
  private static final class Workspace implements AutoCloseable {
    private final DoublePointer diagonal;
    private final DoublePointer offDiagonal;
    private final DoublePointer tau;
    private final DoublePointer vectors;
    private final DoublePointer coefficients;
    private final int length;
    private final DoublePointer work;
    private final int integerLength;
    private final IntPointer integers;

    Workspace(int n) {
      diagonal = new DoublePointer(n);
      offDiagonal = new DoublePointer(n);
      tau = new DoublePointer(n);
      coefficients = new DoublePointer(n);
      vectors = new DoublePointer((long) n * n);
      // What dstedc asks for; the other routines want a block of columns.
      length = 1 + 4 * n + n * n + 64 * n;
      work = new DoublePointer(length);
      integerLength = 3 + 5 * n;
      integers = new IntPointer(integerLength);
    }

    @Override
    public void close() {
      for (DoublePointer pointer :
          new DoublePointer[] {diagonal, offDiagonal, tau, vectors, coefficients, work}) {
        pointer.close();
      }
      integers.close();
    }
  }
}
