package dev.geodesic.check;

import dev.geodesic.check.Setting.Reading;
import dev.geodesic.device.Device;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.trial.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link LayerKernels}, by the definition of each, sample by sample and trial by trial. */
final class LayerChecks {
  private static final String SUM = "(n + 4) eps32 of the products' sizes, n of them";

  private final List<Check> checks = new ArrayList<>();

  private LayerChecks() {
    for (State state : State.values()) {
      for (Shape shape : state == State.PLAIN ? Shape.ALL : List.of(Shape.ODD)) {
        for (Reads reads : Reads.values()) {
          String circumstances = "%s, %s, %s".formatted(shape, reads.words, state);
          add("apply", circumstances, SUM, s -> apply(s, shape, reads, state));
          add("addApplied", circumstances, SUM, s -> addApplied(s, shape, reads, state));
          add("outerProduct", circumstances, SUM, s -> outerProduct(s, shape, reads, state));
          add("subtractOuterProduct", circumstances, SUM, s -> subtract(s, shape, reads, state));
        }
        String circumstances = "%s, %s".formatted(shape, state);
        add("applyTransposed", circumstances, SUM, s -> applyTransposed(s, shape, state));
        for (Activation activation : Activation.values()) {
          String words = activation.confName() + ", " + circumstances;
          add("activate", words, "1e-12", s -> activate(s, shape, activation, state));
          add("multiplyByDerivative", words, "8 eps64", s -> derivative(s, shape, activation, 3));
        }
      }
    }
    add("activate", "saturated", "1e-12", LayerChecks::saturated);
  }

  static List<Check> all() {
    return new LayerChecks().checks;
  }

  private void add(String method, String circumstances, String tolerance, Check.Body body) {
    checks.add(new Check("LayerKernels." + method, circumstances, tolerance, body));
  }

  /** What a layer reads. */
  private enum Reads {
    SAMPLES("samples"),
    ACTIVATIONS("activations"),
    /** Which lack the weights' last column, the bias. */
    WITHOUT_BIAS("activations without the bias");

    private final String words;

    Reads(String words) {
      this.words = words;
    }

    Reading of(Setting s, Shape shape, State state) {
      return switch (this) {
        case SAMPLES -> s.samples(shape.batch(), shape.inputs(), state);
        case ACTIVATIONS -> s.activations(shape.batch(), shape.trials(), shape.inputs(), state);
        case WITHOUT_BIAS ->
            s.activations(shape.batch(), shape.trials(), Math.max(1, shape.inputs() - 1), state);
      };
    }
  }

  private static LayerKernels layers(Setting s) {
    return s.device().layers();
  }

  /** Σ_i W_t[o, i]·a_i, or of the products' sizes. */
  private static double sum(
      HostMatrix w, Shape shape, Reading a, int b, int t, int o, boolean gross) {
    double sum = 0;
    for (int i = 0; i < a.width(); i++) {
      double product = w.at(t * shape.outputs() + o, i) * a.at(b, t, i);
      sum += gross ? Math.abs(product) : product;
    }
    return sum;
  }

  private static void apply(Setting s, Shape shape, Reads reads, State state) {
    HostMatrix w = s.matrix(shape.trials() * shape.outputs(), shape.inputs(), state);
    Reading a = reads.of(s, shape, state);
    Matrix weights = s.upload(w);
    Panel output = s.garbage(shape.batch(), shape.trials(), shape.outputs());
    layers(s).apply(a.input(), weights, output);
    HostPanel expected = new HostPanel(shape.batch(), shape.trials(), shape.outputs());
    fill(expected, (b, t, o) -> sum(w, shape, a, b, t, o, false));
    Rounding rounding = Rounding.single(a.width());
    s.near(output, expected, (b, t, o) -> rounding.of(sum(w, shape, a, b, t, o, true)));
    s.unchanged("the weights", weights, w);
  }

  private static void addApplied(Setting s, Shape shape, Reads reads, State state) {
    HostMatrix w = s.matrix(shape.trials() * shape.outputs(), shape.inputs(), state);
    Reading a = reads.of(s, shape, state);
    HostPanel before = s.panel(shape.batch(), shape.trials(), shape.outputs(), State.PLAIN);
    Panel output = s.upload(before);
    layers(s).addApplied(a.input(), s.upload(w), output);
    HostPanel expected = new HostPanel(shape.batch(), shape.trials(), shape.outputs());
    fill(expected, (b, t, o) -> before.at(b, t, o) + sum(w, shape, a, b, t, o, false));
    Rounding rounding = Rounding.single(a.width());
    s.near(
        output,
        expected,
        (b, t, o) ->
            rounding.of(sum(w, shape, a, b, t, o, true))
                + Rounding.wide(1).of(Math.abs(before.at(b, t, o))));
  }

  private static void fill(HostPanel panel, Setting.Element element) {
    for (int b = 0; b < panel.batch(); b++) {
      for (int t = 0; t < panel.trials(); t++) {
        for (int c = 0; c < panel.width(); c++) {
          panel.set(b, t, c, element.at(b, t, c));
        }
      }
    }
  }

