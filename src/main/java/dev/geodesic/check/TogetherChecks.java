package dev.geodesic.check;

import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.SymmetricSystems.Spectra;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Checks that no bit of a system's answers depends on the systems that are formed and solved with
 * it, of which one is NaN, nor on its place among them.
 */
final class TogetherChecks {
  private static final double[] SIZES = {1, Double.NaN, 3, 1e-5};
  private static final List<int[]> TOGETHER = List.of(new int[] {0, 1, 2, 3}, new int[] {3, 1, 0});

  private TogetherChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("SymmetricSystems");
    add(checks, "matrix", SymmetricSystems::matrix);
    add(checks, "vector", SymmetricSystems::vector);
    add(
        checks,
        "largestEigenvalues",
        (systems, i) -> new double[] {systems.largestEigenvalues(1e-6).get()[i]});
    add(checks, "arePositiveDefiniteBeyond", TogetherChecks::positive);
    add(checks, "solveDamped", TogetherChecks::damped);
    add(checks, "solveTruncated", TogetherChecks::truncated);
    return checks.all();
  }

  /** What systems answer about one of them. */
  private interface Answer {
    double[] about(SymmetricSystems systems, int system);
  }

  private static void add(Checks checks, String primitive, Answer answer) {
    checks.add("alone and beside others", s -> same(s, answer), primitive);
  }

  private static void same(CheckContext s, Answer answer) {
    SystemScene scene = new SystemScene(s, SIZES);
    for (int[] trials : TOGETHER) {
      for (int i = 0; i < trials.length; i++) {
        if (!Double.isNaN(SIZES[trials[i]])) {
          double[] together = answer.about(scene.systems(trials), i);
          double[] alone = answer.about(scene.systems(trials[i]), 0);
          s.compare().same("answer", together, alone);
        }
      }
    }
  }

  private static double[] all(SymmetricSystems systems, double value) {
    double[] all = new double[systems.count()];
    Arrays.fill(all, value);
    return all;
  }

  private static double[] positive(SymmetricSystems systems, int i) {
    return DoubleStream.of(-1e-3, 1e-3)
        .map(shift -> systems.arePositiveDefiniteBeyond(all(systems, shift)).get()[i] ? 1 : 0)
        .toArray();
  }

  private static double[] damped(SymmetricSystems systems, int i) {
    boolean solved = systems.solveDamped(all(systems, 0.3)).get()[i];
    return with(systems.vector(i), solved ? 1 : 0);
  }

  private static double[] truncated(SymmetricSystems systems, int i) {
    boolean[] chosen = new boolean[systems.count()];
    Arrays.fill(chosen, true);
    Spectra spectra = systems.solveTruncated(chosen, all(systems, 0.01), all(systems, 0));
    return with(systems.vector(i), spectra.ranks()[i], spectra.largest()[i]);
  }

  private static double[] with(double[] vector, double... more) {
    return DoubleStream.concat(Arrays.stream(vector), Arrays.stream(more)).toArray();
  }
}
