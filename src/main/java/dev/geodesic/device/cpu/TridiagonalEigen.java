package dev.geodesic.device.cpu;

import java.util.Arrays;

/**
 * Decomposes a symmetric tridiagonal matrix T = S Λ Sᵀ by the implicit QL iteration (Dubrulle,
 * Martin and Wilkinson 1968), with S kept as plane rotations. LAPACK's drivers form all of S or
 * nothing; applying the rotations to a few vectors takes O(n²) operations and not O(n³). The
 * iteration finds small eigenvalues first where small elements of T come first, and may end early:
 * the rest of T is then still tridiagonal.
 */
final class TridiagonalEigen {
  /** Upper bound on the sweeps for an eigenvalue, which usually takes one or two. */
  private static final int MOST_SWEEPS = 60;

  private final int n;
  private final double[] diagonal;
  private final double[] offDiagonal;
  private final double[] pivots;

  /**
   * Off-diagonal elements up to this size count as zero. The reduction to T has perturbed M by as
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
    this.pivots = new double[order];
    int usual = order * order;
    this.cosines = new double[usual];
    this.sines = new double[usual];
    this.planes = new int[usual];
  }

  /** Returns the diagonal of T, to be filled before {@link #decompose}; it holds Λ afterwards. */
  double[] diagonal() {
    return diagonal;
  }

  /**
   * Returns the n − 1 off-diagonal elements of T, to be filled before {@link #decompose}, which
   * makes them negligible.
   */
  double[] offDiagonal() {
    return offDiagonal;
  }

  /**
   * Counts the eigenvalues at or below {@code x} by the pivots of T − xI that are not positive
   * (Golub and Van Loan, Matrix Computations, 4th ed., section 8.4.1).
   */
  int countUpTo(double x) {
    return countUpTo(0, x);
  }

  /** Counts those of the part of T from an index on, which must be a block of its own. */
  private int countUpTo(int from, double x) {
    double least = Double.MIN_NORMAL * (1 + norm());
    int count = 0;
    double pivot = 1;
    double beside = 0;
    for (int i = from; i < n; i++) {
      pivot = diagonal[i] - x - beside * (beside / pivot);
      if (!(pivot > least)) {
        count++;
        pivot = Math.min(pivot, -least);
      }
      beside = offDiagonal[i];
    }
    return count;
  }

  /** Returns the largest eigenvalue by bisection, to the last digits of the norm of T. */
  double largest() {
    double low = Arrays.stream(diagonal).max().orElseThrow();
    double high = 2 * norm();
    double middle = low + (high - low) / 2;
    while (low < middle && middle < high && high - low > Math.ulp(high)) {
      if (countUpTo(middle) == n) {
        high = middle;
      } else {
        low = middle;
      }
      middle = low + (high - low) / 2;
    }
    return middle;
  }

  /**
   * Computes all eigenvalues, in no order.
   *
   * @param vectors each v replaced by Sᵀv
   * @throws ArithmeticException if the iteration does not converge
   */
  void decompose(double[]... vectors) {
    decompose(Double.NaN, n, vectors);
  }

  /**
   * Computes eigenvalues, from the first element of the diagonal on, until the remaining ones all
   * lie on one side of a bound. An eigenvalue at the bound may have been counted on one side of it
   * and be computed on the other: what remains is counted again before it is believed.
   *
   * @param bound separates the eigenvalues; NaN to compute all
   * @param below the number of eigenvalues at or below the bound, as far as rounding allows
   * @param vectors each v replaced by Sᵀv
   * @return the number of eigenvalues computed
   * @throws ArithmeticException if the iteration does not converge
   */
  int decompose(double bound, int below, double[]... vectors) {
    rotations = 0;
    offDiagonal[n - 1] = 0;
    // Scaled to about 1, where no square underflows; a power of two changes no digit.
    int exponent = Math.getExponent(norm());
    scale(-exponent);
    negligible = Math.ulp(1.0) * norm();
    double scaledBound = Math.scalb(bound, -exponent);
    int small = 0;
    int found = 0;
    while (found < n
        && (Double.isNaN(bound)
            || !((small >= below && isAbove(found, scaledBound))
                || (found - small >= n - below && isUpTo(found, scaledBound))))) {
      int sweeps = 0;
      for (int m = endOfBlock(found); m != found; m = endOfBlock(found)) {
        if (sweeps++ == MOST_SWEEPS) {
          throw new ArithmeticException(
              "The QL iteration must converge, got: %d sweeps at eigenvalue %d of %d"
                  .formatted(MOST_SWEEPS, found, n));
        }
        sweep(found, m, vectors);
      }
      small += diagonal[found] <= scaledBound ? 1 : 0;
      found++;
    }
    scale(exponent);
    return found;
  }

  /** Whether all eigenvalues that {@link #decompose} has left, from an index on, exceed a bound. */
  boolean isAbove(int from, double bound) {
    return countUpTo(from, bound) == 0;
  }

  private boolean isUpTo(int from, double bound) {
    return countUpTo(from, bound) == n - from;
  }

  private void scale(int exponent) {
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.scalb(diagonal[i], exponent);
      offDiagonal[i] = Math.scalb(offDiagonal[i], exponent);
    }
  }

  /** Returns the first index from l on after which T splits into blocks. */
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
  private void sweep(int l, int m, double[][] vectors) {
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
        // An underflow: the block has split at i + 1.
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
      // Done here so that it overlaps with the next square root.
      for (double[] v : vectors) {
        double upper = v[i];
        double lower = v[i + 1];
        v[i] = c * upper - s * lower;
        v[i + 1] = s * upper + c * lower;
      }
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }

  /**
   * Replaces the elements w of v from {@code from} on by (T' + shift·I)⁻¹w, T' the part of T that
   * {@link #decompose} has left, whose eigenvalues all lie above −shift.
   */
  void solveRest(int from, double shift, double[] v) {
    for (int i = from; i < n; i++) {
      double factor = i == from ? 0 : offDiagonal[i - 1] / pivots[i - 1];
      pivots[i] = diagonal[i] + shift - (i == from ? 0 : factor * offDiagonal[i - 1]);
      v[i] -= i == from ? 0 : factor * v[i - 1];
    }
    for (int i = n - 1; i >= from; i--) {
      v[i] = (v[i] - (i == n - 1 ? 0 : offDiagonal[i] * v[i + 1])) / pivots[i];
    }
  }

  private void ensureRotations(int more) {
    if (rotations + more > planes.length) {
      int length = 2 * (rotations + more);
      cosines = Arrays.copyOf(cosines, length);
      sines = Arrays.copyOf(sines, length);
      planes = Arrays.copyOf(planes, length);
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