  /** For every width of the panel: that of the weights, or one less. */
  private static void applyTransposed(Setting s, Shape shape, State state) {
    HostMatrix w = s.matrix(shape.trials() * shape.outputs(), shape.inputs(), state);
    HostPanel c = s.panel(shape.batch(), shape.trials(), shape.outputs(), state);
    for (int width = Math.max(1, shape.inputs() - 1); width <= shape.inputs(); width++) {
      Panel input = s.garbage(shape.batch(), shape.trials(), width);
      layers(s).applyTransposed(s.upload(w), s.upload(c), input);
      HostPanel expected = new HostPanel(shape.batch(), shape.trials(), width);
      HostPanel gross = new HostPanel(shape.batch(), shape.trials(), width);
      for (int o = 0; o < shape.outputs(); o++) {
        int output = o;
        Setting.Element product =
            (b, t, i) -> w.at(t * shape.outputs() + output, i) * c.at(b, t, output);
        fill(expected, (b, t, i) -> expected.at(b, t, i) + product.at(b, t, i));
        fill(gross, (b, t, i) -> gross.at(b, t, i) + Math.abs(product.at(b, t, i)));
      }
      Rounding rounding = Rounding.single(shape.outputs());
      s.near(input, expected, (b, t, i) -> rounding.of(gross.at(b, t, i)));
    }
  }

  private static void outerProduct(Setting s, Shape shape, Reads reads, State state) {
    Reading a = reads.of(s, shape, state);
    HostPanel c = s.panel(shape.batch(), shape.trials(), shape.outputs(), state);
    Matrix gradient = s.garbageMatrix(shape.trials() * shape.outputs(), a.width());
    layers(s).outerProduct(s.upload(c), a.input(), gradient);
    double[] none = new double[shape.trials() * shape.outputs() * a.width()];
    double[] ones = new double[shape.trials()];
    Arrays.fill(ones, -1);
    nearOuterProduct(s, shape, a, c, none, ones, gradient);
  }

  private static void subtract(Setting s, Shape shape, Reads reads, State state) {
    Reading a = reads.of(s, shape, state);
    HostPanel c = s.panel(shape.batch(), shape.trials(), shape.outputs(), state);
    HostMatrix w = s.matrix(shape.trials() * shape.outputs(), a.width());
    double[] factors = s.factors(shape.trials());
    Matrix weights = s.upload(w);
    layers(s).subtractOuterProduct(factors, s.upload(c), a.input(), weights);
    double[] before = new double[w.values().length];
    for (int i = 0; i < before.length; i++) {
      before[i] = w.values()[i];
    }
    nearOuterProduct(s, shape, a, c, before, factors, weights);
  }

  /** {@code before − factors[t] · Σ_b c aᵀ}. */
  private static void nearOuterProduct(
      Setting s,
      Shape shape,
      Reading a,
      HostPanel c,
      double[] before,
      double[] factors,
      Matrix found) {
    double[] expected = before.clone();
    double[] allowed = new double[before.length];
    Rounding rounding = Rounding.single(shape.batch());
    for (int k = 0; k < expected.length; k++) {
      int i = k % a.width();
      int o = k / a.width() % shape.outputs();
      int t = k / a.width() / shape.outputs();
      double gross = Math.abs(before[k]);
      for (int b = 0; b < shape.batch(); b++) {
        double product = factors[t] * c.at(b, t, o) * a.at(b, t, i);
        expected[k] -= product;
        gross += Math.abs(product);
      }
      allowed[k] = rounding.of(gross);
    }
    s.near(found, expected, allowed);
  }

  /** With and without a unit for the bias. */
  private static void activate(Setting s, Shape shape, Activation activation, State state) {
    HostPanel sums = s.panel(shape.batch(), shape.trials(), shape.outputs(), state);
    sums.set(0, shape.trials() - 1, 0, 0);
    for (int width = shape.outputs(); width <= shape.outputs() + 1; width++) {
      nearActivations(s, sums, activation, width);
    }
  }

  private static void saturated(Setting s) {
    HostPanel sums = s.panel(4, 2, 3).map(value -> 1000 * value);
    nearActivations(s, sums, Activation.TANH, 3);
    nearActivations(s, s.panel(4, 2, 3).map(value -> 1e-9 * value), Activation.TANH, 3);
  }

  /** φ of a small sum may lose what 1 − 2/(e + 1) loses: its error is that of e^x near 1. */
  private static void nearActivations(Setting s, HostPanel sums, Activation activation, int width) {
    Panel found = s.garbage(sums.batch(), sums.trials(), width);
    layers(s).activate(activation, s.upload(sums), found);
    HostPanel expected = new HostPanel(sums.batch(), sums.trials(), width);
    fill(expected, (b, t, c) -> c < sums.width() ? value(activation, sums.at(b, t, c)) : 1);
    s.near(found, expected, (b, t, c) -> activation == Activation.RELU ? 0 : Rounding.EXPONENTIAL);
  }

  private static double value(Activation activation, double sum) {
    return switch (activation) {
      case TANH -> StrictMath.tanh(sum);
      case RELU -> Double.isNaN(sum) || sum > 0 ? sum : 0;
    };
  }

  /** Several cotangents a sample. */
  private static void derivative(Setting s, Shape shape, Activation activation, int most) {
    Device device = s.device();
    for (int repeats = 1; repeats <= most; repeats++) {
      HostPanel a = s.panel(shape.batch(), shape.trials(), shape.outputs() + 1);
      if (activation == Activation.RELU) {
        for (int i = 0; i < a.values().length; i++) {
          a.values()[i] = Math.max(0, a.values()[i]);
        }
      }
      HostPanel c = s.panel(repeats * shape.batch(), shape.trials(), shape.outputs());
      Panel cotangents = s.upload(c);
      device.layers().multiplyByDerivative(activation, s.upload(a), cotangents);
      HostPanel expected = new HostPanel(c.batch(), c.trials(), c.width());
      int rows = repeats;
      fill(expected, (k, t, i) -> c.at(k, t, i) * slope(activation, a.at(k / rows, t, i)));
      s.near(cotangents, expected, (k, t, i) -> 8 * Math.ulp(c.at(k, t, i)));
    }
  }

  private static double slope(Activation activation, double value) {
    return switch (activation) {
      case TANH -> 1 - value * value;
      case RELU -> value > 0 ? 1 : 0;
    };
  }
}
