package dev.geodesic.check;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Checks of {@link SampleGram}: products against sums over the samples, solutions by multiplying
 * back.
 */
final class SampleGramChecks {
  /** The number of samples in checks where K is singular. */
  private static final int BATCH = 6;

  private SampleGramChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("SampleGram");
    for (Shape n : Shape.ALL) {
      String words = n.toString();
      for (Precision precision : Precision.values()) {
        checks.add(
            words + ", " + precision.name().toLowerCase(Locale.ROOT),
            s -> samples(s, n, precision),
            "Device.sampleGram",
            "multiply",
            "meanDiagonal",
            "dotOfSquares",
            "batch");
        checks.add(
            words + ", sparse, " + precision.name().toLowerCase(Locale.ROOT),
            s -> sparseSamples(s, n, precision),
            "Device.sampleGram");
      }
      if (n.inputs() > n.batch()) {
        checks.add(words, s -> solve(s, n), "solve");
        checks.add(words + ", regular", s -> regular(s, n), "projectOntoRange");
      }
      Check.Body shifted = s -> nearShifted(s, n, pixels(s, n));
      checks.add(words, shifted, "solveShifted");
    }
    for (Trouble trouble : Trouble.values()) {
      checks.add(trouble.words, s -> unsolvable(s, trouble), "solve");
      checks.add(trouble.words, s -> projected(s, trouble), "projectOntoRange");
    }
    Check.Body empty = s -> nearShifted(s, Shape.ODD, samples(s, Shape.ODD, State.ZERO));
    checks.add("empty samples", empty, "solveShifted");
    return checks.all();
  }

  /** The reasons for a singular K. */
  private enum Trouble {
    NARROW("more samples than features"),
    EMPTY("an empty sample"),
    REPEATED("a repeated sample");

    private final String words;

    Trouble(String words) {
      this.words = words;
    }

    HostMatrix samples(CheckContext s) {
      HostMatrix x = s.matrix(BATCH, this == NARROW ? 5 : 9);
      if (this == EMPTY) {
        x.setRow(2, 0);
      } else if (this == REPEATED) {
        x.copyRow(0, 4);
      }
      return x;
    }
  }

  private static HostMatrix samples(CheckContext s, Shape n, State state) {
    return s.matrix(n.batch(), n.inputs(), state);
  }

  /** Returns samples between 0 and 1. */
  private static HostMatrix pixels(CheckContext s, Shape n) {
    HostMatrix x = samples(s, n, State.PLAIN);
    for (int i = 0; i < x.values().length; i++) {
      x.values()[i] = Math.abs(x.values()[i]);
    }
    return x;
  }

  private static void samples(CheckContext s, Shape n, Precision precision) {
    HostMatrix x = pixels(s, n);
    samples(s, n, precision, x, s.device().sampleGram(s.upload(x), precision));
  }

  private static void sparseSamples(CheckContext s, Shape n, Precision precision) {
    HostMatrix x = s.sparseMatrix(n.batch(), n.inputs(), State.PLAIN);
    samples(s, n, precision, x, s.device().sampleGram(s.uploadSparse(x), precision));
  }

  private static void samples(
      CheckContext s, Shape n, Precision precision, HostMatrix x, SampleGram gram) {
    int terms = n.inputs() + n.batch();
    near(
        s,
        gram,
        n,
        x,
        precision == Precision.DOUBLE ? Rounding.wide(terms) : Rounding.single(terms));
  }

  /** Checks K·M = X(XᵀM), and what depends on the lengths of samples. */
  private static void near(
      CheckContext s, SampleGram gram, Shape n, HostMatrix x, Rounding rounding) {
    int batch = n.batch();
    int inputs = n.inputs();
    s.compare().same("batch", gram.batch(), batch);
    Sums diagonal =
        Sums.of(
            1, batch * inputs, (i, j, l, k) -> Math.pow(x.at(k / inputs, k % inputs), 2) / batch);
    s.near("mean diagonal", gram.meanDiagonal().get(), diagonal, rounding);
    HostPanel m = s.panel(batch, n.trials(), n.outputs());
    Panel product = s.garbage(batch, n.trials(), n.outputs());
    gram.multiply(s.upload(m), product);
    int outputs = n.outputs();
    Sums squares =
        Sums.of(
            n.trials(),
            batch * inputs * outputs,
            (i, j, t, k) ->
                Math.pow(x.at(k / outputs / inputs, k / outputs % inputs), 2)
                    * Math.pow(m.at(k / outputs / inputs, t, k % outputs), 2));
    s.near("dot of squares", gram.dotOfSquares(s.upload(m)).get(), squares, rounding);
    Sums expected =
        Sums.of(
            batch,
            n.trials(),
            n.outputs(),
            batch * inputs,
            (b, t, c, k) ->
                x.at(b, k % inputs) * x.at(k / inputs, k % inputs) * m.at(k / inputs, t, c));
    s.near(product, expected, rounding);
  }

  private static void solve(CheckContext s, Shape n) {
    HostMatrix x = samples(s, n, State.PLAIN);
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    HostPanel right = s.panel(n.batch(), n.trials(), n.outputs());
    Panel panel = s.upload(right);
    s.compare().holds("a regular K must be solved", gram.solve(panel).get()[0]);
    double[] ones = new double[n.trials()];
    Arrays.fill(ones, 1);
    nearMultipliedBack(s, x, ones, new double[n.trials()], panel, right);
  }

  private static void nearShifted(CheckContext s, Shape n, HostMatrix x) {
    SampleGram gram = s.device().sampleGram(s.upload(x), Precision.DOUBLE);
    double[] scales = s.random().doubles(n.trials(), 0.1, 7).toArray();
    double[] shifts = s.random().doubles(n.trials(), 1e-3, 30).toArray();
    HostPanel right = s.panel(n.batch(), n.trials(), n.outputs());
    Panel panel = s.upload(right);
    gram.solveShifted(scales, shifts, panel);
    nearMultipliedBack(s, x, scales, shifts, panel, right);
  }

  /** Compares (scales[t]·K + shifts[t]·I)·solution with the right-hand side. */
  private static void nearMultipliedBack(
      CheckContext s,
      HostMatrix x,
      double[] scales,
      double[] shifts,
      Panel solution,
      HostPanel right) {
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
            // This product bounds the rounding of a Cholesky factorisation.
            double bound = Math.sqrt(k[b * batch + b] * k[j * batch + j]);
            size += (scales[t] * bound + shifts[t]) * Math.abs(found.at(j, t, c));
          }
          s.compare().near("right-hand side", sum, right.at(b, t, c), rounding.of(size));
        }
      }
    }
  }

  private static void unsolvable(CheckContext s, Trouble trouble) {
    SampleGram gram = s.device().sampleGram(s.upload(trouble.samples(s)), Precision.DOUBLE);
    HostPanel right = s.panel(BATCH, 3, 4);
    Panel panel = s.upload(right);
    s.compare().holds("a singular K must not be solved", !gram.solve(panel).get()[0]);
    s.unchanged("element", panel, right);
  }

  /** Checks the projection QQᵀM, Q an orthonormal basis of the columns of X. */
  private static void projected(CheckContext s, Trouble trouble) {
    HostMatrix x = trouble.samples(s);
    HostPanel m = s.panel(BATCH, 3, 4);
    Panel panel = s.upload(m);
    s.device().sampleGram(s.upload(x), Precision.DOUBLE).projectOntoRange(panel);
    double[][] q = orthonormalColumns(x);
    HostPanel expected =
        HostPanel.of(
            BATCH,
            3,
            4,
            (b, t, c) ->
                Arrays.stream(q)
                    .mapToDouble(
                        axis ->
                            axis[b]
                                * IntStream.range(0, BATCH)
                                    .mapToDouble(k -> axis[k] * m.at(k, t, c))
                                    .sum())
                    .sum());
    s.near(panel, expected, (b, t, c) -> 1e-12);
  }

  /**
   * Returns a basis by Gram-Schmidt's method, applied twice; a column that depends on those before
   * is left out.
   */
  private static double[][] orthonormalColumns(HostMatrix x) {
    List<double[]> found = new ArrayList<>();
    for (int column = 0; column < x.columns(); column++) {
      int i = column;
      double[] v = IntStream.range(0, BATCH).mapToDouble(b -> x.at(b, i)).toArray();
      double before = length(v);
      for (int pass = 0; pass < 2; pass++) {
        for (double[] axis : found) {
          double along = IntStream.range(0, BATCH).mapToDouble(b -> axis[b] * v[b]).sum();
          Arrays.setAll(v, b -> v[b] - along * axis[b]);
        }
      }
      double rest = length(v);
      if (rest > 1e-9 * before) {
        found.add(Arrays.stream(v).map(value -> value / rest).toArray());
      }
    }
    return found.toArray(double[][]::new);
  }

  private static double length(double[] v) {
    return Math.sqrt(Arrays.stream(v).map(value -> value * value).sum());
  }

  private static void regular(CheckContext s, Shape n) {
    HostPanel m = s.panel(n.batch(), n.trials(), n.outputs());
    Panel panel = s.upload(m);
    s.device().sampleGram(s.upload(pixels(s, n)), Precision.DOUBLE).projectOntoRange(panel);
    s.unchanged("element", panel, m);
  }
}
