package dev.geodesic.check;

import dev.geodesic.check.Setting.Reading;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * {@link KroneckerFactor} and {@link KroneckerKernels}. Which eigenvectors come out of several that
 * belong to one eigenvalue is the device's to choose: they are asked of it, held to be orthogonal
 * and to make up the matrix, and then taken for what all else must follow from.
 */
final class KroneckerChecks {
  private static final String WIDE = "(30 n + 30) eps64 of the largest";
  private static final String SINGLE = "(n + 4) eps32 of the products' sizes";

  private final List<Check> checks = new ArrayList<>();

  private KroneckerChecks() {
    for (Means means : Means.values()) {
      for (int order : new int[] {2, 3, 8, 40}) {
        String words = "%s, order %d".formatted(means.words, order);
        Check.Body decomposes = s -> decomposes(s, means, order);
        add("KroneckerKernels.factor", words, WIDE, decomposes);
        add("KroneckerFactor.order", words, "none", decomposes);
        add(means.primitive(), words, WIDE, decomposes);
        add("KroneckerFactor.decompose", words, WIDE, decomposes);
        add("KroneckerFactor.eigenvalues", words, WIDE, decomposes);
        add("KroneckerFactor.meanEigenvalue", words, WIDE, decomposes);
        kernels("coordinates(Panel,KroneckerFactor)", words + ", of units", WIDE, decomposes);
        add("KroneckerFactor.save", words, "bit for bit", s -> saves(s, means, order));
        add("KroneckerFactor.restore", words, "bit for bit", s -> saves(s, means, order));
      }
    }
    add("KroneckerFactor.retain", "2 of 4 trials", "bit for bit", KroneckerChecks::retains);
    add(
        "KroneckerFactor.retain",
        "one for all trials",
        "bit for bit",
        KroneckerChecks::keepsShared);
    add(
        "KroneckerFactor.decompose",
        "one trial NaN",
        "none in the others",
        KroneckerChecks::leavesOthersAlone);
    for (int order : new int[] {2, 5, 40}) {
      String words = "order %d, many alike".formatted(order);
      kernels("coordinates(LayerInput,KroneckerFactor)", words, SINGLE, s -> inputs(s, order));
      kernels("coordinates(Panel,KroneckerFactor)", words, WIDE, s -> cotangents(s, order));
      kernels("secondMoments(LayerInput,KroneckerFactor)", words, SINGLE, s -> squares(s, order));
      kernels(
          "secondMoments(LabelDerivatives,KroneckerFactor)",
          words,
          SINGLE,
          s -> labelMoments(s, order));
      kernels("products", words, "6 eps32", s -> products(s, order));
      kernels("turnBack", words, SINGLE, s -> turnsBack(s, order));
    }
    for (Shape shape : Shape.ALL) {
      kernels("divide", shape.toString(), "6 eps32", s -> divides(s, shape));
    }
  }

  static List<Check> all() {
    return new KroneckerChecks().checks;
  }

  private void add(String primitive, String words, String tolerance, Check.Body body) {
    checks.add(new Check(primitive, words, tolerance, body));
  }

  private void kernels(String method, String words, String tolerance, Check.Body body) {
    add("KroneckerKernels." + method, words, tolerance, body);
  }

  private static KroneckerKernels kronecker(Setting s) {
    return s.device().kronecker();
  }

  /** What a factor is a mean of; fewer samples than its order, so that M is singular. */
  private enum Means {
    SAMPLES("samples"),
    ACTIVATIONS("activations"),
    LOGITS("derivatives in the logits"),
    COLUMNS("derivatives carried back");

    private static final int BATCH = 5;
    private static final int DIRECTIONS = 2;

    private final String words;

    Means(String words) {
      this.words = words;
    }

    String primitive() {
      return this == SAMPLES || this == ACTIVATIONS
          ? "KroneckerFactor.average(double,LayerInput)"
          : "KroneckerFactor.average(double,LabelDerivatives)";
    }

