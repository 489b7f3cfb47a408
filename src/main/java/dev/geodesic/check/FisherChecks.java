package dev.geodesic.check;

import dev.geodesic.check.Setting.Reading;
import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.FisherKernels.HiddenLayer;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FisherKernels}: the factors by what they must multiply to, and what is made of the factors
 * by plain sums over the columns of A.
 */
final class FisherChecks {
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1, 1, 2),
          new Shape(1, 1, 7, 3),
          new Shape(2, 2, 1, 2),
          new Shape(1, 16, 20, 10),
          new Shape(65, 3, 4, 3),
          Shape.ODD);

  private static final String BACK =
      "of what it multiplies to: 16 classes eps64, 1e-12 more where it takes e^x";

  /** Beside √p, what elements of u may lose where p(label) is next to the least number. */
  private static final double UNDERFLOW = 1e-19;

  private final List<Check> checks = new ArrayList<>();

  private FisherChecks() {
    for (Fisher fisher : Fisher.values()) {
      for (Shape shape : SHAPES) {
        add(fisher, shape, 3);
      }
      for (double spread : new double[] {0, 30, 300, 1000}) {
        add(fisher, Shape.ODD, spread);
      }
    }
  }

  static List<Check> all() {
    return new FisherChecks().checks;
  }

  private void add(Fisher fisher, Shape shape, double spread) {
    String words = "%s, %s, logits to %.0e".formatted(fisher.confName(), shape, spread);
    String sum = "(n + 4) eps64 of the products' sizes";
    kernels("factor", words, BACK, s -> factor(s, fisher, shape, spread));
    kernels("columns", words, BACK, s -> factor(s, fisher, shape, spread));
    if (fisher == Fisher.EXACT) {
      kernels(
          "columns",
          words + ", element by element",
          "12 classes eps64 of each",
          s -> cholesky(s, shape, spread));
    }
    for (String dimension : List.of("directions", "order")) {
      checks.add(
          new Check("Factors." + dimension, words, "none", s -> dimensions(s, fisher, shape)));
    }
    kernels("gram", words, sum, s -> gram(s, fisher, shape, spread));
    kernels("dense", words, sum, s -> dense(s, fisher, shape, spread));
    kernels("solution", words, "5 eps32", s -> solution(s, fisher, shape, spread));
    kernels("cotangent", words, sum, s -> cotangent(s, fisher, shape, spread));
    kernels("subtractProjection", words, sum, s -> projection(s, fisher, shape, spread));
    if (fisher != Fisher.EMPIRICAL && spread <= 3) {
      kernels("closedForm", words, BACK, s -> closedForm(s, fisher, shape, spread));
    }
  }

  private void kernels(String method, String words, String tolerance, Check.Body body) {
    checks.add(new Check("FisherKernels." + method, words, tolerance, body));
  }

  private static FisherKernels kernels(Setting s) {
    return s.device().fisher();
  }

  /** Of softmax regression, read by {@code inputs}: XXᵀ and the samples. */
  private static SampleGram sampleGram(Setting s, Reading inputs) {
    return s.device().sampleGram(((LayerInput.Samples) inputs.input()).matrix(), Precision.DOUBLE);
  }

  /** Products of what is as small as √p, some of which are none beside others. */
  private static Rounding factorRounding(Fisher fisher, Shape shape) {
    double quick = fisher == Fisher.SOFTMAX_OF_PROBABILITIES ? Rounding.EXPONENTIAL : 0;
    return new Rounding(Math.ulp(1.0) + quick, 1e-250, 16 * shape.outputs());
  }

  /** N Nᵀ = M, and √B·N u = (p − e_y)·min(1, most·p_y). */
  private static void factor(Setting s, Fisher fisher, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, fisher, spread);
    SampleGram inputs = sampleGram(s, s.samples(shape.batch(), shape.inputs(), State.PLAIN));
    int r = scene.directions();
    Rounding rounding = factorRounding(fisher, shape);
    s.compare().same("rows of N", scene.n.batch(), shape.batch() * r);
    for (int t = 0; t < shape.trials(); t++) {
      double[] u = kernels(s).gram(inputs, List.of(), scene.factors, t).vector();
      for (int b = 0; b < shape.batch(); b++) {
        double[][] m = OutputCurvature.of(fisher, scene.p(b, t), scene.labels[b]);
        double[] right = OutputCurvature.residual(scene.p(b, t), scene.labels[b]);
        for (int i = 0; i < shape.outputs(); i++) {
          double sum = 0;
          double gross = 0;
          for (int j = 0; j < r; j++) {
            double product = Math.sqrt(shape.batch()) * scene.n.at(b * r + j, t, i) * u[b * r + j];
            sum += product;
            gross += Math.abs(product);
          }
          double wanted = scene.weight(b, t) * right[i];
          double lost = UNDERFLOW * Math.sqrt(Math.abs(wanted));
          s.compare().near("N u", sum, wanted, lost + rounding.of(gross + Math.abs(wanted)));
          for (int k = 0; k < shape.outputs(); k++) {
            double found = 0;
            for (int j = 0; j < r; j++) {
              found += scene.n.at(b * r + j, t, i) * scene.n.at(b * r + j, t, k);
            }
            double size = Math.sqrt(m[i][i]) * Math.sqrt(m[k][k]);
            size = Math.max(size, Math.abs(m[i][k]));
            s.compare().near("N N^T", found, m[i][k], rounding.of(size));
          }
        }
      }
    }
  }

  /** The closed form of the Cholesky factor of S(p), with all digits of its smallest elements. */
  private static void cholesky(Setting s, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, Fisher.EXACT, spread);
    Rounding rounding = Rounding.wide(8 * shape.outputs());
    for (int t = 0; t < shape.trials(); t++) {
      for (int b = 0; b < shape.batch(); b++) {
        double[] p = scene.p(b, t);
        for (int j = 0; j < p.length - 1; j++) {
          double after = 0;
          for (int i = p.length - 1; i > j; i--) {
            after += p[i];
          }
          double share = p[j] / (p[j] + after);
          for (int i = 0; i < p.length; i++) {
            double expected =
                i < j ? 0 : i == j ? Math.sqrt(share * after) : -p[i] * Math.sqrt(share / after);
            double found = scene.n.at(b * (p.length - 1) + j, t, i);
            s.compare().near("element of N", found, expected, rounding.of(Math.abs(expected)));
          }
        }
      }
    }
  }

  private static void dimensions(Setting s, Fisher fisher, Shape shape) {
    FisherScene scene = new FisherScene(s, shape, fisher, 1);
    s.compare().same("directions", scene.factors.directions(), scene.directions());
    s.compare().same("order", scene.factors.order(), scene.order());
  }

  /** Without a hidden layer, and with one that reads the samples under one that reads units. */
  private static void gram(Setting s, Fisher fisher, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, fisher, spread);
    Device device = s.device();
    Reading samples = s.samples(shape.batch(), shape.inputs(), State.PLAIN);
    HostPanel units = s.panel(shape.batch(), shape.trials(), 4);
    HostPanel carried = s.panel(scene.order(), shape.trials(), 3);
    Reading top = new Reading(samples.input(), 4, units::at);
    Columns below = new Columns(scene, samples, carried);
    Panel activations = s.upload(units);
    Panel backward = s.upload(carried);
    SampleGram inputs = sampleGram(s, samples);
    for (int t = 0; t < shape.trials(); t++) {
      SymmetricSystem linear = kernels(s).gram(inputs, List.of(), scene.factors, t);
      nearGram(s, linear, t, List.of(new Columns(scene, samples, scene.n)));
      SymmetricSystem deep =
          kernels(s)
              .gram(
                  device.sampleGram(activations, t),
                  List.of(new HiddenLayer(inputs, backward)),
                  scene.factors,
                  t);
      nearGram(s, deep, t, List.of(below, new Columns(scene, top, scene.n)));
    }
  }

  /** A's columns in one layer: D_k ⊗ a_b/√B. */
  private record Columns(FisherScene scene, Reading read, HostPanel carried) {
    int width() {
      return read.width() * carried.width();
    }

    double at(int k, int t, int row) {
      int b = k / scene.directions();
      return carried.at(k, t, row / read.width())
          * read.at(b, t, row % read.width())
          / Math.sqrt(scene.shape.batch());
    }
  }

  private static void nearGram(Setting s, SymmetricSystem system, int t, List<Columns> layers) {
    int order = layers.get(0).scene().order();
    double[] found = system.matrix();
    s.compare().same("order", system.order(), order);
    s.compare().same("elements", found.length, order * order);
    for (int k = 0; k < order; k++) {
      for (int l = 0; l < order; l++) {
        double sum = 0;
        double gross = 0;
        int terms = 0;
        for (Columns layer : layers) {
          for (int row = 0; row < layer.width(); row++) {
            double product = layer.at(k, t, row) * layer.at(l, t, row);
            sum += product;
            gross += Math.abs(product);
          }
          terms += layer.width();
        }
        s.compare()
            .near(
                "G", k * order + l, found[k * order + l], sum, Rounding.wide(terms + 4).of(gross));
      }
    }
  }

  /** Two layers, one that reads the samples and one that reads units. */
  private static void dense(Setting s, Fisher fisher, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, fisher, spread);
    Reading samples = s.samples(shape.batch(), shape.inputs(), State.PLAIN);
    Reading units = s.activations(shape.batch(), shape.trials(), 2, State.PLAIN);
    HostPanel carried = s.panel(scene.order(), shape.trials(), 2);
    List<LayerFactor> layers =
        List.of(
            new LayerFactor(samples.input(), s.upload(carried)),
            new LayerFactor(units.input(), kernels(s).columns(scene.factors)));
    List<Columns> columns =
        List.of(new Columns(scene, samples, carried), new Columns(scene, units, scene.n));
    SampleGram inputs = sampleGram(s, samples);
    for (int t = 0; t < Math.min(3, shape.trials()); t++) {
      double[] u = kernels(s).gram(inputs, List.of(), scene.factors, t).vector();
      nearDense(s, kernels(s).dense(layers, scene.factors, t), t, columns, u);
    }
  }

  private static void nearDense(
      Setting s, SymmetricSystem system, int t, List<Columns> layers, double[] u) {
    int order = u.length;
    int parameters = layers.stream().mapToInt(Columns::width).sum();
    double[][] a = new double[parameters][order];
    int from = 0;
    for (Columns layer : layers) {
      for (int row = 0; row < layer.width(); row++) {
        for (int k = 0; k < order; k++) {
          a[from + row][k] = layer.at(k, t, row);
        }
      }
      from += layer.width();
    }
    Rounding rounding = Rounding.wide(order + 4);
    double[] matrix = system.matrix();
    double[] vector = system.vector();
    s.compare().same("order", system.order(), parameters);
    for (int i = 0; i < parameters; i++) {
      double image = 0;
      double imageGross = 0;
      for (int k = 0; k < order; k++) {
        image += a[i][k] * u[k];
        imageGross += Math.abs(a[i][k] * u[k]);
      }
      s.compare().near("g", i, vector[i], image, rounding.of(imageGross));
      for (int j = 0; j < parameters; j++) {
        double sum = 0;
        double gross = 0;
        for (int k = 0; k < order; k++) {
          sum += a[i][k] * a[j][k];
          gross += Math.abs(a[i][k] * a[j][k]);
        }
        s.compare()
            .near("F", i * parameters + j, matrix[i * parameters + j], sum, rounding.of(gross));
      }
    }
  }

  /** The right-hand side itself, which no solve has replaced, to one trial and to no other. */
  private static void solution(Setting s, Fisher fisher, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, fisher, Math.min(spread, 30));
    Reading samples = s.samples(shape.batch(), shape.inputs(), State.PLAIN);
    Reading units = s.activations(shape.batch(), shape.trials(), 2, State.PLAIN);
    HostPanel carried = s.panel(scene.order(), shape.trials(), 2);
    List<LayerFactor> layers =
        List.of(
            new LayerFactor(samples.input(), s.upload(carried)),
            new LayerFactor(units.input(), kernels(s).columns(scene.factors)));
    HostMatrix below = s.matrix(shape.trials() * 2, shape.inputs());
    HostMatrix above = s.matrix(shape.trials() * shape.outputs(), 2);
    int last = shape.trials() - 1;
    SymmetricSystem system = kernels(s).dense(layers, scene.factors, last);
    double[] vector = system.vector();
    List<Matrix> targets = List.of(s.upload(below), s.upload(above));
    kernels(s).solution(scene.factors, system, last, targets);
    int from = 0;
    for (int l = 0; l < 2; l++) {
      float[] before = (l == 0 ? below : above).values();
      int part = before.length / shape.trials();
      float[] found = s.device().download(targets.get(l));
      for (int i = 0; i < found.length; i++) {
        if (i < last * part) {
          s.compare().same("another trial's element", found[i], before[i]);
        } else {
          double expected = vector[from++];
          s.compare()
              .near("element", found[i], expected, Rounding.single(1).of(Math.abs(expected)));
        }
      }
    }
  }

  /** M_b = Σ_j w_bj N_bj/√B of one trial, and of no other. */
  private static void cotangent(Setting s, Fisher fisher, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, fisher, spread);
    SampleGram inputs = sampleGram(s, s.samples(shape.batch(), shape.inputs(), State.PLAIN));
    int last = shape.trials() - 1;
    SymmetricSystem system = kernels(s).gram(inputs, List.of(), scene.factors, last);
    double[] w = system.vector();
    HostPanel before = s.panel(shape.batch(), shape.trials(), shape.outputs());
    Panel cotangent = s.upload(before);
    kernels(s).cotangent(scene.factors, system, last, cotangent);
    int r = scene.directions();
    HostPanel gross = new HostPanel(shape.batch(), shape.trials(), shape.outputs());
    for (int b = 0; b < shape.batch(); b++) {
      for (int i = 0; i < shape.outputs(); i++) {
        double sum = 0;
        for (int j = 0; j < r; j++) {
          double product = w[b * r + j] * scene.n.at(b * r + j, last, i) / Math.sqrt(shape.batch());
          sum += product;
          gross.set(b, last, i, gross.at(b, last, i) + Math.abs(product));
        }
        before.set(b, last, i, sum);
      }
    }
    Rounding rounding = Rounding.wide(r + 2);
    s.near(cotangent, before, (b, t, c) -> t == last ? rounding.of(gross.at(b, t, c)) : 0);
  }

  /** u_bj −= scales[t]·N_bjᵀ(J d)_b/√B. */
  private static void projection(Setting s, Fisher fisher, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, fisher, spread);
    SampleGram inputs = sampleGram(s, s.samples(shape.batch(), shape.inputs(), State.PLAIN));
    double[] scales = s.factors(shape.trials());
    HostPanel change = s.panel(shape.batch(), shape.trials(), shape.outputs());
    List<double[]> before = new ArrayList<>();
    for (int t = 0; t < shape.trials(); t++) {
      before.add(kernels(s).gram(inputs, List.of(), scene.factors, t).vector());
    }
    kernels(s).subtractProjection(scales, s.upload(change), scene.factors);
    int r = scene.directions();
    Rounding rounding = Rounding.wide(shape.outputs() + 3);
    for (int t = 0; t < shape.trials(); t++) {
      double[] u = kernels(s).gram(inputs, List.of(), scene.factors, t).vector();
      for (int k = 0; k < scene.order(); k++) {
        double expected = before.get(t)[k];
        double gross = Math.abs(expected);
        for (int i = 0; i < shape.outputs(); i++) {
          double product =
              scales[t] * scene.n.at(k, t, i) * change.at(k / r, t, i) / Math.sqrt(shape.batch());
          expected -= product;
          gross += Math.abs(product);
        }
        s.compare().near("u", k, u[k], expected, rounding.of(gross));
      }
    }
  }

  /** M R = (p − e_y)·min(1, most·p_y), and the rows of R sum to 0. */
  private static void closedForm(Setting s, Fisher fisher, Shape shape, double spread) {
    FisherScene scene = new FisherScene(s, shape, fisher, spread);
    Panel rows = s.garbage(shape.batch(), shape.trials(), shape.outputs());
    kernels(s).closedForm(s.upload(scene.p), scene.labels, fisher, scene.most, rows);
    HostPanel found = s.download(rows);
    Rounding rounding = factorRounding(fisher, shape);
    for (int b = 0; b < shape.batch(); b++) {
      for (int t = 0; t < shape.trials(); t++) {
        double[][] m = OutputCurvature.of(fisher, scene.p(b, t), scene.labels[b]);
        double[] right = OutputCurvature.residual(scene.p(b, t), scene.labels[b]);
        double total = 0;
        double size = 0;
        for (int i = 0; i < shape.outputs(); i++) {
          total += found.at(b, t, i);
          size += Math.abs(found.at(b, t, i));
          double sum = 0;
          double gross = 0;
          for (int j = 0; j < shape.outputs(); j++) {
            sum += m[i][j] * found.at(b, t, j);
            gross += Math.abs(m[i][j] * found.at(b, t, j));
          }
          s.compare().near("M R", sum, scene.weight(b, t) * right[i], rounding.of(gross));
        }
        s.compare().near("sum of a row", total, 0, rounding.of(size));
      }
    }
  }
}
