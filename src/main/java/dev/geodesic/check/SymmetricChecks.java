package dev.geodesic.check;

import static dev.geodesic.check.SystemScene.LARGEST;
import static dev.geodesic.check.SystemScene.ORDER;
import static dev.geodesic.check.SystemScene.ROUNDING;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.SymmetricSystems.Spectra;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Checks of {@link SymmetricSystems} and the complete eigendecomposition, on matrices with known,
 * partly repeated eigenvalues. None lies near a cut-off, so that rounding does not decide which are
 * kept.
 */
final class SymmetricChecks {
  /** A relative cut-off, and the number of eigenvalues above it. */
  private record Cut(double reltol, int rank) {}

  private static final List<Cut> CUTS =
      List.of(new Cut(0.1, 3), new Cut(0.01, 6), new Cut(1e-6, 7));

  private SymmetricChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("SymmetricSystems");
    for (double size : new double[] {1e-100, 1, 1e100}) {
      for (double[] sizes : new double[][] {{size}, {size, 3, 2 * size}}) {
        String words =
            "%d of order %d, largest eigenvalue %.0e"
                .formatted(sizes.length, ORDER, LARGEST * size);
        addAll(checks, words, sizes);
      }
    }
    checks.add("one all zero", SymmetricChecks::nothing, "solveTruncated");
    for (int order : new int[] {1, 2, 17, 60}) {
      String words = "order %d, of rank %d".formatted(order, (order + 1) / 2);
      checks.add(words, s -> eigen(s, order), "Device.eigen");
    }
    return checks.all();
  }

  private static void addAll(Checks checks, String words, double[] sizes) {
    checks.add(words, s -> matrix(s, sizes), "matrix", "vector", "order", "count", "trial");
    checks.add(words, s -> largest(s, sizes), "largestEigenvalues");
    checks.add(words, s -> positive(s, sizes), "arePositiveDefiniteBeyond");
    checks.add(words + ", not definite", s -> refused(s, sizes), "solveDamped");
    for (double damping : new double[] {0.3, 1e-4}) {
      String with = "%s, damping %.0e of it".formatted(words, damping / LARGEST);
      checks.add(with, s -> damped(s, sizes, damping), "solveDamped");
      addTruncated(checks, with, sizes, new Cut(0, ORDER), damping);
    }
    for (Cut cut : CUTS) {
      for (double damping : new double[] {0, 0.3}) {
        String with =
            "%s, reltol %.0e, damping %.0e of it".formatted(words, cut.reltol(), damping / LARGEST);
        addTruncated(checks, with, sizes, cut, damping);
      }
    }
  }

  private static void addTruncated(
      Checks checks, String words, double[] sizes, Cut cut, double damping) {
    checks.add(words, s -> truncated(s, sizes, cut, damping), "solveTruncated");
  }

  private static double[] all(int length, double value) {
    double[] all = new double[length];
    Arrays.fill(all, value);
    return all;
  }

  private static void matrix(CheckContext s, double[] sizes) {
    SystemScene scene = new SystemScene(s, sizes);
    SymmetricSystems systems = scene.systems();
    s.compare().same("order", systems.order(), ORDER);
    s.compare().same("count", systems.count(), sizes.length);
    for (int t = 0; t < sizes.length; t++) {
      s.compare().same("trial", systems.trial(t), t);
      double[] allowed = all(ORDER, ROUNDING * scene.length(t));
      s.near("vector", systems.vector(t), scene.vector(t), allowed);
      double[] most = all(ORDER * ORDER, ROUNDING * LARGEST * sizes[t]);
      s.near("M", systems.matrix(t), scene.matrix(t), most);
    }
  }

  private static void largest(CheckContext s, double[] sizes) {
    for (double tolerance : new double[] {1e-3, 1e-6, 1e-9}) {
      SystemScene scene = new SystemScene(s, sizes);
      double[] found = scene.systems().largestEigenvalues(tolerance).get();
      s.compare().same("count", found.length, sizes.length);
      for (int t = 0; t < sizes.length; t++) {
        double expected = scene.largest(t);
        s.compare().near("largest eigenvalue", found[t], expected, 10 * tolerance * expected);
      }
    }
  }

  /** Checks shifts that differ from system to system, 0 in the last of several. */
  private static void positive(CheckContext s, double[] sizes) {
    SymmetricSystems systems = new SystemScene(s, sizes).systems();
    double[] multiples = {-1e-3, -1e-10, 1e-10, 1e-4, 1, 39, 41};
    for (int k = 0; k < multiples.length; k++) {
      double[] shifts = new double[sizes.length];
      for (int t = 0; t < shifts.length; t++) {
        boolean isLeftOut = t > 0 && t == shifts.length - 1;
        shifts[t] = isLeftOut ? 0 : multiples[(k + t) % multiples.length] * sizes[t];
      }
      boolean[] found = systems.arePositiveDefiniteBeyond(shifts).get();
      for (int t = 0; t < shifts.length; t++) {
        String is = shifts[t] == 0 ? "left out" : shifts[t] < 0 ? "below all" : "not below all";
        s.compare().holds("%.0e is %s".formatted(shifts[t], is), found[t] == shifts[t] <= 0);
      }
    }
  }

  /** Checks a solve of the first system, then one of the others. */
  private static void damped(CheckContext s, double[] sizes, double damping) {
    SystemScene scene = new SystemScene(s, sizes);
    SymmetricSystems systems = scene.systems();
    List<double[]> before = matrices(systems);
    for (boolean isFirst : new boolean[] {true, false}) {
      double[] lambda = scene.sized(damping);
      for (int t = 0; t < lambda.length; t++) {
        lambda[t] = (t == 0) == isFirst ? lambda[t] : 0;
      }
      List<double[]> vectors = vectors(systems);
      boolean[] solved = systems.solveDamped(lambda).get();
      for (int t = 0; t < lambda.length; t++) {
        s.compare().holds("definite matrices alone are solved", solved[t] == lambda[t] > 0);
        if (lambda[t] > 0) {
          scene.nearSolution(systems, t, 0, damping, damping);
        } else {
          s.compare().same("left out", systems.vector(t), vectors.get(t));
        }
      }
    }
    unchanged(s, systems, before);
  }

  private static List<double[]> matrices(SymmetricSystems systems) {
    return IntStream.range(0, systems.count()).mapToObj(systems::matrix).toList();
  }

  private static List<double[]> vectors(SymmetricSystems systems) {
    return IntStream.range(0, systems.count()).mapToObj(systems::vector).toList();
  }

  private static void unchanged(CheckContext s, SymmetricSystems systems, List<double[]> before) {
    for (int i = 0; i < before.size(); i++) {
      s.compare().same("matrix", systems.matrix(i), before.get(i));
    }
  }

  /** Checks matrices that are not definite, and a second one that is. */
  private static void refused(CheckContext s, double[] sizes) {
    SystemScene scene = new SystemScene(s, sizes);
    SymmetricSystems systems = scene.systems();
    List<double[]> before = vectors(systems);
    double[] damping = scene.sized(-1e-3);
    if (damping.length > 1) {
      damping[1] = 0.3 * sizes[1];
    }
    boolean[] solved = systems.solveDamped(damping).get();
    for (int t = 0; t < damping.length; t++) {
      s.compare().holds("definite matrices alone are solved", solved[t] == (t == 1));
      if (t == 1) {
        scene.nearSolution(systems, t, 0, 0.3, 0.3);
      } else {
        s.compare().same("vector", systems.vector(t), before.get(t));
      }
    }
  }

  /** Checks a solve of all but the second system, with another damping in the third. */
  private static void truncated(CheckContext s, double[] sizes, Cut cut, double damping) {
    SystemScene scene = new SystemScene(s, sizes);
    SymmetricSystems systems = scene.systems();
    List<double[]> before = matrices(systems);
    List<double[]> vectors = vectors(systems);
    double[] dampings = new double[sizes.length];
    Arrays.setAll(dampings, t -> t == 2 ? damping + 0.1 : damping);
    boolean[] chosen = new boolean[sizes.length];
    double[] lambda = new double[sizes.length];
    for (int t = 0; t < sizes.length; t++) {
      chosen[t] = t != 1;
      lambda[t] = dampings[t] * sizes[t];
    }
    Spectra spectra = systems.solveTruncated(chosen, all(sizes.length, cut.reltol()), lambda);
    for (int t = 0; t < sizes.length; t++) {
      s.compare().same("rank", spectra.ranks()[t], chosen[t] ? cut.rank() : 0);
      double largest = chosen[t] ? LARGEST * sizes[t] : 0;
      // The samples are orthogonal only to the digits of float32.
      s.compare().near("largest eigenvalue", spectra.largest()[t], largest, 1e-5 * largest);
      if (chosen[t]) {
        double lowest = SystemScene.lowest(cut.rank(), dampings[t]);
        scene.nearSolution(systems, t, cut.reltol(), dampings[t], lowest);
      } else {
        s.compare().same("left out", systems.vector(t), vectors.get(t));
      }
    }
    unchanged(s, systems, before);
  }

  private static void nothing(CheckContext s) {
    SystemScene scene = new SystemScene(s, 0, 1);
    SymmetricSystems systems = scene.systems();
    Spectra spectra =
        systems.solveTruncated(new boolean[] {true, true}, all(2, 1e-6), new double[2]);
    s.compare().same("rank", spectra.ranks()[0], 0);
    s.compare().same("largest eigenvalue", spectra.largest()[0], 0);
    s.compare().same("solution", systems.vector(0), new double[ORDER]);
    scene.nearSolution(systems, 1, 1e-6, 0, SystemScene.lowest(7, 0));
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
