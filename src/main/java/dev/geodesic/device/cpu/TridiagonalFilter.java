package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsytrd_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;
import org.apache.commons.lang3.ArrayUtils;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/**
 * Computes h(M)·v of a symmetric M for a truncated inverse h, by M = Q T Qᵀ with T tridiagonal and
 * T = S Λ Sᵀ. One vector is multiplied by Qᵀ, Sᵀ, h(Λ), S and Q. Eigenvectors, most of the work of
 * a full eigendecomposition, are never formed; most of the remaining work is the reduction to T, by
 * LAPACK.
 *
 * <p>A Gram matrix G = AᵀA can have columns of very different size, as where a sample's label is
 * very improbable: there u with g = Au has elements of 1/√p for columns of √p. Q mixes the large
 * elements of u into all others, with rounding errors of ε‖u‖. So the image w = Gu, which is of
 * ordinary size, is transformed along with such a u: its part along an eigenvector is σ times that
 * of u.
 */
final class TridiagonalFilter implements AutoCloseable {
  /** The largest ‖u‖σ_max/‖w‖ at which u is used without w: a loss of four digits. */
  private static final double LARGE = 1e4;

  /** The most columns that LAPACK's blocked reduction works on at a time. */
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
   * The rank and largest eigenvalue of a matrix.
   *
   * @param rank the number of eigenvalues kept
   * @param largest σ_max
   */
  record Spectrum(int rank, double largest) {}

  /**
   * Overwrites {@code matrix}, and replaces {@code v} by h(M)·v.
   *
   * @param image M·v, where {@link #isLarge} says so; it is overwritten
   * @param reltol cut-off relative to the largest eigenvalue
   * @param damping λ
   */
  Spectrum apply(
      DoublePointer matrix, double[] v, double @Nullable [] image, double reltol, double damping) {
    if (workspace == null) {
      workspace = new Workspace(n);
    }
    Workspace w = workspace;
    w.reduce(matrix);
    if (!isFinite(w.eigen.diagonal())) {
      // A matrix that is not finite has no inverse: the step becomes NaN, and the trial diverges.
      Arrays.fill(v, Double.NaN);
      return new Spectrum(0, Double.NaN);
    }
    System.arraycopy(v, 0, w.original, 0, n);
    w.rotate(v);
    if (image != null) {
      w.rotate(image);
    }
    boolean all = reltol == 0 && damping > 0;
    Spectrum spectrum =
        all ? keepAll(w.eigen, image, v, damping) : truncate(w, image, v, reltol, damping);
    w.eigen.multiply(v);
    w.rotateBack(v);
    if (image != null && all) {
      for (int i = 0; i < n; i++) {
        v[i] += w.original[i] / damping;
      }
    }
    return spectrum;
  }

  /**
   * Applies h with all eigenvalues kept; those that rounding has made negative count as 0. Where v
   * is large, this computes only the second term of (M + λI)⁻¹v = v/λ − (M + λI)⁻¹Mv/λ, so that v
   * itself is not rotated.
   */
  private static Spectrum keepAll(
      TridiagonalEigen eigen, double @Nullable [] image, double[] v, double damping) {
    decompose(eigen, Double.NaN, v.length, image, v);
    double[] values = eigen.diagonal();
    for (int i = 0; i < v.length; i++) {
      double divisor = Math.max(0, values[i]) + damping;
      v[i] = image == null ? v[i] / divisor : -image[i] / (damping * divisor);
    }
    return new Spectrum(v.length, Arrays.stream(values).max().orElseThrow());
  }

  /**
   * Applies a truncated h. Eigenvalues are computed one by one until the remaining ones are all
   * kept or all dropped, so that they need not be known.
   */
  private static Spectrum truncate(
      Workspace w, double @Nullable [] image, double[] v, double reltol, double damping) {
    TridiagonalEigen eigen = w.eigen;
    double largest = eigen.largest();
    double bound = Math.max(0, reltol * largest);
    int found = decompose(eigen, bound, eigen.countUpTo(bound), image, v);
    int rank = 0;
    for (int i = 0; i < found; i++) {
      double sigma = eigen.diagonal()[i];
      boolean kept = sigma > bound;
      double coefficient = image == null ? v[i] : image[i] / sigma;
      v[i] = kept ? coefficient / (sigma + damping) : 0;
      rank += kept ? 1 : 0;
    }
    if (!eigen.isAbove(found, bound)) {
      Arrays.fill(v, found, v.length, 0);
    } else {
      rank += v.length - found;
      if (image != null) {
        System.arraycopy(image, found, v, found, v.length - found);
        eigen.solveRest(found, 0, v);
      }
      eigen.solveRest(found, damping, v);
    }
    return new Spectrum(rank, largest);
  }

  private static int decompose(
      TridiagonalEigen eigen, double bound, int below, double @Nullable [] image, double[] v) {
    return image == null
        ? eigen.decompose(bound, below, v)
        : eigen.decompose(bound, below, v, image);
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

  /** Arrays of the matrix's size, allocated at the first use. */
  private static final class Workspace implements AutoCloseable {
    private final int n;
    private final double[] original;
    private final TridiagonalEigen eigen;
    private final HouseholderBasis basis;
    private final DoublePointer diagonal;
    private final DoublePointer offDiagonal;
    private final DoublePointer tau;
    private final DoublePointer work;

    /** Whether T is held in reverse order, so that its small elements come first. */
    private boolean isReversed;

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

    /** Computes M = Q T Qᵀ. */
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
      double[] d = eigen.diagonal();
      isReversed = Math.abs(d[0]) > Math.abs(d[n - 1]);
      if (isReversed) {
        ArrayUtils.reverse(d);
        ArrayUtils.reverse(eigen.offDiagonal(), 0, n - 1);
      }
    }

    /** Replaces v by Qᵀv, in the order of T. */
    void rotate(double[] v) {
      basis.multiplyTransposed(v);
      if (isReversed) {
        ArrayUtils.reverse(v);
      }
    }

    /** Replaces v, in the order of T, by Qv. */
    void rotateBack(double[] v) {
      if (isReversed) {
        ArrayUtils.reverse(v);
      }
      basis.multiply(v);
    }

    @Override
    public void close() {
      for (DoublePointer pointer : new DoublePointer[] {diagonal, offDiagonal, tau, work}) {
        pointer.close();
      }
    }
  }
}
