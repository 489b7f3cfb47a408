package dev.geodesic.check;

import dev.geodesic.check.CheckContext.Reading;
import dev.geodesic.check.FisherColumns.Layer;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Checks the systems that {@link FisherKernels} forms, by plain sums over the columns of A. */
final class FisherSystemChecks {
  private FisherSystemChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("FisherKernels");
    for (FisherCase of : FisherCase.all()) {
      String words = of.toString();
      checks.add(words, s -> linear(s, of), "gram");
      checks.add(words + ", two hidden layers", s -> deep(s, of), "gram");
      checks.add(words, s -> dense(s, of), "dense");
    }
    checks.add("of orders 1 to 1e5", FisherSystemChecks::atOnce, "systemsAtOnce");
    return checks.all();
  }

  private static FisherKernels kernels(CheckContext s) {
    return s.device().fisher();
  }

  private static void atOnce(CheckContext s) {
    int before = Integer.MAX_VALUE;
    for (int order : new int[] {1, 10, 100, 1000, 10_000, 100_000}) {
      int found = kernels(s).systemsAtOnce(order, order);
      s.compare()
          .holds("no more of many columns", kernels(s).systemsAtOnce(order, 10 * order) <= found);
      s.compare().holds("at least one system at once", found >= 1);
      s.compare().holds("no more large systems than small ones", found <= before);
      before = found;
    }
  }

  /**
   * Checks the systems of all trials, and that those of some trials, in another order, are the same
   * bit for bit.
   *
   * @param matrix expected of a trial
   */
  private static void formed(
      CheckContext s,
      FisherScene scene,
      Function<int[], SymmetricSystems> form,
      IntFunction<Sums> matrix,
      Rounding rounding) {
    List<double[]> matrices = new ArrayList<>();
    List<double[]> vectors = new ArrayList<>();
    for (int[] trials : scene.choices()) {
      SymmetricSystems systems = form.apply(trials);
      s.compare().same("count", systems.count(), trials.length);
      for (int i = 0; i < trials.length; i++) {
        s.compare().same("trial", systems.trial(i), trials[i]);
        if (matrices.size() < scene.shape.trials()) {
          Sums expected = matrix.apply(trials[i]);
          s.near("matrix", systems.matrix(i), expected, rounding);
          s.compare().same("order", systems.order() * systems.order(), expected.values().length);
          matrices.add(systems.matrix(i));
          vectors.add(systems.vector(i));
        }
        s.compare().same("matrix", systems.matrix(i), matrices.get(trials[i]));
        s.compare().same("vector", systems.vector(i), vectors.get(trials[i]));
      }
    }
  }

  private static void linear(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Shape n = of.shape();
    Reading samples = s.samples(n.batch(), n.inputs(), State.PLAIN);
    SampleGram inputs = s.sampleGram(samples);
    FisherColumns a = new FisherColumns(scene, List.of(new Layer(samples, scene.n)));
    Rounding rounding = Rounding.wide(a.parameters() + 4);
    formed(s, scene, trials -> scene.gram(s, inputs, trials), a::gram, rounding);
  }

  private static void deep(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Shape n = of.shape();
    Reading samples = s.samples(n.batch(), n.inputs(), State.PLAIN);
    Reading lower = s.activations(n.batch(), n.trials(), 4, State.PLAIN);
    Reading upper = s.activations(n.batch(), n.trials(), 2, State.PLAIN);
    Layer first = FisherColumns.layer(s, scene, samples, 3);
    Layer second = FisherColumns.layer(s, scene, lower, 2);
    FisherColumns a = new FisherColumns(scene, List.of(first, second, new Layer(upper, scene.n)));
    SampleGram inputs = s.sampleGram(samples);
    List<Panel> activations = List.of(panel(lower), panel(upper));
    List<Panel> backward = List.of(s.upload(first.carried()), s.upload(second.carried()));
    formed(
        s,
        scene,
        trials -> kernels(s).gram(inputs, activations, backward, scene.factors, trials),
        a::gram,
        Rounding.wide(a.parameters() + 4));
  }

  private static Panel panel(Reading activations) {
    return ((LayerInput.Activations) activations.input()).panel();
  }

  private static void dense(CheckContext s, FisherCase of) {
    Shape n = of.shape();
    dense(s, of, s.samples(n.batch(), n.inputs(), State.PLAIN));
    dense(s, of, s.sparseSamples(n.batch(), n.inputs(), State.PLAIN));
  }

  private static void dense(CheckContext s, FisherCase of, Reading samples) {
    FisherScene scene = of.scene(s);
    FisherColumns a = twoLayers(s, scene, samples);
    List<LayerFactor> factors = a.layers().stream().map(layer -> layer.upload(s)).toList();
    Rounding rounding = Rounding.wide(scene.order() + 4);
    formed(
        s, scene, trials -> kernels(s).dense(factors, scene.factors, trials), a::dense, rounding);
    SampleGram inputs = scene.inputs(s);
    for (int t = 0; t < of.shape().trials(); t++) {
      double[] u = scene.u(s, inputs, t);
      double[] g = kernels(s).dense(factors, scene.factors, new int[] {t}).vector(0);
      s.near("g", g, a.gradient(t, u), rounding);
    }
  }

  /** Returns one layer that reads the samples, and one that reads activations. */
  static FisherColumns twoLayers(CheckContext s, FisherScene scene, Reading samples) {
    Shape n = scene.shape;
    Reading units = s.activations(n.batch(), n.trials(), 2, State.PLAIN);
    return new FisherColumns(
        scene, List.of(FisherColumns.layer(s, scene, samples, 2), new Layer(units, scene.n)));
  }
}
