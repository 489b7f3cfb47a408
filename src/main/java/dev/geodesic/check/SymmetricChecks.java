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
import java.util.ArrayList;
import java.util.List;

/**
 * {@link SymmetricSystem} and the complete eigendecomposition, on matrices with these eigenvalues
 * and repeated ones, and no others between: what is kept of them is no matter of rounding.
 */
final class SymmetricChecks {
  private static final double[] EIGENVALUES = {0, 0, 1e-9, 1e-3, 0.5, 0.5, 2, 7, 10, 40};
  private static final int ORDER = EIGENVALUES.length;
  private static final double LARGEST = EIGENVALUES[ORDER - 1];
  private static final double[] SIZES = {1e-100, 1, 1e100};

  private final List<Check> checks = new ArrayList<>();

  private SymmetricChecks() {
    for (double size : SIZES) {
      String words = "order %d, largest eigenvalue %.0e".formatted(ORDER, LARGEST * size);
      String back = "100 n eps64 of the largest";
      add("matrix", words, back, s -> matrix(s, size));
      add("vector", words, back, s -> matrix(s, size));
      add("order", words, "none", s -> matrix(s, size));
      add("largestEigenvalue", words, "10 times what was asked for", s -> largest(s, size));
      add("isPositiveDefiniteBeyond", words, "none", s -> positive(s, size));
      for (double damping : new double[] {0.3, 1e-4}) {
        String with = "%s, damping %.0e of it".formatted(words, damping / LARGEST);
        add("solveDamped", with, "100 n eps64 times the condition", s -> damped(s, size, damping));
        add(
            "solveTruncated",
            with,
            "100 n eps64 times the condition",
            s -> truncated(s, size, 0, damping, ORDER));
      }
      add("solveDamped", words + ", not definite", "none", s -> refused(s, size));
      double[] cuts = {0.1, 0.01, 1e-6};
      int[] ranks = {3, 6, 7};
      for (int i = 0; i < cuts.length; i++) {
        double reltol = cuts[i];
        int rank = ranks[i];
        for (double damping : new double[] {0, 0.3}) {
          String with = "%s, reltol %.0e, damping %.0e".formatted(words, reltol, damping);
          add(
              "solveTruncated",
              with,
              "100 n eps64 times the condition",
              s -> truncated(s, size, reltol, damping, rank));
        }
      }
    }
    add("solveTruncated", "all zero", "none", SymmetricChecks::nothing);
    for (int order : new int[] {1, 2, 17, 60}) {
      String words = "order %d, of rank %d".formatted(order, (order + 1) / 2);
      checks.add(
          new Check("Device.eigen", words, "10 n eps64 of the largest", s -> eigen(s, order)));
    }
  }

  static List<Check> all() {
    return new SymmetricChecks().checks;
  }

  private void add(String method, String words, String tolerance, Check.Body body) {
    checks.add(new Check("SymmetricSystem." + method, words, tolerance, body));
  }

  /** F = AAᵀ and g = Au on the host. */
  private record Host(double[][] matrix, double[] vector) {
    /** By Jacobi's rotations. */
    double[] solution(double reltol, double damping, double size) {
      JacobiEigen eigen = JacobiEigen.of(matrix);
      double[] solution = new double[ORDER];
      for (int k = 0; k < ORDER; k++) {
        double value = eigen.values()[k];
        if ((reltol == 0 && damping > 0) || value > reltol * LARGEST * size) {
          double part = 0;
          for (int i = 0; i < ORDER; i++) {
            part += eigen.vectors()[k][i] * vector[i];
          }
          for (int i = 0; i < ORDER; i++) {
            solution[i] += part / (value + damping * size) * eigen.vectors()[k][i];
          }
        }
      }
      return solution;
    }

    double length() {
      double sum = 0;
      for (double value : vector) {
        sum += value * value;
      }
      return Math.sqrt(sum);
    }
  }

  private record Pair(SymmetricSystem system, Host host) {}

  /**
   * One layer of one output over samples that are orthogonal to rounding: with D_b = √(λ_b·B) F is
   * Σ λ_b x_b x_bᵀ, and with the empirical Fisher's u = 1/√B the right-hand side is Σ √(λ_b/B)·x_b.
   */
  private static Pair system(Setting s, double size) {
    HostMatrix x = mirror(s);
    HostPanel carried = new HostPanel(ORDER, 1, 1);
    for (int b = 0; b < ORDER; b++) {
      carried.set(b, 0, 0, Math.sqrt(EIGENVALUES[b] * size * ORDER));
    }
    HostPanel p = new HostPanel(ORDER, 1, 2).map(value -> 0.5);
    FisherKernels kernels = s.device().fisher();
    Factors factors =
        kernels.factor(s.upload(p), new int[ORDER], Fisher.EMPIRICAL, new double[] {StepSize.OFF});
    List<LayerFactor> layers =
        List.of(new LayerFactor(new LayerInput.Samples(s.upload(x)), s.upload(carried)));
    double[][] matrix = new double[ORDER][ORDER];
    double[] vector = new double[ORDER];
    for (int b = 0; b < ORDER; b++) {
      for (int i = 0; i < ORDER; i++) {
        double column = carried.at(b, 0, 0) * x.at(b, i) / Math.sqrt(ORDER);
        vector[i] += column / Math.sqrt(ORDER);
        for (int j = 0; j < ORDER; j++) {
          matrix[i][j] += column * carried.at(b, 0, 0) * x.at(b, j) / Math.sqrt(ORDER);
        }
      }
    }
    return new Pair(kernels.dense(layers, factors, 0), new Host(matrix, vector));
  }

