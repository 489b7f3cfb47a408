package dev.geodesic.check;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@link SampleGram}: products against the samples' own, solutions by multiplying back. */
final class SampleGramChecks {
  private SampleGramChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("SampleGram");
    for (Shape n : Shape.ALL) {
      String words = n.toString();
      for (Precision precision : Precision.values()) {
        checks.add(
            words + ", " + precision.name().toLowerCase(Locale.ROOT),
            s -> samples(s, n, precision),
            "Device.sampleGram(Matrix,Precision)",
            "multiply",
            "meanDiagonal",
            "batch");
      }
      checks.add(words, s -> activations(s, n), "Device.sampleGram(Panel,int)");
      if (n.inputs() > n.batch()) {
        checks.add(words, s -> solve(s, n), "solve");
      }
      Check.Body shifted = s -> nearShifted(s, n, pixels(s, n));
      checks.add(words, shifted, "solveShifted");
    }
    for (Trouble trouble : Trouble.values()) {
      checks.add(trouble.words, s -> unsolvable(s, trouble), "solve");
    }
    Check.Body empty = s -> nearShifted(s, Shape.ODD, samples(s, Shape.ODD, State.ZERO));
    checks.add("empty samples", empty, "solveShifted");
    return checks.all();
  }

  /** Why K is singular. */
  private enum Trouble {
    NARROW("more samples than features"),
    EMPTY("an empty sample"),
    REPEATED("a repeated sample");

    private final String words;

    Trouble(String words) {
      this.words = words;
    }
  }

  private static HostMatrix samples(Setting s, Shape n, State state) {
    return s.matrix(n.batch(), n.inputs(), state);
  }

  /** Between 0 and 1. */
  private static HostMatrix pixels(Setting s, Shape n) {
    HostMatrix x = samples(s, n, State.PLAIN);
    for (int i = 0; i < x.values().length; i++) {
      x.values()[i] = Math.abs(x.values()[i]);
    }
    return x;
  }

  private static void samples(Setting s, Shape n, Precision precision) {
    HostMatrix x = pixels(s, n);
    SampleGram gram = s.device().sampleGram(s.upload(x), precision);
    int terms = n.inputs() + n.batch();
    near(
        s,
        gram,
        n,
        (b, t, i) -> x.at(b, i),
        0,
        precision == Precision.DOUBLE ? Rounding.wide(terms) : Rounding.single(terms));
  }

  private static void activations(Setting s, Shape n) {
    HostPanel a = s.panel(n.batch(), n.trials(), n.inputs());
    Panel panel = s.upload(a);
    for (int t = 0; t < n.trials(); t++) {
      SampleGram gram = s.device().sampleGram(panel, t);
      near(s, gram, n, a::at, t, Rounding.wide(n.inputs() + n.batch()));
    }
  }

  /** K·M = X(XᵀM), and the mean of ‖x‖². */
  private static void near(
      Setting s, SampleGram gram, Shape n, Setting.Element x, int trial, Rounding rounding) {
    int batch = n.batch();
    int inputs = n.inputs();
    s.compare().same("batch", gram.batch(), batch);
    Sums diagonal =
        Sums.of(
            1,
            batch * inputs,
            (i, j, l, k) -> Math.pow(x.at(k / inputs, trial, k % inputs), 2) / batch);
    s.near("mean diagonal", new double[] {gram.meanDiagonal()}, diagonal, rounding);
    HostPanel m = s.panel(batch, n.trials(), n.outputs());
    Panel product = s.garbage(batch, n.trials(), n.outputs());
    gram.multiply(s.upload(m), product);
    Sums expected =
        Sums.of(
            batch,
            n.trials(),
            n.outputs(),
            batch * inputs,
            (b, t, c, k) ->
                x.at(b, trial, k % inputs)
                    * x.at(k / inputs, trial, k % inputs)
                    * m.at(k / inputs, t, c));
    s.near(product, expected, rounding);
  }

  private static void solve(Setting s, Shape n) {
    HostMatrix x = samples(s, n, State.PLAIN);
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    HostPanel right = s.panel(n.batch(), n.trials(), n.outputs());
    Panel panel = s.upload(right);
    s.compare().holds("a regular K must be solved", gram.solve(panel));
    double[] ones = new double[n.trials()];
    Arrays.fill(ones, 1);
    nearMultipliedBack(s, x, ones, new double[n.trials()], panel, right);
  }

  private static void nearShifted(Setting s, Shape n, HostMatrix x) {
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    double[] scales = s.random().doubles(n.trials(), 0.1, 7).toArray();
    double[] shifts = s.random().doubles(n.trials(), 1e-3, 30).toArray();
    HostPanel right = s.panel(n.batch(), n.trials(), n.outputs());
    Panel panel = s.upload(right);
    gram.solveShifted(scales, shifts, panel);
    nearMultipliedBack(s, x, scales, shifts, panel, right);
  }

  /** (scales[t]·K + shifts[t]·I)·solution, beside the right-hand side. */
  private static void nearMultipliedBack(
      Setting s, HostMatrix x, double[] scales, double[] shifts, Panel solution, HostPanel right) {
    int batch = x.rows();
    double[] k =
        Sums.of(1, batch, batch, x.columns(), (l, i, j, f) -> x.at(i, f) * x.at(j, f)).values();
    HostPanel found = s.download(solution);
    Rounding rounding = Rounding.wide(4 * batch + x.columns());
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < right.trials(); t++) {
        for (int c = 0; c < right.width(); c++) {
          double sum = shifts[t] * found.at(b, t, c);
          double size = Math.abs(sum) + Math.abs(right.at(b, t, c));
          for (int j = 0; j < batch; j++) {
            sum += scales[t] * k[b * batch + j] * found.at(j, t, c);
            // Which bounds what a Cholesky factorisation rounds.
            double bound = Math.sqrt(k[b * batch + b] * k[j * batch + j]);
            size += (scales[t] * bound + shifts[t]) * Math.abs(found.at(j, t, c));
          }
          s.compare().near("right-hand side", sum, right.at(b, t, c), rounding.of(size));
        }
      }
    }
  }

  private static void unsolvable(Setting s, Trouble trouble) {
    HostMatrix x = s.matrix(6, trouble == Trouble.NARROW ? 5 : 9);
    if (trouble == Trouble.EMPTY) {
      x.setRow(2, 0);
    } else if (trouble == Trouble.REPEATED) {
      x.copyRow(0, 4);
    }
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    HostPanel right = s.panel(6, 3, 4);
    Panel panel = s.upload(right);
    s.compare().holds("a singular K must not be solved", !gram.solve(panel));
    s.unchanged("element", panel, right);
  }
}
