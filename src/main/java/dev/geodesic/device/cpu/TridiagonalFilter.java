package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsytrd_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.geodesic.device.SymmetricSystem.Spectrum;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/**
 * h(M)·v of a symmetric M for a truncated inverse h, by M = Q T Qᵀ with T tridiagonal and T = S Λ
 * Sᵀ. One vector is carried through Qᵀ, Sᵀ, h(Λ), S and Q, so eigenvectors, which are most of the
 * work of a full eigendecomposition, are never formed; what is left is the reduction to T, by
 * LAPACK.
 */
final class TridiagonalFilter implements AutoCloseable {
  /** Columns that LAPACK's blocked reduction works on at a time, at most. */
  private static final int BLOCK = 64;

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
    w.reduce(matrix);
    double[] v = w.vector;
    if (!isFinite(w.eigen.diagonal())) {
      // A matrix that is not finite has no inverse: the step is no number, and the trial diverges.
      Arrays.fill(v, Double.NaN);
      vector.put(v);
      return new Spectrum(0, Double.NaN);
    }
    vector.get(v);
    w.basis.multiplyTransposed(v);
    w.eigen.decompose();
    w.eigen.multiplyTransposed(v);
    Spectrum spectrum = filter(w.eigen.diagonal(), v, reltol, damping);
    w.eigen.multiply(v);
    w.basis.multiply(v);
    vector.put(v);
    return spectrum;
  }

  /** Multiplies the coefficients by h(σ). */
  private static Spectrum filter(
      double[] eigenvalues, double[] coefficients, double reltol, double damping) {
    double largest = Arrays.stream(eigenvalues).max().orElseThrow();
    int rank = 0;
    for (int i = 0; i < eigenvalues.length; i++) {
      double sigma = eigenvalues[i];
      boolean kept = sigma > 0 && sigma > reltol * largest;
      coefficients[i] = kept ? coefficients[i] / (sigma + damping) : 0;
      rank += kept ? 1 : 0;
    }
    return new Spectrum(rank, largest);
  }

  private static boolean isFinite(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.abs(value);
    }
    return Double.isFinite(sum);
  }

  @Override
  public void close() {
    if (workspace != null) {
      workspace.close();
    }
  }

  /** Arrays of the matrix's size, allocated when the first eigenvalues are asked for. */
  private static final class Workspace implements AutoCloseable {
    private final int n;
    private final double[] vector;
    private final TridiagonalEigen eigen;
    private final HouseholderBasis basis;
    private final DoublePointer diagonal;
    private final DoublePointer offDiagonal;
    private final DoublePointer tau;
    private final DoublePointer work;

    Workspace(int order) {
      n = order;
      vector = new double[order];
      eigen = new TridiagonalEigen(order);
      basis = new HouseholderBasis(order);
      diagonal = new DoublePointer(order);
      offDiagonal = new DoublePointer(order);
      tau = new DoublePointer(order);
      work = new DoublePointer((long) order * BLOCK);
    }

    /** M = Q T Qᵀ. */
    void reduce(DoublePointer matrix) {
      int info =
          LAPACKE_dsytrd_work(
              LAPACK_COL_MAJOR,
              (byte) 'L',
              n,
              matrix,
              n,
              diagonal,
              offDiagonal,
              tau,
              work,
              n * BLOCK);
      if (info != 0) {
        throw new ArithmeticException("LAPACK dsytrd failed, info: " + info);
      }
      diagonal.get(eigen.diagonal());
      offDiagonal.get(eigen.offDiagonal(), 0, n - 1);
      tau.get(basis.tau(), 0, n - 1);
      matrix.get(basis.reflectors(), 0, n * n);
    }

    @Override
    public void close() {
      for (DoublePointer pointer : new DoublePointer[] {diagonal, offDiagonal, tau, work}) {
        pointer.close();
      }
    }
  }
}
