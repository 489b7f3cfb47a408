package dev.geodesic.check;

import dev.geodesic.check.CheckContext.Reading;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import java.util.Arrays;
import java.util.List;

/** Checks of {@link KroneckerKernels} by plain sums over the device's own eigenvectors. */
final class KroneckerKernelChecks {
  private static final int BATCH = 7;
  private static final int OUTPUTS = 4;

  private KroneckerKernelChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("KroneckerKernels");
    for (int order : new int[] {2, 5, 40}) {
      String words = "order %d, many equal eigenvalues".formatted(order);
      checks.add(words, s -> inputs(s, order), "coordinates(LayerInput,KroneckerFactor)");
      checks.add(words, s -> cotangents(s, order), "coordinates(Panel,KroneckerFactor)");
      checks.add(words, s -> squares(s, order), "secondMoments(LayerInput,KroneckerFactor)");
      checks.add(
          words, s -> labelMoments(s, order), "secondMoments(LabelDerivatives,KroneckerFactor)");
      for (int matrices : new int[] {1, Basis.TRIALS}) {
        String of = "%s, %s".formatted(words, matrices == 1 ? "shared" : "trial by trial");
        checks.add(of, s -> products(s, order, matrices), "products");
        checks.add(of, s -> turnsBack(s, order, matrices), "turnBack");
      }
    }
    for (Shape n : Shape.ALL) {
      checks.add(n.toString(), s -> divides(s, n), "divide");
    }
    return checks.all();
  }

  private static KroneckerKernels kronecker(CheckContext s) {
    return s.device().kronecker();
  }

  /**
   * Checks coordinates of samples, which are samples, and of activations, which are activations.
   */
  private static void inputs(CheckContext s, int order) {
    Basis shared = Basis.of(s, order, 1);
    for (Reading x :
        List.of(s.samples(BATCH, order, State.PLAIN), s.sparseSamples(BATCH, order, State.PLAIN))) {
      LayerInput turned = kronecker(s).coordinates(x.input(), shared.factor());
      Sums expected =
          Sums.of(BATCH, 1, order, order, (b, t, k, i) -> shared.at(0, i, k) * x.at(b, 0, i));
      s.near(((LayerInput.Samples) turned).matrix(), expected, Rounding.single(order));
    }
    Basis own = Basis.of(s, order, Basis.TRIALS);
    Reading a = s.activations(BATCH, Basis.TRIALS, order, State.PLAIN);
    LayerInput found = kronecker(s).coordinates(a.input(), own.factor());
    s.near(
        ((LayerInput.Activations) found).panel(),
        own.turned(a.host(), BATCH),
        Rounding.wide(order));
  }

  /** Checks coordinates of cotangents to the digits of float64. */
  private static void cotangents(CheckContext s, int order) {
    for (int matrices : new int[] {1, Basis.TRIALS}) {
      Basis basis = Basis.of(s, order, matrices);
      HostPanel c = s.panel(BATCH, Basis.TRIALS, order);
      Panel found = kronecker(s).coordinates(s.upload(c), basis.factor());
      s.near(found, basis.turned(c::at, BATCH), Rounding.wide(order));
    }
  }

  private static void squares(CheckContext s, int order) {
    Rounding rounding = Rounding.single(order);
    Basis shared = Basis.of(s, order, 1);
    HostMatrix x = s.matrix(BATCH, order);
    LayerInput found =
        kronecker(s).secondMoments(new LayerInput.Samples(s.upload(x)), shared.factor());
    double[] squares =
        shared
            .moments(HostPanel.of(BATCH, 1, order, (b, t, k) -> x.at(b, k) * x.at(b, k)))
            .values();
    s.near(((LayerInput.Samples) found).matrix(), new Sums(squares, squares), rounding);
    Basis own = Basis.of(s, order, Basis.TRIALS);
    HostPanel a = s.panel(BATCH, Basis.TRIALS, order);
    LayerInput panel =
        kronecker(s).secondMoments(new LayerInput.Activations(s.upload(a)), own.factor());
    double[] moments = own.moments(a.map(value -> value * value)).values();
    s.near(((LayerInput.Activations) panel).panel(), new Sums(moments, moments), rounding);
  }

  /** Checks Σ_y p_y (v_y − Σ p v)² for logits, and Σ_j (vᵀD_bj)² for hidden layers. */
  private static void labelMoments(CheckContext s, int order) {
    Basis basis = Basis.of(s, order, Basis.TRIALS);
    for (double spread : new double[] {0, 3, 30}) {
      Shape shape = new Shape(Basis.TRIALS, BATCH, 1, order);
      HostPanel p = Predictions.random(s, shape, spread).probabilities();
      double[] means = basis.turned(p::at, BATCH).values();
      HostPanel at = new HostPanel(means, BATCH, Basis.TRIALS, order);
      Sums moments =
          Sums.of(
              BATCH,
              Basis.TRIALS,
              order,
              order,
              (b, t, k, y) -> p.at(b, t, y) * Math.pow(basis.at(t, y, k) - at.at(b, t, k), 2));
      nearMoments(s, basis, new LabelDerivatives.OfLogits(s.upload(p)), moments);
    }
    HostPanel d = s.panel(2 * BATCH, Basis.TRIALS, order);
    Sums turned = basis.turned(d::at, 2 * BATCH);
    Sums moments = new Sums(squares(turned.values(), order), squares(turned.sizes(), order));
    nearMoments(s, basis, new LabelDerivatives.Backpropagated(s.upload(d), 2), moments);
  }

  /** Returns sums of squared coordinates over the two columns of each sample. */
  private static double[] squares(double[] turned, int order) {
    int row = Basis.TRIALS * order;
    return Sums.of(BATCH, 1, row, 2, (b, t, i, j) -> Math.pow(turned[(2 * b + j) * row + i], 2))
        .values();
  }

  private static void nearMoments(
      CheckContext s, Basis basis, LabelDerivatives derivatives, Sums moments) {
    Sums shared = new Sums(shared(basis, moments.values()), shared(basis, moments.sizes()));
    s.near(
        kronecker(s).secondMoments(derivatives, basis.factor()),
        shared,
        Rounding.single(2 * basis.order()));
  }

  private static double[] shared(Basis basis, double[] moments) {
    return basis.moments(new HostPanel(moments, BATCH, Basis.TRIALS, basis.order())).values();
  }

  private static void products(CheckContext s, int order, int matrices) {
    Basis outputs = Basis.of(s, OUTPUTS, Basis.TRIALS);
    Basis inputs = Basis.of(s, order, matrices);
    double[] up = s.random().doubles(Basis.TRIALS).toArray();
    double[] along = s.random().doubles(Basis.TRIALS).toArray();
    Matrix target = s.garbageMatrix(Basis.TRIALS * OUTPUTS, order);
    kronecker(s).products(outputs.factor(), up, inputs.factor(), along, target);
    Sums expected =
        Sums.of(
            Basis.TRIALS,
            OUTPUTS,
            order,
            1,
            (t, o, i, k) ->
                (outputs.sigma()[t][o] + up[t])
                    * (inputs.sigma()[t][i] + along[t])
                    / (outputs.factor().unit(t) * inputs.factor().unit(t)));
    s.near(target, expected, Rounding.single(2));
  }

  /**
   * Checks quotients where the first eigenvalue of each trial is negligible compared with the
   * others, with λ above and below the bound for setting them to 0.
   */
  private static void divides(CheckContext s, Shape n) {
    HostMatrix above = s.matrix(n.trials() * n.outputs(), n.inputs());
    HostMatrix below = s.matrix(above.rows(), above.columns());
    int part = n.outputs() * n.inputs();
    double[] largest = new double[n.trials()];
    for (int i = 0; i < below.values().length; i++) {
      below.values()[i] = i % part == 0 ? 1e-15f : Math.abs(below.values()[i]);
      largest[i / part] = Math.max(largest[i / part], below.values()[i]);
    }
    double[] units = new double[n.trials()];
    Arrays.setAll(units, t -> Math.scalb(1.0, s.random().nextInt(-90, 90)));
    for (double relative : new double[] {0.1, 1e-11, 1e-20, 0}) {
      double[] damping = new double[n.trials()];
      Arrays.setAll(damping, t -> relative * largest[t] * units[t]);
      Matrix coordinates = s.upload(above);
      Matrix eigenvalues = s.upload(below);
      kronecker(s).divide(coordinates, eigenvalues, units, damping);
      boolean leavesOut = part > 1 && relative < KroneckerFactor.ZERO;
      Sums expected =
          Sums.of(
              n.trials(),
              n.outputs(),
              n.inputs(),
              1,
              (t, o, i, k) -> {
                int row = t * n.outputs() + o;
                return leavesOut && o == 0 && i == 0
                    ? 0
                    : above.at(row, i) / (units[t] * below.at(row, i) + damping[t]);
              });
      s.near(coordinates, expected, Rounding.single(2));
      s.unchanged("the eigenvalues", eigenvalues, below);
    }
  }

  /** Checks V C Uᵀ. */
  private static void turnsBack(CheckContext s, int order, int matrices) {
    Basis outputs = Basis.of(s, OUTPUTS, Basis.TRIALS);
    Basis inputs = Basis.of(s, order, matrices);
    HostMatrix c = s.matrix(Basis.TRIALS * OUTPUTS, order);
    Matrix target = s.garbageMatrix(c.rows(), order);
    kronecker(s).turnBack(outputs.factor(), s.upload(c), inputs.factor(), target);
    Sums expected =
        Sums.of(
            Basis.TRIALS,
            OUTPUTS,
            order,
            OUTPUTS * order,
            (t, row, i, k) ->
                outputs.at(t, row, k / order)
                    * c.at(t * OUTPUTS + k / order, k % order)
                    * inputs.at(t, i, k % order));
    s.near(target, expected, Rounding.single(OUTPUTS + order));
  }
}
