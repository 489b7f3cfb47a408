package dev.geodesic.check;

import static dev.geodesic.check.Basis.vectors;

import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Checks of {@link KroneckerFactor}: the device's eigenvectors must be orthogonal and reproduce the
 * matrix.
 */
final class KroneckerFactorChecks {
  private KroneckerFactorChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("KroneckerFactor");
    for (Means means : Means.values()) {
      for (int order : new int[] {2, 3, 8, 40}) {
        String words = "%s, order %d".formatted(means, order);
        checks.add(
            words,
            s -> decomposes(s, means, order),
            means.primitive(),
            "KroneckerKernels.factor",
            "KroneckerKernels.coordinates(Panel,KroneckerFactor)",
            "order",
            "decompose",
            "eigenvalues",
            "meanEigenvalue",
            "unit");
        checks.add(words, s -> saves(s, means, order), "save", "restore");
      }
    }
    checks.add("2 of 4 trials", KroneckerFactorChecks::retains, "retain");
    checks.add("one for all trials", KroneckerFactorChecks::keepsShared, "retain");
    checks.add("one trial NaN", KroneckerFactorChecks::leavesOthersAlone, "decompose");
    return checks.all();
  }

  private static KroneckerFactor factor(CheckContext s, int order, int matrices) {
    return s.own(s.device().kronecker().factor(order, matrices));
  }

  /** Checks V diag(σ) Vᵀ = M and V Vᵀ = I after two batches. */
  private static void decomposes(CheckContext s, Means means, int order) {
    int trials = means.trials();
    KroneckerFactor factor = factor(s, order, trials);
    s.compare().same("order", factor.order(), order);
    double[] m = means.average(s, factor, 0, new double[trials * order * order]);
    double[] mean = means.average(s, factor, 0.3, m);
    factor.decompose();
    HostPanel v = vectors(s, factor, trials);
    double allowed = (30 * order + 30) * Math.ulp(1.0);
    for (int trial = 0; trial < trials; trial++) {
      int t = trial;
      double[] sigma = factor.eigenvalues(t);
      s.compare().same("eigenvalues", sigma.length, order);
      int from = t * order * order;
      double trace = Sums.of(1, order, (x, y, z, i) -> mean[from + i * (order + 1)]).values()[0];
      s.compare().near("mean eigenvalue", factor.meanEigenvalue(t), trace / order, allowed * trace);
      s.compare().same("unit", factor.unit(t), unit(sigma));
      Sums products =
          Sums.of(1, order, order, order, (x, i, j, k) -> sigma[k] * v.at(i, t, k) * v.at(j, t, k));
      Sums overlaps =
          Sums.of(1, order, order, order, (x, i, j, k) -> v.at(i, t, k) * v.at(j, t, k));
      for (int i = 0; i < order; i++) {
        s.compare().holds("an eigenvalue must be >= 0, got: " + sigma[i], sigma[i] >= 0);
        for (int j = 0; j < order; j++) {
          int at = i * order + j;
          s.compare().near("V S V^T", products.values()[at], mean[from + at], allowed * trace);
          s.compare().near("V V^T", overlaps.values()[at], i == j ? 1 : 0, allowed);
        }
      }
    }
  }

  /** Returns the unit by its definition: the largest power of two that is at most the largest σ. */
  private static double unit(double[] sigma) {
    double largest = Arrays.stream(sigma).max().orElseThrow();
    double unit = 1;
    while (largest > 0 && unit > largest) {
      unit /= 2;
    }
    while (2 * unit <= largest) {
      unit *= 2;
    }
    return unit;
  }

  private static void sameBasis(
      CheckContext s, KroneckerFactor found, KroneckerFactor wanted, int n) {
    for (int t = 0; t < n; t++) {
      s.compare().same("eigenvalues", found.eigenvalues(t), wanted.eigenvalues(t));
    }
    s.compare().same("vectors", vectors(s, found, n).values(), vectors(s, wanted, n).values());
  }

  /** Checks that a restored factor continues as the saved one does, bit for bit. */
  private static void saves(CheckContext s, Means means, int order) {
    int trials = means.trials();
    KroneckerFactor factor = factor(s, order, trials);
    double[] ignored = new double[trials * order * order];
    means.average(s, factor, 0, ignored);
    factor.decompose();
    // M has changed since V and σ were computed.
    means.average(s, factor, 0.5, ignored);
    KroneckerFactor copy = factor(s, order, trials);
    transfer(factor, copy, trials);
    sameBasis(s, copy, factor, trials);
    factor.decompose();
    copy.decompose();
    sameBasis(s, copy, factor, trials);
  }

  private static void transfer(KroneckerFactor from, KroneckerFactor to, int matrices) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new StateWriter(out).writeTrials(matrices, from::save);
      new StateReader(new ByteArrayInputStream(out.toByteArray()))
          .readTrials(matrices, to::restore);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LayerInput read(CheckContext s, HostPanel panel) {
    return new LayerInput.Activations(s.upload(panel));
  }

  private static void take(KroneckerFactor factor, double keep, LayerInput inputs) {
    factor.average(keep, inputs);
    factor.decompose();
  }

  /** Checks that retained trials keep their bits, now and after another batch. */
  private static void retains(CheckContext s) {
    HostPanel first = s.panel(5, 4, 9);
    HostPanel second = s.panel(5, 4, 9);
    KroneckerFactor factor = factor(s, 9, 4);
    KroneckerFactor alone = factor(s, 9, 2);
    int[] kept = {1, 3};
    take(factor, 0, read(s, first));
    take(alone, 0, read(s, first.trials(kept)));
    factor.retain(kept);
    sameBasis(s, factor, alone, 2);
    take(factor, 0.7, read(s, second.trials(kept)));
    take(alone, 0.7, read(s, second.trials(kept)));
    sameBasis(s, factor, alone, 2);
  }

  /** Checks that a shared matrix stays as it is when trials leave. */
  private static void keepsShared(CheckContext s) {
    KroneckerFactor factor = factor(s, 6, 1);
    take(factor, 0, s.samples(4, 6, State.PLAIN).input());
    double[] sigma = factor.eigenvalues(0);
    double[] vectors = vectors(s, factor, 1).values();
    factor.retain(new int[] {2});
    s.compare().same("eigenvalues", factor.eigenvalues(0), sigma);
    s.compare().same("vectors", vectors(s, factor, 1).values(), vectors);
  }

  private static void leavesOthersAlone(CheckContext s) {
    HostPanel a = s.panel(5, 3, 6);
    KroneckerFactor sound = factor(s, 6, 3);
    take(sound, 0, read(s, a));
    double[] expected = vectors(s, sound, 3).trials(0, 2).values();
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
      a.set(2, 1, 3, wrong);
      KroneckerFactor factor = factor(s, 6, 3);
      take(factor, 0, read(s, a));
      for (double value : factor.eigenvalues(1)) {
        s.compare().same("an eigenvalue of a matrix that is not finite", value, Double.NaN);
      }
      for (int t : new int[] {0, 2}) {
        s.compare().same("eigenvalues", factor.eigenvalues(t), sound.eigenvalues(t));
      }
      s.compare().same("vectors", vectors(s, factor, 3).trials(0, 2).values(), expected);
    }
  }
}
