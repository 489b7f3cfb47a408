package dev.geodesic.check;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels;
import dev.geodesic.device.SoftmaxKernels.Shift;
import java.util.Arrays;
import java.util.List;

/** Checks of {@link SoftmaxKernels} against the definitions, one sample and trial at a time. */
final class SoftmaxChecks {
  /** Sizes of logits, from equal probabilities to those where all but one class underflow. */
  private static final double[] SPREADS = {0, 1e-17, 1, 30, 1000, 1e17};

  private static final String TO_CHANGE = "shift(Panel,Panel,double[],Indices)";
  private static final String TO_OTHERS = "shift(Panel,Panel,Panel,Indices)";

  private SoftmaxChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("SoftmaxKernels");
    for (Shape n : Shape.ALL) {
      for (double spread : n.equals(Shape.ODD) ? SPREADS : new double[] {3}) {
        String words = "%s, logits to %.0e".formatted(n, spread);
        checks.add(words, s -> nearSoftmax(s, Predictions.random(s, n, spread)), "logSoftmax");
        checks.add(words, s -> loss(s, n, spread), "crossEntropy");
        checks.add(
            words, s -> nearCounts(s, Predictions.random(s, n, spread).logs()), "countRight");
        checks.add(words, s -> residual(s, n, spread), "residual");
        checks.add(words, s -> nearCovariance(s, n, spread, State.PLAIN), "covariance");
        checks.add(words, s -> shiftTo(s, n, spread), TO_OTHERS);
      }
      for (double size : new double[] {0, 1e-3, 1, 20}) {
        String words = "%s, changes to %.0e".formatted(n, size);
        checks.add(words, s -> nearShift(s, n, State.PLAIN, size), TO_CHANGE);
      }
    }
    String lost = Shape.ODD + ", " + State.LOST;
    checks.add(lost, SoftmaxChecks::lostLogits, "logSoftmax");
    checks.add(lost, s -> nearShift(s, Shape.ODD, State.LOST, 1), TO_CHANGE);
    checks.add(lost, s -> nearCovariance(s, Shape.ODD, 1, State.LOST), "covariance");
    checks.add("ties", SoftmaxChecks::ties, "countRight");
    return checks.all();
  }

  private static SoftmaxKernels softmax(CheckContext s) {
    return s.device().softmax();
  }

  private static HostPanel panel(CheckContext s, Shape n, State state) {
    return s.panel(n.batch(), n.trials(), n.outputs(), state);
  }

  private static void lostLogits(CheckContext s) {
    nearSoftmax(s, Predictions.of(panel(s, Shape.ODD, State.LOST)));
  }

  private static void nearSoftmax(CheckContext s, Predictions expected) {
    HostPanel z = expected.logits();
    Panel logits = s.upload(z);
    Panel p = s.garbage(z.batch(), z.trials(), z.width());
    softmax(s).logSoftmax(logits, p);
    Rounding rounding = expected.rounding();
    s.near(logits, expected.logs(), (b, t, c) -> rounding.of(1) + Rounding.EXPONENTIAL);
    HostPanel exact = expected.logs().map(StrictMath::exp);
    s.near(
        p,
        exact,
        (b, t, c) -> rounding.of(exact.at(b, t, c)) + 2 * Rounding.EXPONENTIAL * exact.at(b, t, c));
    for (double value : p.toArray()) {
      s.compare().holds("a probability must not be 0", !(value <= 0));
    }
  }

  private static void loss(CheckContext s, Shape n, double spread) {
    HostPanel logs = Predictions.random(s, n, spread).logs();
    int[] labels = s.labels(n.batch(), n.outputs());
    Sums expected =
        Sums.of(n.trials(), n.batch(), (i, j, t, b) -> -logs.at(b, t, labels[b]) / n.batch());
    s.near(
        "trial",
        softmax(s).crossEntropy(s.upload(logs), s.upload(labels)).get(),
        expected,
        Rounding.wide(n.batch()));
  }

  /** Checks that of equal logits only the first counts as the largest. */
  private static void ties(CheckContext s) {
    nearCounts(s, s.panel(40, 3, 4).map(value -> Math.rint(2 * value)));
  }

  private static void nearCounts(CheckContext s, HostPanel logs) {
    int[] labels = s.labels(logs.batch(), logs.width());
    double[] expected = new double[logs.trials()];
    for (int b = 0; b < logs.batch(); b++) {
      for (int t = 0; t < logs.trials(); t++) {
        int likeliest = 0;
        for (int c = 1; c < logs.width(); c++) {
          likeliest = logs.at(b, t, c) > logs.at(b, t, likeliest) ? c : likeliest;
        }
        expected[t] += likeliest == labels[b] ? 1 : 0;
      }
    }
    double[] counted = softmax(s).countRight(s.upload(logs), s.upload(labels)).get();
    s.compare().same("count", counted, expected);
  }

  private static void residual(CheckContext s, Shape n, double spread) {
    HostPanel p = Predictions.random(s, n, spread).probabilities();
    int[] labels = s.labels(n.batch(), n.outputs());
    Panel residual = s.garbage(n.batch(), n.trials(), n.outputs());
    softmax(s).residual(s.upload(p), s.upload(labels), residual);
    HostPanel expected =
        HostPanel.of(
            n.batch(),
            n.trials(),
            n.outputs(),
            (b, t, c) -> (p.at(b, t, c) - (c == labels[b] ? 1 : 0)) / n.batch());
    s.near(residual, expected, (b, t, c) -> Rounding.wide(1).of(1.0 / n.batch()));
  }

  /** Checks the shift by logits that change by −factors[t]·change. */
  private static void nearShift(CheckContext s, Shape n, State state, double size) {
    HostPanel change = panel(s, n, state);
    Predictions before = Predictions.random(s, n, 3);
    int[] labels = s.labels(n.batch(), n.outputs());
    double[] factors = Arrays.stream(s.factors(n.trials())).map(f -> f * size).toArray();
    HostPanel logits =
        HostPanel.of(
            n.batch(),
            n.trials(),
            n.outputs(),
            (b, t, c) -> before.logits().at(b, t, c) - factors[t] * change.at(b, t, c));
    Panel p = s.upload(before.probabilities());
    Shift found = softmax(s).shift(p, s.upload(change), factors, s.upload(labels));
    nearShift(s, found, before, Predictions.of(logits), labels, 3 + 2 * size);
  }

  /** Checks the shift by predictions that are replaced by others. */
  private static void shiftTo(CheckContext s, Shape n, double spread) {
    Predictions before = Predictions.random(s, n, spread);
    Predictions after = Predictions.random(s, n, spread);
    int[] labels = s.labels(n.batch(), n.outputs());
    Panel p = s.upload(before.probabilities());
    Panel logs = s.upload(before.logs());
    Shift found = softmax(s).shift(p, logs, s.upload(after.logs()), s.upload(labels));
    nearShift(s, found, before, after, labels, 1 + 2 * spread);
  }

  private static void nearShift(
      CheckContext s,
      Shift found,
      Predictions before,
      Predictions after,
      int[] labels,
      double largest) {
    HostPanel p = before.probabilities();
    double[] kl = new double[p.trials()];
    double[] gain = new double[p.trials()];
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        for (int c = 0; c < p.width(); c++) {
          double change = before.logs().at(b, t, c) - after.logs().at(b, t, c);
          kl[t] += p.at(b, t, c) * change / p.batch();
          gain[t] += c == labels[b] ? change / p.batch() : 0;
        }
      }
    }
    // Terms cancel in both methods of the device, and in this one as well.
    double[] allowed = new double[kl.length];
    Rounding rounding = Rounding.wide(p.width() + 16);
    Arrays.fill(allowed, Rounding.EXPONENTIAL + 2 * rounding.of(Math.max(1, largest)));
    s.near("kl", found.kl().get(), Arrays.stream(kl).map(v -> Math.max(0, v)).toArray(), allowed);
    s.near("gain", found.lossChange().get(), gain, allowed);
    for (double value : found.kl().get()) {
      s.compare().holds("a divergence must be >= 0, got: " + value, !(value < 0));
    }
  }

  private static void nearCovariance(CheckContext s, Shape n, double spread, State state) {
    HostPanel p = Predictions.random(s, n, spread).probabilities();
    HostPanel x = panel(s, n, state);
    Panel product = s.garbage(n.batch(), n.trials(), n.outputs());
    softmax(s).covariance(s.upload(p), s.upload(x), product);
    Sums expected =
        Sums.of(
            n.batch(),
            n.trials(),
            n.outputs(),
            n.outputs() + 1,
            (b, t, i, j) ->
                j == n.outputs()
                    ? p.at(b, t, i) * x.at(b, t, i)
                    : -p.at(b, t, i) * p.at(b, t, j) * x.at(b, t, j));
    s.near(product, expected, Rounding.wide(n.outputs()));
  }
}