    int trials() {
      return this == SAMPLES ? 1 : 3;
    }

    /** Takes a random batch into the factor, and adds it to the matrices on the host. */
    void average(Setting s, KroneckerFactor factor, double keep, double[][][] means) {
      int order = factor.order();
      for (double[][] mean : means) {
        for (double[] row : mean) {
          for (int j = 0; j < row.length; j++) {
            row[j] *= keep;
          }
        }
      }
      double weight = (1 - keep) / BATCH;
      switch (this) {
        case SAMPLES -> {
          Reading x = s.samples(BATCH, order, State.PLAIN);
          factor.average(keep, x.input());
          addOuter(means, weight, BATCH, x.host());
        }
        case ACTIVATIONS -> {
          Reading a = s.activations(BATCH, means.length, order, State.PLAIN);
          factor.average(keep, a.input());
          addOuter(means, weight, BATCH, a.host());
        }
        case LOGITS -> {
          HostPanel p =
              Predictions.random(s, new Shape(means.length, BATCH, 1, order), 3).probabilities();
          factor.average(keep, new LabelDerivatives.OfLogits(s.upload(p)));
          for (int t = 0; t < means.length; t++) {
            for (int b = 0; b < BATCH; b++) {
              addScaled(means[t], weight, OutputCurvature.covariance(row(p, b, t)));
            }
          }
        }
        case COLUMNS -> {
          HostPanel d = s.panel(BATCH * DIRECTIONS, means.length, order);
          factor.average(keep, new LabelDerivatives.CarriedBack(s.upload(d), DIRECTIONS));
          addOuter(means, weight, BATCH * DIRECTIONS, d::at);
        }
      }
    }

    private static void addOuter(
        double[][][] means, double weight, int rows, Setting.Element element) {
      for (int t = 0; t < means.length; t++) {
        for (int b = 0; b < rows; b++) {
          for (int i = 0; i < means[t].length; i++) {
            for (int j = 0; j < means[t].length; j++) {
              means[t][i][j] += weight * element.at(b, t, i) * element.at(b, t, j);
            }
          }
        }
      }
    }

