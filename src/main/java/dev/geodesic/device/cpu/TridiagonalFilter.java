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
 *
 * <p>A Gram matrix G = AᵀA can have columns of very different size, as where a sample's label is
 * all but ruled out: there u with g = Au has elements of 1/√p that meet columns of √p. Q mixes what
 * u is large in into everything, and rounding leaves ε‖u‖ of it behind. So beside such a u goes its
 * image w = Gu, which is of ordinary size: its part along an eigenvector is σ times that of u.
 */
final class TridiagonalFilter implements AutoCloseable {
  /** How much larger ‖u‖σ_max may be than ‖w‖ before w is needed: a loss of four digits. */
  private static final double LARGE = 1e4;

  /** Columns that LAPACK's blocked reduction works on at a time, at most. */
  private static final int BLOCK = 64;

  private final int n;
  private @Nullable Workspace workspace;

  TridiagonalFilter(int order) {
    this.n = order;
  }

  /** Whether {@link #apply} needs the image of a vector. */
  static boolean isLarge(double[] vector, double[] image, double largestEigenvalue) {
    double bound = LARGE * largestElement(image);
    return largestElement(vector) * largestEigenvalue > bound && bound > 0;
  }

  /**
   * Overwrites {@code matrix}, and replaces {@code v} by h(M)·v.
   *
   * @param image M·v, where v is large beside it
   */
  Spectrum apply(
      DoublePointer matrix, double[] v, double @Nullable [] image, double reltol, double damping) {
    if (workspace == null) {
      workspace = new Workspace(n);
    }
    Workspace w = workspace;
    w.reduce(matrix);
    if (!isFinite(w.eigen.diagonal())) {
      // A matrix that is not finite has no inverse: the step is no number, and the trial diverges.
      Arrays.fill(v, Double.NaN);
      return new Spectrum(0, Double.NaN);
    }
    w.eigen.decompose();
    System.arraycopy(v, 0, w.original, 0, n);
    rotate(w, v);
    if (image != null) {
      rotate(w, image);
    }
    boolean all = reltol == 0 && damping > 0;
    Spectrum spectrum =
        image != null && all
            ? complement(w.eigen.diagonal(), image, v, damping)
            : filter(w.eigen.diagonal(), image, v, all ? -1 : reltol, damping);
    w.eigen.multiply(v);
    w.basis.multiply(v);
    if (image != null && all) {
      for (int i = 0; i < n; i++) {
        v[i] += w.original[i] / damping;
      }
    }
    return spectrum;
  }

  /** To coefficients along the eigenvectors. */
  private static void rotate(Workspace w, double[] v) {
    w.basis.multiplyTransposed(v);
    w.eigen.multiplyTransposed(v);
  }

  /**
   * Multiplies the coefficients by h(σ). Where everything is kept, what rounding has made of the
   * zeros among the eigenvalues counts as zero.
   */
  private static Spectrum filter(
      double[] eigenvalues,
      double @Nullable [] image,
      double[] coefficients,
      double reltol,
      double damping) {
    double largest = Arrays.stream(eigenvalues).max().orElseThrow();

    int rank = 0;
    for (int i = 0; i < eigenvalues.length; i++) {
      double sigma = eigenvalues[i];
      boolean kept = reltol < 0 || (sigma > 0 && sigma > reltol * largest);
      if (image != null) {
        coefficients[i] = image[i] / sigma;
      }
      coefficients[i] = kept ? coefficients[i] / (Math.max(0, sigma) + damping) : 0;
      rank += kept ? 1 : 0;
    }
    return new Spectrum(rank, largest);
  }

  /**
   * Of (M + λI)⁻¹v = (v − (M + λI)⁻¹Mv)/λ what is added to v/λ: v itself, large as it is, is not
   * rotated.
   */
  private static Spectrum complement(
      double[] eigenvalues, double[] image, double[] coefficients, double damping) {
    for (int i = 0; i < eigenvalues.length; i++) {
      coefficients[i] = -image[i] / (damping * (Math.max(0, eigenvalues[i]) + damping));
    }
    return new Spectrum(eigenvalues.length, Arrays.stream(eigenvalues).max().orElseThrow());
  }

  private static double largestElement(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
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
    private final double[] original;
    private final TridiagonalEigen eigen;
    private final HouseholderBasis basis;
    private final DoublePointer diagonal;
    private final DoublePointer offDiagonal;
    private final DoublePointer tau;
    private final DoublePointer work;

    Workspace(int order) {
      n = order;
      original = new double[order];
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
