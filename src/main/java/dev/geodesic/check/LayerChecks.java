package dev.geodesic.check;

import dev.geodesic.check.CheckContext.Reading;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.trial.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Checks of {@link LayerKernels} by their definitions, sample by sample and trial by trial. */
final class LayerChecks {
  /** A power of two that is no float32. */
  private static final double BEYOND_FLOAT = 0x1p140;

  private LayerChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("LayerKernels");
    for (State state : State.values()) {
      for (Shape n : state == State.PLAIN ? Shape.ALL : List.of(Shape.ODD)) {
        String words = "%s, %s".formatted(n, state);
        for (Reads reads : Reads.values()) {
          String of = words + ", " + reads.words;
          for (Precision precision : Precision.values()) {
            String in = of + ", " + precision.name().toLowerCase(Locale.ROOT);
            checks.add(in, s -> apply(s, n, reads, state, precision), "apply");
            checks.add(in, s -> addApplied(s, n, reads, state, precision), "addApplied");
            checks.add(in, s -> outerProduct(s, n, reads, state, precision), "outerProduct");
          }
          checks.add(of, s -> subtract(s, n, reads, state, 1), "subtractOuterProduct");
        }
        for (Precision precision : Precision.values()) {
          String in = words + ", " + precision.name().toLowerCase(Locale.ROOT);
          checks.add(in, s -> applyTransposed(s, n, state, precision), "applyTransposed");
        }
        for (Activation phi : Activation.values()) {
          String of = phi.confName() + ", " + words;
          checks.add(of, s -> activate(s, n, phi, state), "activate");
          checks.add(of, s -> derivative(s, n, phi), "multiplyByDerivative");
        }
      }
    }
    for (Reads reads : Reads.values()) {
      checks.add(
          "%s, cotangents beyond float32 and tiny factors".formatted(reads.words),
          s -> subtract(s, Shape.ODD, reads, State.PLAIN, BEYOND_FLOAT),
          "subtractOuterProduct");
    }
    checks.add("saturated", LayerChecks::saturated, "activate");
    return checks.all();
  }

  /** The kinds of a layer's inputs. */
  private enum Reads {
    SAMPLES("samples"),
    /** Samples of which zeros are not stored. */
    SPARSE_SAMPLES("sparse samples"),
    ACTIVATIONS("activations"),
    /** Activations without an input for the weights' last column, the bias. */
    WITHOUT_BIAS("activations without the bias");

    private final String words;

    Reads(String words) {
      this.words = words;
    }

    Reading of(CheckContext s, Shape n, State state) {
      return switch (this) {
        case SAMPLES -> s.samples(n.batch(), n.inputs(), state);
        case SPARSE_SAMPLES -> s.sparseSamples(n.batch(), n.inputs(), state);
        case ACTIVATIONS -> s.activations(n.batch(), n.trials(), n.inputs(), state);
        case WITHOUT_BIAS ->
            s.activations(n.batch(), n.trials(), Math.max(1, n.inputs() - 1), state);
      };
    }
  }

  private static LayerKernels layers(CheckContext s) {
    return s.device().layers();
  }

  private static HostMatrix weights(CheckContext s, Shape n, State state) {
    return s.matrix(n.trials() * n.outputs(), n.inputs(), state);
  }

  private static HostPanel outputs(CheckContext s, Shape n, State state) {
    return s.panel(n.batch(), n.trials(), n.outputs(), state);
  }

  /** Returns W_t · a of every sample and trial. */
  private static Sums products(Shape n, HostMatrix w, Reading a) {
    return Sums.of(
        n.batch(),
        n.trials(),
        n.outputs(),
        a.width(),
        (b, t, o, i) -> w.at(t * n.outputs() + o, i) * a.at(b, t, i));
  }

  /** Returns the rounding of a sum of {@code terms} products in this precision. */
  private static Rounding rounding(Precision precision, int terms) {
    return precision == Precision.SINGLE ? Rounding.single(terms) : Rounding.wide(terms);
  }

  private static void apply(
      CheckContext s, Shape n, Reads reads, State state, Precision precision) {
    HostMatrix w = weights(s, n, state);
    Reading a = reads.of(s, n, state);
    Matrix weights = s.upload(w);
    Panel output = s.garbage(n.batch(), n.trials(), n.outputs());
    layers(s).apply(a.input(), weights, output, precision);
    s.near(output, products(n, w, a), rounding(precision, a.width()));
    s.unchanged("the weights", weights, w);
  }

  private static void addApplied(
      CheckContext s, Shape n, Reads reads, State state, Precision precision) {
    HostMatrix w = weights(s, n, state);
    Reading a = reads.of(s, n, state);
    HostPanel before = outputs(s, n, State.PLAIN);
    Panel output = s.upload(before);
    layers(s).addApplied(a.input(), s.upload(w), output, precision);
    Sums expected = products(n, w, a).plus(before.values());
    s.near(output, expected, rounding(precision, a.width()));
  }

  /** Checks panels as wide as the weights, and narrower by the bias. */
  private static void applyTransposed(CheckContext s, Shape n, State state, Precision precision) {
    HostMatrix w = weights(s, n, state);
    HostPanel c = outputs(s, n, state);
    for (int width = Math.max(1, n.inputs() - 1); width <= n.inputs(); width++) {
      Panel input = s.garbage(n.batch(), n.trials(), width);
      layers(s).applyTransposed(s.upload(w), s.upload(c), input, precision);
      Sums expected =
          Sums.of(
              n.batch(),
              n.trials(),
              width,
              n.outputs(),
              (b, t, i, o) -> w.at(t * n.outputs() + o, i) * c.at(b, t, o));
      s.near(input, expected, rounding(precision, n.outputs()));
    }
  }

  /** Checks outer products; sums in float64 are rounded to float32 once more. */
  private static void outerProduct(
      CheckContext s, Shape n, Reads reads, State state, Precision precision) {
    Reading a = reads.of(s, n, state);
    HostPanel c = outputs(s, n, state);
    Matrix gradient = s.garbageMatrix(n.trials() * n.outputs(), a.width());
    layers(s).outerProduct(s.upload(c), a.input(), gradient, precision);
    Sums expected =
        Sums.of(
            n.trials(),
            n.outputs(),
            a.width(),
            n.batch(),
            (t, o, i, b) -> c.at(b, t, o) * a.at(b, t, i));
    double[] allowed = expected.allowed(rounding(precision, n.batch()));
    for (int k = 0; k < allowed.length && precision == Precision.DOUBLE; k++) {
      allowed[k] += Math.ulp((float) expected.values()[k]);
    }
    s.near(gradient, expected.values(), allowed);
  }

  /** Checks cotangents of a size, times factors of the inverse size. */
  private static void subtract(CheckContext s, Shape n, Reads reads, State state, double size) {
    Reading a = reads.of(s, n, state);
    HostPanel c = outputs(s, n, state).map(value -> size * value);
    HostMatrix w = s.matrix(n.trials() * n.outputs(), a.width());
    double[] factors = Arrays.stream(s.factors(n.trials())).map(f -> f / size).toArray();
    Matrix weights = s.upload(w);
    layers(s).subtractOuterProduct(factors, s.upload(c), a.input(), weights);
    Sums expected =
        Sums.of(
            n.trials(),
            n.outputs(),
            a.width(),
            n.batch(),
            (t, o, i, b) -> -factors[t] * c.at(b, t, o) * a.at(b, t, i));
    s.near(weights, expected.plus(w.widened()), Rounding.single(n.batch()));
  }

  /** Checks activations with and without a unit for the bias. */
  private static void activate(CheckContext s, Shape n, Activation activation, State state) {
    HostPanel sums = outputs(s, n, state);
    sums.set(0, n.trials() - 1, 0, 0);
    for (int width = n.outputs(); width <= n.outputs() + 1; width++) {
      nearActivations(s, sums, activation, width);
    }
  }

  private static void saturated(CheckContext s) {
    for (double size : new double[] {1000, 1e-9}) {
      HostPanel sums = s.panel(4, 2, 3).map(value -> size * value);
      nearActivations(s, sums, Activation.TANH, 3);
    }
  }

  /**
   * Compares activations; the tolerance is absolute, as 1 − 2/(e^{2x} + 1) may lose the digits of a
   * small tanh.
   */
  private static void nearActivations(
      CheckContext s, HostPanel sums, Activation activation, int width) {
    Panel found = s.garbage(sums.batch(), sums.trials(), width);
    layers(s).activate(activation, s.upload(sums), found);
    HostPanel expected =
        HostPanel.of(
            sums.batch(),
            sums.trials(),
            width,
            (b, t, c) -> c < sums.width() ? value(activation, sums.at(b, t, c)) : 1);
    double allowed = activation == Activation.RELU ? 0 : Rounding.EXPONENTIAL;
    s.near(found, expected, (b, t, c) -> allowed);
  }

  private static double value(Activation activation, double sum) {
    return switch (activation) {
      case TANH -> StrictMath.tanh(sum);
      case RELU -> Double.isNaN(sum) || sum > 0 ? sum : 0;
    };
  }

  /** Checks products with φ′ for one, two and three cotangents a sample. */
  private static void derivative(CheckContext s, Shape n, Activation activation) {
    for (int repeats = 1; repeats <= 3; repeats++) {
      HostPanel a =
          s.panel(n.batch(), n.trials(), n.outputs() + 1)
              .map(value -> activation == Activation.RELU ? Math.max(0, value) : value);
      HostPanel c = s.panel(repeats * n.batch(), n.trials(), n.outputs());
      Panel cotangents = s.upload(c);
      layers(s).multiplyByDerivative(activation, s.upload(a), cotangents);
      int rows = repeats;
      HostPanel expected =
          HostPanel.of(
              c.batch(),
              c.trials(),
              c.width(),
              (k, t, i) -> c.at(k, t, i) * slope(activation, a.at(k / rows, t, i)));
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