    private static void addScaled(double[][] target, double factor, double[][] x) {
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < x.length; j++) {
          target[i][j] += factor * x[i][j];
        }
      }
    }
  }

  private static double[] row(HostPanel panel, int b, int t) {
    double[] row = new double[panel.width()];
    Arrays.setAll(row, c -> panel.at(b, t, c));
    return row;
  }

  private static KroneckerFactor factor(Setting s, int order, int matrices) {
    return s.own(kronecker(s).factor(order, matrices));
  }

  /** Vᵀ of every trial, asked of the device: unit i, trial, eigenvector k is V[i, k]. */
  private static HostPanel vectors(Setting s, KroneckerFactor factor, int trials) {
    int order = factor.order();
    HostPanel units = new HostPanel(order, trials, order);
    for (int i = 0; i < order; i++) {
      for (int t = 0; t < trials; t++) {
        units.set(i, t, i, 1);
      }
    }
    return s.download(kronecker(s).coordinates(s.upload(units), factor));
  }

  /** V diag(σ) Vᵀ = M, VᵀV = I, after two batches. */
  private static void decomposes(Setting s, Means means, int order) {
    int trials = means.trials();
    KroneckerFactor factor = factor(s, order, trials);
    s.compare().same("order", factor.order(), order);
    double[][][] m = new double[trials][order][order];
    means.average(s, factor, 0, m);
    means.average(s, factor, 0.3, m);
    factor.decompose();
    HostPanel v = vectors(s, factor, trials);
    double allowed = (30 * order + 30) * Math.ulp(1.0);
    for (int t = 0; t < trials; t++) {
      double[] sigma = factor.eigenvalues(t);
      s.compare().same("eigenvalues", sigma.length, order);
      double trace = IntStream.range(0, order).mapToDouble(at(m[t])).sum();
      double mean = factor.meanEigenvalue(t);
      s.compare().near("mean eigenvalue", mean, trace / order, allowed * trace);
      for (int i = 0; i < order; i++) {
        s.compare().holds("an eigenvalue must be >= 0, got: " + sigma[i], sigma[i] >= 0);
        for (int j = 0; j < order; j++) {
          double product = 0;
          double overlap = 0;
          for (int k = 0; k < order; k++) {
            product += sigma[k] * v.at(i, t, k) * v.at(j, t, k);
            overlap += v.at(i, t, k) * v.at(j, t, k);
          }
          s.compare().near("V S V^T", product, m[t][i][j], allowed * trace);
          s.compare().near("V V^T", overlap, i == j ? 1 : 0, allowed);
        }
      }
    }
  }

  private static IntToDoubleFunction at(double[][] matrix) {
    return i -> matrix[i][i];
  }

  /** What goes on from a saved factor is what goes on from the factor itself. */
  private static void saves(Setting s, Means means, int order) {
    int trials = means.trials();
    KroneckerFactor factor = factor(s, order, trials);
    double[][][] ignored = new double[trials][order][order];
    means.average(s, factor, 0, ignored);
    factor.decompose();
    // M has moved on since V and σ were found.
    means.average(s, factor, 0.5, ignored);
    KroneckerFactor copy = factor(s, order, trials);
    restore(copy, saved(factor));
    for (int round = 0; round < 2; round++) {
      for (int t = 0; t < trials; t++) {
        s.compare().same("eigenvalues", copy.eigenvalues(t), factor.eigenvalues(t));
      }
      s.compare()
          .same("vectors", vectors(s, copy, trials).values(), vectors(s, factor, trials).values());
      factor.decompose();
      copy.decompose();
    }
  }

  private static byte[] saved(KroneckerFactor factor) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      factor.save(new StateWriter(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void restore(KroneckerFactor factor, byte[] saved) {
    try {
      factor.restore(new StateReader(new ByteArrayInputStream(saved)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LayerInput read(Setting s, HostPanel panel) {
    return new LayerInput.Activations(s.upload(panel));
  }

  /** Trials that stay keep their bits, now and after another batch. */
  private static void retains(Setting s) {
    HostPanel first = s.panel(5, 4, 9);
    HostPanel second = s.panel(5, 4, 9);
    KroneckerFactor factor = factor(s, 9, 4);
    KroneckerFactor alone = factor(s, 9, 2);
    int[] kept = {1, 3};
    factor.average(0, read(s, first));
    alone.average(0, read(s, first.trials(kept)));
    factor.decompose();
    alone.decompose();
    factor.retain(kept);
    for (int round = 0; round < 2; round++) {
      for (int t = 0; t < 2; t++) {
        s.compare().same("eigenvalues", factor.eigenvalues(t), alone.eigenvalues(t));
      }
      s.compare().same("vectors", vectors(s, factor, 2).values(), vectors(s, alone, 2).values());
      factor.average(0.7, read(s, second.trials(kept)));
      alone.average(0.7, read(s, second.trials(kept)));
      factor.decompose();
      alone.decompose();
    }
  }

  /** The one that trials share is there for those that stay. */
  private static void keepsShared(Setting s) {
    KroneckerFactor factor = factor(s, 6, 1);
    factor.average(0, s.samples(4, 6, State.PLAIN).input());
    factor.decompose();
    double[] sigma = factor.eigenvalues(0);
    double[] vectors = vectors(s, factor, 1).values();
    factor.retain(new int[] {2});
    s.compare().same("eigenvalues", factor.eigenvalues(0), sigma);
    s.compare().same("vectors", vectors(s, factor, 1).values(), vectors);
  }

  private static void leavesOthersAlone(Setting s) {
    HostPanel a = s.panel(5, 3, 6);
    KroneckerFactor sound = factor(s, 6, 3);
    sound.average(0, read(s, a));
    sound.decompose();
    double[] expected = vectors(s, sound, 3).trials(0, 2).values();
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
      a.set(2, 1, 3, wrong);
      KroneckerFactor factor = factor(s, 6, 3);
      factor.average(0, read(s, a));
      factor.decompose();
      for (double value : factor.eigenvalues(1)) {
        s.compare().same("an eigenvalue of what is no number", value, Double.NaN);
      }
      for (int t : new int[] {0, 2}) {
        s.compare().same("eigenvalues", factor.eigenvalues(t), sound.eigenvalues(t));
      }
      s.compare().same("vectors", vectors(s, factor, 3).trials(0, 2).values(), expected);
    }
  }

  /** With its V, one for each of {@code trials}; or one that three trials share. */
  private record Basis(KroneckerFactor factor, HostPanel v, double[][] sigma) {
    static final int TRIALS = 3;

    /** Of fewer samples than its order: about half of its eigenvectors are alike. */
    static Basis of(Setting s, int order, boolean isShared) {
      KroneckerFactor factor = KroneckerChecks.factor(s, order, isShared ? 1 : TRIALS);
      int batch = (order + 1) / 2;
      factor.average(
          0,
          isShared
              ? s.samples(batch, order, State.PLAIN).input()
              : s.activations(batch, TRIALS, order, State.PLAIN).input());
      factor.decompose();
      double[][] sigma = new double[TRIALS][];
      for (int t = 0; t < TRIALS; t++) {
        sigma[t] = factor.eigenvalues(t);
      }
      return new Basis(factor, vectors(s, factor, TRIALS), sigma);
    }

    int order() {
      return factor.order();
    }

    /** Element i of eigenvector k. */
    double at(int t, int i, int k) {
      return v.at(i, t, k);
    }

    /** Those whose eigenvalues are zero beside the largest, to the rounding of float32. */
    int[] alike(int t) {
      double least = Math.ulp(1f) * Arrays.stream(sigma[t]).max().orElseThrow();
      return IntStream.range(0, order()).filter(k -> sigma[t][k] <= least).toArray();
    }

    /** Replaces the moments of those by their mean. */
    void share(int t, double[] moments) {
      int[] alike = alike(t);
      double mean = Arrays.stream(alike).mapToDouble(k -> moments[k]).sum() / alike.length;
      for (int k : alike) {
        moments[k] = mean;
      }
    }
  }

  /** Σ_i v_k[i]·element(b, t, i), and the products' sizes. */
  private static double turned(Basis basis, Setting.Element a, int b, int t, int k, boolean gross) {
    double sum = 0;
    for (int i = 0; i < basis.order(); i++) {
      double product = basis.at(t, i, k) * a.at(b, t, i);
      sum += gross ? Math.abs(product) : product;
    }
    return sum;
  }

  /** Samples give samples, and activations activations. */
  private static void inputs(Setting s, int order) {
    Basis shared = Basis.of(s, order, true);
    Reading x = s.samples(7, order, State.PLAIN);
    LayerInput found = kronecker(s).coordinates(x.input(), shared.factor());
    Rounding single = Rounding.single(order);
    double[] expected = new double[7 * order];
    double[] allowed = new double[7 * order];
    for (int k = 0; k < expected.length; k++) {
      expected[k] = turned(shared, x.host(), k / order, 0, k % order, false);
      allowed[k] = single.of(turned(shared, x.host(), k / order, 0, k % order, true));
    }
    s.near(((LayerInput.Samples) found).matrix(), expected, allowed);
    Basis own = Basis.of(s, order, false);
    Reading a = s.activations(7, Basis.TRIALS, order, State.PLAIN);
    LayerInput turned = kronecker(s).coordinates(a.input(), own.factor());
    nearTurned(s, own, a.host(), ((LayerInput.Activations) turned).panel());
  }

  private static void cotangents(Setting s, int order) {
    for (boolean isShared : new boolean[] {true, false}) {
      Basis basis = Basis.of(s, order, isShared);
      HostPanel c = s.panel(7, Basis.TRIALS, order);
      nearTurned(s, basis, c::at, kronecker(s).coordinates(s.upload(c), basis.factor()));
    }
  }

  /** In float64: a sample stays zero along eigenvectors that it does not touch. */
  private static void nearTurned(Setting s, Basis basis, Setting.Element a, Panel found) {
    HostPanel expected = new HostPanel(7, Basis.TRIALS, basis.order());
    for (int i = 0; i < expected.values().length; i++) {
      int k = i % basis.order();
      int b = i / basis.order() / Basis.TRIALS;
      expected.values()[i] = turned(basis, a, b, expected.trialOf(i), k, false);
    }
    Rounding rounding = Rounding.wide(basis.order());
    s.near(found, expected, (b, t, k) -> rounding.of(turned(basis, a, b, t, k, true)));
  }

  private static void squares(Setting s, int order) {
    Basis shared = Basis.of(s, order, true);
    HostMatrix x = s.matrix(7, order);
    LayerInput found =
        kronecker(s).secondMoments(new LayerInput.Samples(s.upload(x)), shared.factor());
    double[] expected = new double[7 * order];
    for (int b = 0; b < 7; b++) {
      double[] moments = new double[order];
      for (int k = 0; k < order; k++) {
        moments[k] = x.at(b, k) * x.at(b, k);
      }
      shared.share(0, moments);
      System.arraycopy(moments, 0, expected, b * order, order);
    }
    s.near(
        ((LayerInput.Samples) found).matrix(),
        expected,
        Arrays.stream(expected).map(Rounding.single(order)::of).toArray());
    Basis own = Basis.of(s, order, false);
    HostPanel a = s.panel(7, Basis.TRIALS, order);
    LayerInput panel = kronecker(s).secondMoments(read(s, a), own.factor());
    HostPanel moments = a.map(value -> value * value);
    shareEach(own, moments);
    Rounding rounding = Rounding.single(order);
    s.near(
        ((LayerInput.Activations) panel).panel(),
        moments,
        (b, t, k) -> rounding.of(moments.at(b, t, k)));
  }

  private static void shareEach(Basis basis, HostPanel moments) {
    for (int b = 0; b < moments.batch(); b++) {
      for (int t = 0; t < moments.trials(); t++) {
        double[] row = row(moments, b, t);
        basis.share(t, row);
        System.arraycopy(row, 0, moments.values(), moments.index(b, t, 0), row.length);
      }
    }
  }

  /** Σ_y p_y (v_y − Σ p v)², and Σ_j (vᵀD_bj)². */
  private static void labelMoments(Setting s, int order) {
    Basis basis = Basis.of(s, order, false);
    for (double spread : new double[] {0, 3, 30}) {
      HostPanel p =
          Predictions.random(s, new Shape(Basis.TRIALS, 7, 1, order), spread).probabilities();
      HostPanel moments = new HostPanel(7, Basis.TRIALS, order);
      for (int i = 0; i < moments.values().length; i++) {
        int k = i % order;
        int t = moments.trialOf(i);
        int b = i / order / Basis.TRIALS;
        double mean = turned(basis, p::at, b, t, k, false);
        for (int y = 0; y < order; y++) {
          moments.values()[i] += p.at(b, t, y) * Math.pow(basis.at(t, y, k) - mean, 2);
        }
      }
      nearMoments(s, basis, new LabelDerivatives.OfLogits(s.upload(p)), moments, moments);
    }
    HostPanel d = s.panel(7 * 2, Basis.TRIALS, order);
    HostPanel moments = new HostPanel(7, Basis.TRIALS, order);
    HostPanel gross = new HostPanel(7, Basis.TRIALS, order);
    for (int i = 0; i < moments.values().length; i++) {
      int k = i % order;
      int t = moments.trialOf(i);
      int b = i / order / Basis.TRIALS;
      for (int j = 0; j < 2; j++) {
        moments.values()[i] += Math.pow(turned(basis, d::at, 2 * b + j, t, k, false), 2);
        gross.values()[i] += Math.pow(turned(basis, d::at, 2 * b + j, t, k, true), 2);
      }
    }
    nearMoments(s, basis, new LabelDerivatives.CarriedBack(s.upload(d), 2), moments, gross);
  }

  private static void nearMoments(
      Setting s, Basis basis, LabelDerivatives derivatives, HostPanel moments, HostPanel gross) {
    HostPanel expected = moments.map(value -> value);
    shareEach(basis, expected);
    HostPanel sizes = gross.map(value -> value);
    shareEach(basis, sizes);
    Rounding rounding = Rounding.single(2 * basis.order());
    s.near(
        kronecker(s).secondMoments(derivatives, basis.factor()),
        expected,
        (b, t, k) -> rounding.of(sizes.at(b, t, k)));
  }

  private static void products(Setting s, int order) {
    for (boolean isShared : new boolean[] {true, false}) {
      Basis outputs = Basis.of(s, 4, false);
      Basis inputs = Basis.of(s, order, isShared);
      double[] up = s.random().doubles(Basis.TRIALS).toArray();
      double[] along = s.random().doubles(Basis.TRIALS).toArray();
      Matrix target = s.garbageMatrix(Basis.TRIALS * 4, order);
      kronecker(s).products(outputs.factor(), up, inputs.factor(), along, target);
      double[] expected = new double[Basis.TRIALS * 4 * order];
      for (int i = 0; i < expected.length; i++) {
        int t = i / order / 4;
        expected[i] =
            (outputs.sigma()[t][i / order % 4] + up[t]) * (inputs.sigma()[t][i % order] + along[t]);
      }
      s.near(target, expected, Arrays.stream(expected).map(Rounding.single(2)::of).toArray());
    }
  }

  private static void divides(Setting s, Shape shape) {
    HostMatrix above = s.matrix(shape.trials() * shape.outputs(), shape.inputs());
    HostMatrix below = s.matrix(above.rows(), above.columns());
    double[] damping = s.random().doubles(shape.trials(), 1e-3, 1).toArray();
    double[] expected = new double[above.values().length];
    for (int i = 0; i < expected.length; i++) {
      below.values()[i] = Math.abs(below.values()[i]);
      expected[i] =
          above.values()[i] / (below.values()[i] + damping[above.trialOf(i, shape.trials())]);
    }
    Matrix coordinates = s.upload(above);
    Matrix eigenvalues = s.upload(below);
    kronecker(s).divide(coordinates, eigenvalues, damping);
    double[] allowed =
        Arrays.stream(expected).map(e -> Rounding.single(2).of(Math.abs(e))).toArray();
    s.near(coordinates, expected, allowed);
    s.unchanged("the eigenvalues", eigenvalues, below);
  }

  /** V C Uᵀ. */
  private static void turnsBack(Setting s, int order) {
    for (boolean isShared : new boolean[] {true, false}) {
      Basis outputs = Basis.of(s, 4, false);
      Basis inputs = Basis.of(s, order, isShared);
      HostMatrix c = s.matrix(Basis.TRIALS * 4, order);
      Matrix target = s.garbageMatrix(c.rows(), order);
      kronecker(s).turnBack(outputs.factor(), s.upload(c), inputs.factor(), target);
      double[] expected = new double[c.values().length];
      double[] allowed = new double[c.values().length];
      Rounding rounding = Rounding.single(4 + order);
      for (int i = 0; i < expected.length; i++) {
        int t = i / order / 4;
        double gross = 0;
        for (int o = 0; o < 4; o++) {
          for (int k = 0; k < order; k++) {
            double product =
                outputs.at(t, i / order % 4, o) * c.at(t * 4 + o, k) * inputs.at(t, i % order, k);
            expected[i] += product;
            gross += Math.abs(product);
          }
        }
        allowed[i] = rounding.of(gross);
      }
      s.near(target, expected, allowed);
    }
  }
}
