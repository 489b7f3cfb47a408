package dev.geodesic.check;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.device.SymmetricSystem.Spectrum;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;

/**
 * Checks of {@link SymmetricSystem} and the complete eigendecomposition, on matrices with known,
 * partly repeated eigenvalues. None lies near a cut-off, so that rounding does not decide which are
 * kept.
 */
final class SymmetricChecks {
  private static final double[] EIGENVALUES = {0, 0, 1e-9, 1e-3, 0.5, 0.5, 2, 7, 10, 40};
  private static final int ORDER = EIGENVALUES.length;
  private static final double LARGEST = EIGENVALUES[ORDER - 1];
  private static final double ROUNDING = 100 * ORDER * Math.ulp(1.0);

  /** A relative cut-off, and the number of eigenvalues above it. */
  private record Cut(double reltol, int rank) {}

  private static final List<Cut> CUTS =
      List.of(new Cut(0.1, 3), new Cut(0.01, 6), new Cut(1e-6, 7));

  private SymmetricChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("SymmetricSystem");
    for (double size : new double[] {1e-100, 1, 1e100}) {
      String words = "order %d, largest eigenvalue %.0e".formatted(ORDER, LARGEST * size);
      checks.add(words, s -> matrix(s, size), "matrix", "vector", "order");
      checks.add(words, s -> largest(s, size), "largestEigenvalue");
      checks.add(words, s -> positive(s, size), "isPositiveDefiniteBeyond");
      checks.add(words + ", not definite", s -> refused(s, size), "solveDamped");
      for (double damping : new double[] {0.3, 1e-4}) {
        String with = "%s, damping %.0e".formatted(words, damping * size);
        checks.add(with, s -> damped(s, size, damping), "solveDamped");
        addTruncated(checks, with, size, new Cut(0, ORDER), damping);
      }
      for (Cut cut : CUTS) {
        for (double damping : new double[] {0, 0.3}) {
          String with = "%s, reltol %.0e, damping %.0e".formatted(words, cut.reltol(), damping);
          addTruncated(checks, with, size, cut, damping);
        }
      }
    }
    checks.add("all zero", SymmetricChecks::nothing, "solveTruncated");
    for (int order : new int[] {1, 2, 17, 60}) {
      String words = "order %d, of rank %d".formatted(order, (order + 1) / 2);
      checks.add(words, s -> eigen(s, order), "Device.eigen");
    }
    return checks.all();
  }

  private static void addTruncated(
      Checks checks, String words, double size, Cut cut, double damping) {
    checks.add(words, s -> truncated(s, size, cut, damping), "solveTruncated");
  }

  /** A system F = AAᵀ, g = Au on the device, and the same on the host. */
  private record Pair(SymmetricSystem system, double[] matrix, double[] vector, double size) {
    /** Returns the solution by Jacobi's rotations. */
    double[] solution(double reltol, double damping) {
      Eigen eigen = JacobiEigen.ascending(matrix, ORDER);
      double[] solution = new double[ORDER];
      for (int k = 0; k < ORDER; k++) {
        double value = eigen.values()[k];
        if ((reltol == 0 && damping > 0) || value > reltol * LARGEST * size) {
          double part = 0;
          for (int i = 0; i < ORDER; i++) {
            part += eigen.vectors()[k * ORDER + i] * vector[i];
          }
          for (int i = 0; i < ORDER; i++) {
            solution[i] += part / (value + damping * size) * eigen.vectors()[k * ORDER + i];
          }
        }
      }
      return solution;
    }

    double length() {
      return Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
    }

    /** Compares the solutions, given the lowest divisor among the eigenvalues with damping. */
    void nearSolution(CheckContext s, double reltol, double damping, double lowest) {
      double allowed = ROUNDING * LARGEST / lowest * length() / (lowest * size);
      s.near("solution", system.vector(), solution(reltol, damping), all(ORDER, allowed));
    }
  }

  private static double[] all(int length, double value) {
    double[] all = new double[length];
    Arrays.fill(all, value);
    return all;
  }

  /**
   * Creates a system of one layer with one output over samples that are orthogonal up to rounding:
   * with D_b = √(λ_b·B) F is Σ λ_b x_b x_bᵀ, and with the empirical Fisher's u = 1/√B the
   * right-hand side is Σ √(λ_b/B)·x_b.
   */
  private static Pair pair(CheckContext s, double size) {
    HostMatrix x = mirror(s);
    HostPanel carried =
        HostPanel.of(ORDER, 1, 1, (b, t, c) -> Math.sqrt(EIGENVALUES[b] * size * ORDER));
    HostPanel p = new HostPanel(ORDER, 1, 2).map(value -> 0.5);
    FisherKernels kernels = s.device().fisher();
    Factors factors =
        kernels.factor(s.upload(p), new int[ORDER], Fisher.EMPIRICAL, new double[] {StepSize.OFF});
    LayerFactor layer = new LayerFactor(new LayerInput.Samples(s.upload(x)), s.upload(carried));
    double root = Math.sqrt(ORDER);
    Sums matrix =
        Sums.of(
            1,
            ORDER,
            ORDER,
            ORDER,
            (z, i, j, b) ->
                (carried.values()[b] / root * x.at(b, i))
                    * (carried.values()[b] / root * x.at(b, j)));
    Sums vector =
        Sums.of(ORDER, ORDER, (y, z, i, b) -> carried.values()[b] / root * x.at(b, i) / root);
    return new Pair(
        kernels.dense(List.of(layer), factors, 0), matrix.values(), vector.values(), size);
  }

  /** Returns a random reflection I − 2wwᵀ/‖w‖². */
  private static HostMatrix mirror(CheckContext s) {
    double[] w = s.random().doubles(ORDER, -1, 1).toArray();
    double square = Arrays.stream(w).map(value -> value * value).sum();
    float[] x = new float[ORDER * ORDER];
    for (int i = 0; i < x.length; i++) {
      int row = i / ORDER;
      int column = i % ORDER;
      x[i] = (float) ((row == column ? 1 : 0) - 2 * w[row] * w[column] / square);
    }
    return new HostMatrix(x, ORDER, ORDER);
  }

  private static void matrix(CheckContext s, double size) {
    Pair pair = pair(s, size);
    s.compare().same("order", pair.system().order(), ORDER);
    s.near("vector", pair.system().vector(), pair.vector(), all(ORDER, ROUNDING * pair.length()));
    double[] allowed = all(ORDER * ORDER, ROUNDING * LARGEST * size);
    s.near("M", pair.system().matrix(), pair.matrix(), allowed);
  }

  private static void largest(CheckContext s, double size) {
    for (double tolerance : new double[] {1e-3, 1e-6, 1e-9}) {
      Pair pair = pair(s, size);
      double expected = JacobiEigen.ascending(pair.matrix(), ORDER).values()[ORDER - 1];
      double found = pair.system().largestEigenvalue(tolerance);
      s.compare().near("largest eigenvalue", found, expected, 10 * tolerance * expected);
    }
  }

  private static void positive(CheckContext s, double size) {
    SymmetricSystem system = pair(s, size).system();
    for (double shift : new double[] {-1e-3, -1e-10, 1e-10, 1e-4, 1, 39, 41}) {
      s.compare()
          .holds(
              "%.0e must %sbe below all eigenvalues".formatted(shift, shift < 0 ? "" : "not "),
              system.isPositiveDefiniteBeyond(shift * size) == shift < 0);
    }
  }

  private static void damped(CheckContext s, double size, double damping) {
    Pair pair = pair(s, size);
    double[] before = pair.system().matrix();
    s.compare().holds("a definite matrix is solved", pair.system().solveDamped(damping * size));
    pair.nearSolution(s, 0, damping, damping);
    s.compare().same("matrix", pair.system().matrix(), before);
  }

  private static void refused(CheckContext s, double size) {
    SymmetricSystem system = pair(s, size).system();
    double[] before = system.vector();
    s.compare().holds("what is not definite is not solved", !system.solveDamped(-1e-3 * size));
    s.compare().same("vector", system.vector(), before);
  }

  private static void truncated(CheckContext s, double size, Cut cut, double damping) {
    Pair pair = pair(s, size);
    double[] before = pair.system().matrix();
    Spectrum spectrum = pair.system().solveTruncated(cut.reltol(), damping * size);
    s.compare().same("rank", spectrum.rank(), cut.rank());
    double largest = LARGEST * size;
    // The samples are orthogonal only to the digits of float32.
    s.compare().near("largest eigenvalue", spectrum.largest(), largest, 1e-5 * largest);
    double lowest = (cut.rank() == ORDER ? 0 : EIGENVALUES[ORDER - cut.rank()]) + damping;
    pair.nearSolution(s, cut.reltol(), damping, lowest);
    s.compare().same("matrix", pair.system().matrix(), before);
  }

  private static void nothing(CheckContext s) {
    SymmetricSystem system = pair(s, 0).system();
    Spectrum spectrum = system.solveTruncated(1e-6, 0);
    s.compare().same("rank", spectrum.rank(), 0);
    s.compare().same("largest eigenvalue", spectrum.largest(), 0);
    s.compare().same("solution", system.vector(), new double[ORDER]);
  }

  /** Checks Mv = λv and VVᵀ = I, with ascending eigenvalues. */
  private static void eigen(CheckContext s, int order) {
    int rank = (order + 1) / 2;
    HostPanel a = s.panel(rank, 1, order);
    double[] matrix =
        Sums.of(1, order, order, rank, (x, i, j, k) -> a.at(k, 0, i) * a.at(k, 0, j)).values();
    Eigen eigen = s.device().eigen(matrix.clone(), order);
    double[] v = eigen.vectors();
    double trace = Sums.of(1, order, (x, y, z, i) -> matrix[i * order + i]).values()[0];
    double allowed = 10 * order * Math.ulp(1.0);
    s.compare().same("values", eigen.values().length, order);
    Sums images =
        Sums.of(1, order, order, order, (x, k, i, j) -> matrix[i * order + j] * v[k * order + j]);
    Sums overlaps =
        Sums.of(1, order, order, order, (x, k, i, j) -> v[i * order + j] * v[k * order + j]);
    for (int k = 0; k < order; k++) {
      s.compare().holds("values ascend", k == 0 || eigen.values()[k] >= eigen.values()[k - 1]);
      for (int i = 0; i < order; i++) {
        int at = k * order + i;
        double expected = eigen.values()[k] * v[at];
        s.compare().near("M v", images.values()[at], expected, allowed * trace);
        s.compare().near("V^T V", overlaps.values()[at], i == k ? 1 : 0, allowed);
      }
    }
  }
}
