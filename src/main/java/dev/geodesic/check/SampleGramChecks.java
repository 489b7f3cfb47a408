package dev.geodesic.check;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@link SampleGram}: products against the samples' own, solutions by multiplying back. */
final class SampleGramChecks {
  private static final String SUM = "(n + 4) eps of the products' sizes, eps32 or eps64";
  private static final String BACK = "multiplied back: (4 batch + inputs) eps64";

  private final List<Check> checks = new ArrayList<>();

  private SampleGramChecks() {
    for (Shape shape : Shape.ALL) {
      String words = shape.toString();
      for (Precision precision : Precision.values()) {
        String with = words + ", " + precision.name().toLowerCase(Locale.ROOT);
        Check.Body body = s -> samples(s, shape, precision);
        add("Device.sampleGram(Matrix,Precision)", with, SUM, body);
        add("SampleGram.multiply", with, SUM, body);
        add("SampleGram.meanDiagonal", with, SUM, body);
        add("SampleGram.batch", with, "none", body);
      }
      add("Device.sampleGram(Panel,int)", words, SUM, s -> activations(s, shape));
      if (shape.inputs() > shape.batch()) {
        add("SampleGram.solve", words, BACK, s -> solve(s, shape));
      }
      add("SampleGram.solveShifted", words, BACK, s -> solveShifted(s, shape));
    }
    for (String trouble : new String[] {"narrow", "empty", "repeated"}) {
      add("SampleGram.solve", trouble + " samples", "none", s -> unsolvable(s, trouble));
    }
    add("SampleGram.solveShifted", "empty samples", BACK, SampleGramChecks::shiftsAlone);
  }

  static List<Check> all() {
    return new SampleGramChecks().checks;
  }

  private void add(String primitive, String words, String tolerance, Check.Body body) {
    checks.add(new Check(primitive, words, tolerance, body));
  }

