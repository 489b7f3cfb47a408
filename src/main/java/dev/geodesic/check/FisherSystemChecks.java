package dev.geodesic.check;

import dev.geodesic.check.CheckContext.Reading;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.FisherKernels.HiddenLayer;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks what {@link FisherKernels} computes from factors, by plain sums over the columns of A. */
final class FisherSystemChecks {
  private FisherSystemChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("FisherKernels");
    for (FisherCase of : FisherCase.all()) {
      String words = of.toString();
      checks.add(words, s -> gram(s, of), "gram");
      checks.add(words, s -> dense(s, of), "dense");
      checks.add(words, s -> solution(s, of), "solution");
      checks.add(words, s -> cotangent(s, of), "cotangent");
      checks.add(words, s -> squaredLength(s, of), "squaredLength");
      checks.add(words, s -> projection(s, of), "subtractProjection");
    }
    return checks.all();
  }

  private static FisherKernels kernels(CheckContext s) {
    return s.device().fisher();
  }

  /** The columns D_k ⊗ a_b/√B of A in one layer. */
  private record Layer(Reading read, HostPanel carried) {
    int weights() {
      return read.width() * carried.width();
    }
  }

  /** The matrix A, layer by layer. */
  private record Columns(FisherScene scene, List<Layer> layers) {
    int parameters() {
      return layers.stream().mapToInt(Layer::weights).sum();
    }

    /** Returns the element of weight {@code row} in column k. */
    double at(int k, int t, int row) {
      int rest = row;
      for (Layer layer : layers) {
        if (rest < layer.weights()) {
          int width = layer.read().width();
          return layer.carried().at(k, t, rest / width)
              * layer.read().at(k / scene.directions(), t, rest % width)
              / Math.sqrt(scene.shape.batch());
        }
        rest -= layer.weights();
      }
      throw new IndexOutOfBoundsException(row);
    }
  }

  /**
   * Checks Gram matrices without a hidden layer, and with one below a layer that reads activations.
   */
  private static void gram(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Shape n = of.shape();
    Reading samples = s.samples(n.batch(), n.inputs(), State.PLAIN);
    HostPanel units = s.panel(n.batch(), n.trials(), 4);
    HostPanel carried = s.panel(scene.order(), n.trials(), 3);
    Panel activations = s.upload(units);
    SampleGram inputs = s.sampleGram(samples);
    List<HiddenLayer> hidden = List.of(new HiddenLayer(inputs, s.upload(carried)));
    Columns linear = new Columns(scene, List.of(new Layer(samples, scene.n)));
    Layer top = new Layer(new Reading(samples.input(), 4, units::at), scene.n);
    Columns deep = new Columns(scene, List.of(new Layer(samples, carried), top));
    for (int t = 0; t < n.trials(); t++) {
      nearGram(s, kernels(s).gram(inputs, List.of(), scene.factors, t), t, linear);
      SampleGram above = s.device().sampleGram(activations, t);
      nearGram(s, kernels(s).gram(above, hidden, scene.factors, t), t, deep);
    }
  }

  private static void nearGram(CheckContext s, SymmetricSystem system, int t, Columns a) {
    int order = a.scene().order();
    int terms = a.parameters();
    s.compare().same("order", system.order(), order);
    Sums expected =
        Sums.of(1, order, order, terms, (x, k, l, row) -> a.at(k, t, row) * a.at(l, t, row));
    s.near("G", system.matrix(), expected, Rounding.wide(terms + 4));
  }

  /** Two layers, one that reads the samples and one that reads activations. */
  private record Deep(Columns columns, List<LayerFactor> factors) {
    static Deep of(CheckContext s, FisherScene scene, Reading samples) {
      Shape n = scene.shape;
      Reading units = s.activations(n.batch(), n.trials(), 2, State.PLAIN);
      HostPanel carried = s.panel(scene.order(), n.trials(), 2);
      return new Deep(
          new Columns(scene, List.of(new Layer(samples, carried), new Layer(units, scene.n))),
          List.of(
              new LayerFactor(samples.input(), s.upload(carried)),
              new LayerFactor(units.input(), kernels(s).columns(scene.factors))));
    }
  }

  private static void dense(CheckContext s, FisherCase of) {
    Shape n = of.shape();
    dense(s, of, s.samples(n.batch(), n.inputs(), State.PLAIN));
    dense(s, of, s.sparseSamples(n.batch(), n.inputs(), State.PLAIN));
  }

  private static void dense(CheckContext s, FisherCase of, Reading samples) {
    FisherScene scene = of.scene(s);
    Deep deep = Deep.of(s, scene, samples);
    Columns a = deep.columns();
    int order = scene.order();
    int parameters = a.parameters();
    SampleGram inputs = scene.inputs(s);
    for (int trial = 0; trial < Math.min(3, of.shape().trials()); trial++) {
      int t = trial;
      double[] u = scene.u(s, inputs, t);
      SymmetricSystem system = kernels(s).dense(deep.factors(), scene.factors, t);
      s.compare().same("order", system.order(), parameters);
      Rounding rounding = Rounding.wide(order + 4);
      Sums g = Sums.of(parameters, order, (x, y, i, k) -> a.at(k, t, i) * u[k]);
      s.near("g", system.vector(), g, rounding);
      Sums f =
          Sums.of(1, parameters, parameters, order, (x, i, j, k) -> a.at(k, t, i) * a.at(k, t, j));
      s.near("F", system.matrix(), f, rounding);
    }
  }

  /**
   * Checks that the vector of a system, here its right-hand side, is written to one trial and no
   * other.
   */
  private static void solution(CheckContext s, FisherCase of) {
    Shape n = of.shape();
    FisherScene scene = new FisherScene(s, n, of.fisher(), Math.min(of.spread(), 30));
    int last = n.trials() - 1;
    Deep deep = Deep.of(s, scene, s.samples(n.batch(), n.inputs(), State.PLAIN));
    SymmetricSystem system = kernels(s).dense(deep.factors(), scene.factors, last);
    double[] vector = system.vector();
    List<HostMatrix> before =
        List.of(s.matrix(n.trials() * 2, n.inputs()), s.matrix(n.trials() * n.outputs(), 2));
    List<Matrix> targets = before.stream().map(s::upload).toList();
    kernels(s).solution(scene.factors, system, last, targets);
    int from = 0;
    for (int l = 0; l < 2; l++) {
      double[] expected = before.get(l).widened();
      double[] allowed = new double[expected.length];
      int part = expected.length / n.trials();
      for (int i = last * part; i < expected.length; i++) {
        expected[i] = vector[from++];
        allowed[i] = Rounding.single(1).of(Math.abs(expected[i]));
      }
      s.near(targets.get(l), expected, allowed);
    }
  }

  /** Checks M_b = Σ_j w_bj N_bj/√B of one trial, and that others are left. */
  private static void cotangent(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Shape n = of.shape();
    int last = n.trials() - 1;
    int r = scene.directions();
    SymmetricSystem system = kernels(s).gram(scene.inputs(s), List.of(), scene.factors, last);
    double[] w = system.vector();
    HostPanel before = s.panel(n.batch(), n.trials(), n.outputs());
    Panel cotangent = s.upload(before);
    kernels(s).cotangent(scene.factors, system, last, cotangent);
    Sums expected =
        Sums.of(
            n.batch(),
            1,
            n.outputs(),
            r,
            (b, x, i, j) -> w[b * r + j] * scene.n.at(b * r + j, last, i) / Math.sqrt(n.batch()));
    HostPanel found = s.download(cotangent);
    s.near("cotangent", found.trials(last).values(), expected, Rounding.wide(r + 2));
    int[] others = new int[last];
    Arrays.setAll(others, t -> t);
    s.compare().same("others", found.trials(others).values(), before.trials(others).values());
  }

  /** Checks uᵀw − λ‖w‖² with the right-hand side, which no solve has replaced, as w. */
  private static void squaredLength(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    int last = of.shape().trials() - 1;
    double damping = 0.25;
    SymmetricSystem system = kernels(s).gram(scene.inputs(s), List.of(), scene.factors, last);
    double[] w = system.vector();
    Sums expected =
        Sums.of(1, 2 * w.length, (x, y, i, k) -> (k % 2 == 0 ? 1 : -damping) * w[k / 2] * w[k / 2]);
    double found = kernels(s).squaredLength(scene.factors, system, last, damping);
    s.near("squared length", new double[] {found}, expected, Rounding.wide(2 * w.length));
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
