package dev.geodesic.device.cpu;

import java.util.Arrays;

/**
 * T = S Λ Sᵀ of a symmetric tridiagonal matrix by the implicit QL iteration (Dubrulle, Martin and
 * Wilkinson 1968), with S kept as the plane rotations that make it. LAPACK's drivers give all of S
 * or nothing; one vector needs the rotations alone, which is O(n²) and not O(n³).
 */
final class TridiagonalEigen {
  /** Far more than the one or two that an eigenvalue takes. */
  private static final int MOST_SWEEPS = 60;

  private final int n;
  private final double[] diagonal;
  private final double[] offDiagonal;

  /**
   * What is this small beside the diagonal counts as zero. The reduction to T has perturbed M by as
   * much; where M has a null space, smaller numbers are noise that never converges.
   */
  private double negligible;

  private int rotations;
  private double[] cosines;
  private double[] sines;
  private int[] planes;

  TridiagonalEigen(int order) {
    this.n = order;
    this.diagonal = new double[order];
    this.offDiagonal = new double[order];
    int usual = order * order;
    this.cosines = new double[usual];
    this.sines = new double[usual];
    this.planes = new int[usual];
  }

  /** Where to write the diagonal of T before {@link #decompose}; the eigenvalues afterwards. */
  double[] diagonal() {
    return diagonal;
  }

  /** Where to write what is beside the diagonal, n − 1 numbers; spent afterwards. */
  double[] offDiagonal() {
    return offDiagonal;
  }

  /**
   * Finds the eigenvalues, in no order.
   *
   * @throws ArithmeticException if the iteration does not converge
   */
  void decompose() {
    rotations = 0;
    offDiagonal[n - 1] = 0;
    // To the size of 1, where no square underflows; a power of two changes no digit.
    int exponent = Math.getExponent(norm());
    scale(-exponent);
    negligible = Math.ulp(1.0) * norm();
    for (int l = 0; l < n; l++) {
      int sweeps = 0;
      for (int m = endOfBlock(l); m != l; m = endOfBlock(l)) {
        if (sweeps++ == MOST_SWEEPS) {
          throw new ArithmeticException(
              "The QL iteration must converge, got: %d sweeps at eigenvalue %d of %d"
                  .formatted(MOST_SWEEPS, l, n));
        }
        sweep(l, m);
      }
    }
    scale(exponent);
  }

  private void scale(int exponent) {
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.scalb(diagonal[i], exponent);
      offDiagonal[i] = Math.scalb(offDiagonal[i], exponent);
    }
  }

  /** The first index from l on after which T falls apart. */
  private int endOfBlock(int l) {
    int m = l;
    while (m < n - 1 && Math.abs(offDiagonal[m]) > negligible) {
      m++;
    }
    return m;
  }

  private double norm() {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(diagonal[i]) + Math.abs(offDiagonal[i]));
    }
    return largest;
  }

  /** One implicit QL step with Wilkinson's shift on the block from l to m. */
  private void sweep(int l, int m) {
    double[] d = diagonal;
    double[] e = offDiagonal;
    double g = (d[l + 1] - d[l]) / (2 * e[l]);
    double r = Math.sqrt(g * g + 1);
    g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    ensureRotations(m - l);
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      r = Math.sqrt(f * f + g * g);
      e[i + 1] = r;
      if (r == 0) {
        // An underflow: the block has fallen apart at i + 1.
        d[i + 1] -= p;
        e[m] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      cosines[rotations] = c;
      sines[rotations] = s;
      planes[rotations++] = i;
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }

  private void ensureRotations(int more) {
    if (rotations + more > planes.length) {
      int length = 2 * (rotations + more);
      cosines = Arrays.copyOf(cosines, length);
      sines = Arrays.copyOf(sines, length);
      planes = Arrays.copyOf(planes, length);
    }
  }

  /** Replaces v by Sᵀv. */
  void multiplyTransposed(double[] v) {
    for (int k = 0; k < rotations; k++) {
      int i = planes[k];
      double upper = v[i];
      double lower = v[i + 1];
      v[i] = cosines[k] * upper - sines[k] * lower;
      v[i + 1] = sines[k] * upper + cosines[k] * lower;
    }
  }

  /** Replaces v by Sv. */
  void multiply(double[] v) {
    for (int k = rotations - 1; k >= 0; k--) {
      int i = planes[k];
      double upper = v[i];
      double lower = v[i + 1];
      v[i] = cosines[k] * upper + sines[k] * lower;
      v[i + 1] = cosines[k] * lower - sines[k] * upper;
    }
  }
}