  /** K of rows that a function tells, and the products' sizes. */
  private static double[][] gram(
      int batch, int width, Setting.Element x, int trial, boolean gross) {
    double[][] k = new double[batch][batch];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        for (int f = 0; f < width; f++) {
          double product = x.at(i, trial, f) * x.at(j, trial, f);
          k[i][j] += gross ? Math.abs(product) : product;
        }
      }
    }
    return k;
  }

  /** Between 0 and 1, as pixels. */
  private static HostMatrix pixels(Setting s, int batch, int inputs) {
    HostMatrix x = s.matrix(batch, inputs);
    for (int i = 0; i < x.values().length; i++) {
      x.values()[i] = Math.abs(x.values()[i]);
    }
    return x;
  }

  private static void samples(Setting s, Shape shape, Precision precision) {
    HostMatrix x = pixels(s, shape.batch(), shape.inputs());
    SampleGram gram = s.device().sampleGram(s.upload(x), precision);
    Rounding rounding =
        precision == Precision.DOUBLE
            ? Rounding.wide(shape.inputs())
            : Rounding.single(shape.inputs());
    near(s, gram, shape, (b, t, i) -> x.at(b, i), 0, rounding);
  }

  private static void activations(Setting s, Shape shape) {
    HostPanel a = s.panel(shape.batch(), shape.trials(), shape.inputs());
    Panel panel = s.upload(a);
    for (int t = 0; t < shape.trials(); t++) {
      SampleGram gram = s.device().sampleGram(panel, t);
      near(s, gram, shape, a::at, t, Rounding.wide(shape.inputs()));
    }
  }

  private static void near(
      Setting s, SampleGram gram, Shape shape, Setting.Element x, int trial, Rounding rounding) {
    int batch = shape.batch();
    double[][] k = gram(batch, shape.inputs(), x, trial, false);
    double[][] gross = gram(batch, shape.inputs(), x, trial, true);
    s.compare().same("batch", gram.batch(), batch);
    double diagonal = 0;
    for (int i = 0; i < batch; i++) {
      diagonal += k[i][i] / batch;
    }
    s.compare().near("mean diagonal", gram.meanDiagonal(), diagonal, 2 * rounding.of(diagonal));
    HostPanel m = s.panel(batch, shape.trials(), shape.outputs());
    Panel product = s.garbage(batch, shape.trials(), shape.outputs());
    gram.multiply(s.upload(m), product);
    HostPanel expected = new HostPanel(batch, shape.trials(), shape.outputs());
    HostPanel allowed = new HostPanel(batch, shape.trials(), shape.outputs());
    Rounding sum = Rounding.wide(batch);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < shape.trials(); t++) {
        for (int c = 0; c < shape.outputs(); c++) {
          double found = 0;
          double size = 0;
          for (int j = 0; j < batch; j++) {
            found += k[b][j] * m.at(j, t, c);
            size += gross[b][j] * Math.abs(m.at(j, t, c));
          }
          expected.set(b, t, c, found);
          allowed.set(b, t, c, rounding.of(size) + sum.of(size));
        }
      }
    }
    s.near(product, expected, allowed::at);
  }

  private static void solve(Setting s, Shape shape) {
    HostMatrix x = s.matrix(shape.batch(), shape.inputs());
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    HostPanel right = s.panel(shape.batch(), shape.trials(), shape.outputs());
    Panel panel = s.upload(right);
    s.compare().holds("a regular K must be solved", gram.solve(panel));
    double[] ones = new double[shape.trials()];
    Arrays.fill(ones, 1);
    nearMultipliedBack(s, x, ones, new double[shape.trials()], panel, right);
  }

  /** (scales[t]·K + shifts[t]·I)·solution, beside the right-hand side. */
  private static void nearMultipliedBack(
      Setting s, HostMatrix x, double[] scales, double[] shifts, Panel solution, HostPanel right) {
    int batch = x.rows();
    double[][] k = gram(batch, x.columns(), (b, t, i) -> x.at(b, i), 0, false);
    HostPanel found = s.download(solution);
    Rounding rounding = Rounding.wide(4 * batch + x.columns());
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < right.trials(); t++) {
        for (int c = 0; c < right.width(); c++) {
          double sum = shifts[t] * found.at(b, t, c);
          double size = Math.abs(sum) + Math.abs(right.at(b, t, c));
          for (int j = 0; j < batch; j++) {
            sum += scales[t] * k[b][j] * found.at(j, t, c);
            // Which bounds what a Cholesky factorisation rounds.
            double bound = scales[t] * Math.sqrt(k[b][b] * k[j][j]) + shifts[t];
            size += bound * Math.abs(found.at(j, t, c));
          }
          s.compare().near("right-hand side", sum, right.at(b, t, c), rounding.of(size));
        }
      }
    }
  }

  /** More samples than features, an empty one, a repeated one. */
  private static void unsolvable(Setting s, String trouble) {
    HostMatrix x = s.matrix(6, trouble.equals("narrow") ? 5 : 9);
    if (trouble.equals("empty")) {
      x.setRow(2, 0);
    } else if (trouble.equals("repeated")) {
      x.copyRow(0, 4);
    }
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    HostPanel right = s.panel(6, 3, 4);
    Panel panel = s.upload(right);
    s.compare().holds("a singular K must not be solved", !gram.solve(panel));
    s.unchanged("element", panel, right);
  }

  private static void solveShifted(Setting s, Shape shape) {
    nearShifted(s, shape, pixels(s, shape.batch(), shape.inputs()));
  }

  private static void shiftsAlone(Setting s) {
    nearShifted(s, Shape.ODD, s.matrix(Shape.ODD.batch(), Shape.ODD.inputs(), State.ZERO));
  }

  private static void nearShifted(Setting s, Shape shape, HostMatrix x) {
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    double[] scales = s.random().doubles(shape.trials(), 0.1, 7).toArray();
    double[] shifts = s.random().doubles(shape.trials(), 1e-3, 30).toArray();
    HostPanel right = s.panel(shape.batch(), shape.trials(), shape.outputs());
    Panel panel = s.upload(right);
    gram.solveShifted(scales, shifts, panel);
    nearMultipliedBack(s, x, scales, shifts, panel, right);
  }
}
