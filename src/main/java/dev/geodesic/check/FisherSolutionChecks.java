package dev.geodesic.check;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Checks what {@link FisherKernels} computes from the solutions of systems. A right-hand side that
 * no solve has replaced serves as a solution.
 */
final class FisherSolutionChecks {
  private FisherSolutionChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("FisherKernels");
    for (FisherCase of : FisherCase.all()) {
      String words = of.toString();
      checks.add(words, s -> solution(s, of), "solution");
      checks.add(words, s -> cotangent(s, of), "cotangent");
      checks.add(words, s -> squaredLengths(s, of), "squaredLengths");
      checks.add(words, s -> projection(s, of), "subtractProjection");
    }
    return checks.all();
  }

  private static FisherKernels kernels(CheckContext s) {
    return s.device().fisher();
  }

  /** Checks that solutions are written to their trials and to no other. */
  private static void solution(CheckContext s, FisherCase of) {
    Shape n = of.shape();
    FisherScene scene = new FisherScene(s, n, of.fisher(), Math.min(of.spread(), 30));
    List<LayerFactor> factors =
        FisherSystemChecks.twoLayers(s, scene, s.samples(n.batch(), n.inputs(), State.PLAIN))
            .layers()
            .stream()
            .map(layer -> layer.upload(s))
            .toList();
    List<HostMatrix> before =
        List.of(s.matrix(n.trials() * 2, n.inputs()), s.matrix(n.trials() * n.outputs(), 2));
    for (int[] trials : scene.choices()) {
      SymmetricSystems systems = kernels(s).dense(factors, scene.factors, trials);
      List<Matrix> targets = before.stream().map(s::upload).toList();
      kernels(s).solution(scene.factors, systems, targets);
      int from = 0;
      for (int l = 0; l < 2; l++) {
        double[] expected = before.get(l).widened();
        double[] allowed = new double[expected.length];
        int part = expected.length / n.trials();
        for (int i = 0; i < trials.length; i++) {
          System.arraycopy(systems.vector(i), from, expected, trials[i] * part, part);
          for (int k = trials[i] * part; k < (trials[i] + 1) * part; k++) {
            allowed[k] = Rounding.single(1).of(Math.abs(expected[k]));
          }
        }
        s.near(targets.get(l), expected, allowed);
        from += part;
      }
    }
  }

  /** Checks M_b = Σ_j w_bj N_bj/√B of some trials, and that others are left. */
  private static void cotangent(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Shape n = of.shape();
    int r = scene.directions();
    SampleGram inputs = scene.inputs(s);
    HostPanel before = s.panel(n.batch(), n.trials(), n.outputs());
    for (int[] trials : scene.choices()) {
      SymmetricSystems systems = scene.gram(s, inputs, trials);
      Panel cotangent = s.upload(before);
      kernels(s).cotangent(scene.factors, systems, cotangent);
      HostPanel found = s.download(cotangent);
      for (int i = 0; i < trials.length; i++) {
        int t = trials[i];
        double[] w = systems.vector(i);
        Sums expected =
            Sums.of(
                n.batch(),
                1,
                n.outputs(),
                r,
                (b, x, c, j) -> w[b * r + j] * scene.n.at(b * r + j, t, c) / Math.sqrt(n.batch()));
        s.near("cotangent", found.trials(t).values(), expected, Rounding.wide(r + 2));
      }
      int[] others =
          IntStream.range(0, n.trials())
              .filter(t -> IntStream.of(trials).noneMatch(chosen -> chosen == t))
              .toArray();
      s.compare().same("others", found.trials(others).values(), before.trials(others).values());
    }
  }

  /** Checks uᵀw − λ‖w‖² with u itself as w. */
  private static void squaredLengths(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    SampleGram inputs = scene.inputs(s);
    for (int[] trials : scene.choices()) {
      SymmetricSystems systems = scene.gram(s, inputs, trials);
      double[] damping =
          IntStream.range(0, trials.length).mapToDouble(i -> 0.25 * (i + 1)).toArray();
      double[] found = kernels(s).squaredLengths(scene.factors, systems, damping).get();
      s.compare().same("count", found.length, trials.length);
      for (int i = 0; i < trials.length; i++) {
        double[] w = systems.vector(i);
        double lambda = damping[i];
        Sums expected =
            Sums.of(
                1, 2 * w.length, (x, y, z, k) -> (k % 2 == 0 ? 1 : -lambda) * w[k / 2] * w[k / 2]);
        s.near("squared length", new double[] {found[i]}, expected, Rounding.wide(2 * w.length));
      }
    }
  }

  /** Checks u_bj −= scales[t]·N_bjᵀ(J d)_b/√B. */
  private static void projection(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Shape n = of.shape();
    SampleGram inputs = scene.inputs(s);
    double[] scales = s.factors(n.trials());
    HostPanel change = s.panel(n.batch(), n.trials(), n.outputs());
    List<double[]> before = new ArrayList<>();
    for (int t = 0; t < n.trials(); t++) {
      before.add(scene.u(s, inputs, t));
    }
    kernels(s).subtractProjection(scales, s.upload(change), scene.factors);
    for (int trial = 0; trial < n.trials(); trial++) {
      int t = trial;
      double factor = -scales[t] / Math.sqrt(n.batch());
      Sums moved =
          Sums.of(
              scene.order(),
              n.outputs(),
              (x, y, k, i) ->
                  factor * scene.n.at(k, t, i) * change.at(k / scene.directions(), t, i));
      s.near("u", scene.u(s, inputs, t), moved.plus(before.get(t)), Rounding.wide(n.outputs() + 3));
    }
  }
}