  /** The reflection I − 2wwᵀ. */
  private static HostMatrix mirror(Setting s) {
    double[] w = s.random().doubles(ORDER, -1, 1).toArray();
    double square = 0;
    for (double value : w) {
      square += value * value;
    }
    float[] x = new float[ORDER * ORDER];
    for (int i = 0; i < x.length; i++) {
      int row = i / ORDER;
      int column = i % ORDER;
      x[i] = (float) ((row == column ? 1 : 0) - 2 * w[row] * w[column] / square);
    }
    return new HostMatrix(x, ORDER, ORDER);
  }

  private static double rounding() {
    return 100 * ORDER * Math.ulp(1.0);
  }

  private static void matrix(Setting s, double size) {
    Pair pair = system(s, size);
    s.compare().same("order", pair.system().order(), ORDER);
    double[] found = pair.system().matrix();
    s.compare().same("elements", found.length, ORDER * ORDER);
    double[] vector = pair.system().vector();
    s.compare().same("elements", vector.length, ORDER);
    for (int i = 0; i < ORDER; i++) {
      s.compare()
          .near("vector", i, vector[i], pair.host().vector()[i], rounding() * pair.host().length());
      for (int j = 0; j < ORDER; j++) {
        int at = i * ORDER + j;
        s.compare()
            .near("M", at, found[at], pair.host().matrix()[i][j], rounding() * LARGEST * size);
      }
    }
  }

  private static void largest(Setting s, double size) {
    for (double tolerance : new double[] {1e-3, 1e-6, 1e-9}) {
      Pair pair = system(s, size);
      double expected = 0;
      for (double value : JacobiEigen.of(pair.host().matrix()).values()) {
        expected = Math.max(expected, value);
      }
      double found = pair.system().largestEigenvalue(tolerance);
      s.compare().near("largest eigenvalue", found, expected, 10 * tolerance * expected);
    }
  }

  private static void positive(Setting s, double size) {
    SymmetricSystem system = system(s, size).system();
    for (double shift : new double[] {-1e-3, -1e-10}) {
      s.compare()
          .holds(
              "no eigenvalue is below %.0e".formatted(shift),
              system.isPositiveDefiniteBeyond(shift * size));
    }
    for (double shift : new double[] {1e-10, 1e-4, 1, 39, 41}) {
      s.compare()
          .holds(
              "an eigenvalue is below %.0e".formatted(shift),
              !system.isPositiveDefiniteBeyond(shift * size));
    }
  }

  private static void near(Setting s, Pair pair, double[] expected, double lowest, double size) {
    double[] found = pair.system().vector();
    double length = pair.host().length() / (lowest * size);
    for (int i = 0; i < ORDER; i++) {
      s.compare()
          .near("solution", i, found[i], expected[i], rounding() * LARGEST / lowest * length);
    }
  }

  private static void damped(Setting s, double size, double damping) {
    Pair pair = system(s, size);
    double[] before = pair.system().matrix();
    s.compare().holds("a definite matrix is solved", pair.system().solveDamped(damping * size));
    near(s, pair, pair.host().solution(0, damping, size), damping, size);
    s.compare().same("matrix", pair.system().matrix(), before);
  }

  private static void refused(Setting s, double size) {
    SymmetricSystem system = system(s, size).system();
    double[] before = system.vector();
    s.compare().holds("what is not definite is not solved", !system.solveDamped(-1e-3 * size));
    s.compare().same("vector", system.vector(), before);
  }

  private static void truncated(Setting s, double size, double reltol, double damping, int rank) {
    Pair pair = system(s, size);
    double[] before = pair.system().matrix();
    Spectrum spectrum = pair.system().solveTruncated(reltol, damping * size);
    s.compare().same("rank", spectrum.rank(), rank);
    double largest = LARGEST * size;
    // The samples are orthogonal to float32 alone.
    s.compare().near("largest eigenvalue", spectrum.largest(), largest, 1e-5 * largest);
    double lowest = (rank == ORDER ? 0 : EIGENVALUES[ORDER - rank]) + damping;
    near(s, pair, pair.host().solution(reltol, damping, size), lowest, size);
    s.compare().same("matrix", pair.system().matrix(), before);
  }

  private static void nothing(Setting s) {
    Pair pair = system(s, 0);
    Spectrum spectrum = pair.system().solveTruncated(1e-6, 0);
    s.compare().same("rank", spectrum.rank(), 0);
    s.compare().same("largest eigenvalue", spectrum.largest(), 0);
    s.compare().same("solution", pair.system().vector(), new double[ORDER]);
  }

  /** Mv = λv, VᵀV = I, ascending. */
  private static void eigen(Setting s, int order) {
    int rank = (order + 1) / 2;
    HostPanel a = s.panel(rank, 1, order);
    double[] matrix = new double[order * order];
    double largest = 0;
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        for (int k = 0; k < rank; k++) {
          matrix[i * order + j] += a.at(k, 0, i) * a.at(k, 0, j);
        }
      }
      largest += matrix[i * order + i];
    }
    Eigen eigen = s.device().eigen(matrix.clone(), order);
    double allowed = 10 * order * Math.ulp(1.0);
    s.compare().same("values", eigen.values().length, order);
    for (int k = 0; k < order; k++) {
      s.compare().holds("values ascend", k == 0 || eigen.values()[k] >= eigen.values()[k - 1]);
      for (int i = 0; i < order; i++) {
        double image = 0;
        double overlap = 0;
        for (int j = 0; j < order; j++) {
          image += matrix[i * order + j] * eigen.vectors()[k * order + j];
          overlap += eigen.vectors()[i * order + j] * eigen.vectors()[k * order + j];
        }
        double expected = eigen.values()[k] * eigen.vectors()[k * order + i];
        s.compare().near("M v", image, expected, allowed * largest);
        s.compare().near("V^T V", overlap, i == k ? 1 : 0, allowed);
      }
    }
  }
}
