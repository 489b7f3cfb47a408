package dev.geodesic.check;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels;
import dev.geodesic.device.SoftmaxKernels.Shift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link SoftmaxKernels}, against the definitions, one sample and trial at a time. */
final class SoftmaxChecks {
  /** From knowing nothing to ruling out all but one class beyond what a probability can tell. */
  private static final double[] SPREADS = {0, 1e-17, 1, 30, 1000, 1e17};

  private static final String BY_LOGITS = "(n + 16) eps64 of the largest logit + 1e-12";

  private final List<Check> checks = new ArrayList<>();

  private SoftmaxChecks() {
    for (Shape shape : Shape.ALL) {
      add("shift(Panel,Panel,Panel,int[])", shape, 1, BY_LOGITS, s -> shiftTo(s, shape, 3));
      for (double spread : shape.equals(Shape.ODD) ? SPREADS : new double[] {3}) {
        add("logSoftmax", shape, spread, BY_LOGITS, s -> logSoftmax(s, shape, spread));
        add("crossEntropy", shape, spread, "(n + 4) eps64", s -> loss(s, shape, spread));
        add("countRight", shape, spread, "none", s -> countRight(s, shape, spread));
        add("residual", shape, spread, "5 eps64 of 1/batch", s -> residual(s, shape, spread));
        add("covariance", shape, spread, "(n + 4) eps64", s -> covariance(s, shape, spread));
      }
      for (double size : new double[] {0, 1e-3, 1, 20}) {
        String words = "(n + 16) eps64 of the largest change + 1e-12";
        add("shift(Panel,Panel,double[],int[])", shape, size, words, s -> shift(s, shape, size));
      }
    }
    for (double spread : SPREADS) {
      Shape shape = Shape.ODD;
      add(
          "shift(Panel,Panel,Panel,int[])",
          shape,
          spread,
          BY_LOGITS,
          s -> shiftTo(s, shape, spread));
    }
    lost("logSoftmax", SoftmaxChecks::lostLogits);
    lost("shift(Panel,Panel,double[],int[])", SoftmaxChecks::lostChange);
    lost("covariance", SoftmaxChecks::lostCovariance);
    checks.add(new Check("SoftmaxKernels.countRight", "ties", "none", SoftmaxChecks::ties));
  }

  static List<Check> all() {
    return new SoftmaxChecks().checks;
  }

  private void add(String method, Shape shape, double size, String tolerance, Check.Body body) {
    String words = "%s, logits or changes to %.0e".formatted(shape, size);
    checks.add(new Check("SoftmaxKernels." + method, words, tolerance, body));
  }

  private void lost(String method, Check.Body body) {
    String words = Shape.ODD + ", " + State.LOST;
    checks.add(new Check("SoftmaxKernels." + method, words, "(n + 16) eps64", body));
  }

  private static SoftmaxKernels softmax(Setting s) {
    return s.device().softmax();
  }

  private static void logSoftmax(Setting s, Shape shape, double spread) {
    nearSoftmax(s, Predictions.random(s, shape, spread));
  }

  private static void lostLogits(Setting s) {
    Shape shape = Shape.ODD;
    nearSoftmax(
        s, Predictions.of(s.panel(shape.batch(), shape.trials(), shape.outputs(), State.LOST)));
  }

  private static void nearSoftmax(Setting s, Predictions expected) {
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

  private static void loss(Setting s, Shape shape, double spread) {
    HostPanel logs = Predictions.random(s, shape, spread).logs();
    int[] labels = s.labels(shape.batch(), shape.outputs());
    double[] expected = new double[shape.trials()];
    double[] allowed = new double[shape.trials()];
    Rounding rounding = Rounding.wide(shape.batch());
    for (int b = 0; b < shape.batch(); b++) {
      for (int t = 0; t < shape.trials(); t++) {
        double loss = -logs.at(b, t, labels[b]) / shape.batch();
        expected[t] += loss;
        allowed[t] += rounding.of(Math.abs(loss));
      }
    }
    s.near(softmax(s).crossEntropy(s.upload(logs), labels), expected, allowed);
  }

  private static void countRight(Setting s, Shape shape, double spread) {
    nearCounts(s, Predictions.random(s, shape, spread).logs());
  }

  /** Of equal ones the first counts, and no other. */
  private static void ties(Setting s) {
    nearCounts(s, s.panel(40, 3, 4).map(value -> Math.rint(2 * value)));
  }

  private static void nearCounts(Setting s, HostPanel logs) {
    int[] labels = s.labels(logs.batch(), logs.width());
    int[] expected = new int[logs.trials()];
    for (int b = 0; b < logs.batch(); b++) {
      for (int t = 0; t < logs.trials(); t++) {
        int likeliest = 0;
        for (int c = 1; c < logs.width(); c++) {
          likeliest = logs.at(b, t, c) > logs.at(b, t, likeliest) ? c : likeliest;
        }
        expected[t] += likeliest == labels[b] ? 1 : 0;
      }
    }
    int[] counted = softmax(s).countRight(s.upload(logs), labels);
    s.compare().same("trials", counted.length, expected.length);
    for (int t = 0; t < expected.length; t++) {
      s.compare().same("count", counted[t], expected[t]);
    }
  }

  private static void residual(Setting s, Shape shape, double spread) {
    HostPanel p = Predictions.random(s, shape, spread).probabilities();
    int[] labels = s.labels(shape.batch(), shape.outputs());
    Panel residual = s.garbage(shape.batch(), shape.trials(), shape.outputs());
    softmax(s).residual(s.upload(p), labels, residual);
    HostPanel expected = new HostPanel(p.batch(), p.trials(), p.width());
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        for (int c = 0; c < p.width(); c++) {
          expected.set(b, t, c, (p.at(b, t, c) - (c == labels[b] ? 1 : 0)) / p.batch());
        }
      }
    }
    s.near(residual, expected, (b, t, c) -> Rounding.wide(1).of(1.0 / shape.batch()));
  }

  /** Logits that change by −factors[t]·change. */
  private static void shift(Setting s, Shape shape, double size) {
    nearShift(s, shape, s.panel(shape.batch(), shape.trials(), shape.outputs()), size);
  }

  private static void lostChange(Setting s) {
    Shape shape = Shape.ODD;
    nearShift(s, shape, s.panel(shape.batch(), shape.trials(), shape.outputs(), State.LOST), 1);
  }

  private static void nearShift(Setting s, Shape shape, HostPanel change, double size) {
    Predictions before = Predictions.random(s, shape, 3);
    int[] labels = s.labels(shape.batch(), shape.outputs());
    double[] factors = Arrays.stream(s.factors(shape.trials())).map(f -> f * size).toArray();
    HostPanel logits = new HostPanel(shape.batch(), shape.trials(), shape.outputs());
    for (int i = 0; i < logits.values().length; i++) {
      logits.values()[i] =
          before.logits().values()[i] - factors[logits.trialOf(i)] * change.values()[i];
    }
    Panel p = s.upload(before.probabilities());
    Shift found = softmax(s).shift(p, s.upload(change), factors, labels);
    nearShift(s, found, before, Predictions.of(logits), labels, 3 + 2 * size);
  }

  /** Predictions that are replaced by others. */
  private static void shiftTo(Setting s, Shape shape, double spread) {
    Predictions before = Predictions.random(s, shape, spread);
    Predictions after = Predictions.random(s, shape, spread);
    int[] labels = s.labels(shape.batch(), shape.outputs());
    Shift found =
        softmax(s)
            .shift(
                s.upload(before.probabilities()),
                s.upload(before.logs()),
                s.upload(after.logs()),
                labels);
    nearShift(s, found, before, after, labels, 1 + 2 * spread);
  }

  private static void nearShift(
      Setting s, Shift found, Predictions before, Predictions after, int[] labels, double largest) {
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
    // Both ways to it cancel, and so does this one.
    double[] allowed = new double[kl.length];
    Arrays.fill(
        allowed, Rounding.EXPONENTIAL + 2 * Rounding.wide(p.width() + 16).of(Math.max(1, largest)));
    s.near(found.kl(), Arrays.stream(kl).map(value -> Math.max(0, value)).toArray(), allowed);
    s.near(found.lossGain(), gain, allowed);
    for (double value : found.kl()) {
      s.compare().holds("a divergence must be >= 0, got: " + value, !(value < 0));
    }
  }

  private static void covariance(Setting s, Shape shape, double spread) {
    nearCovariance(s, shape, spread, State.PLAIN);
  }

  private static void lostCovariance(Setting s) {
    nearCovariance(s, Shape.ODD, 1, State.LOST);
  }

  private static void nearCovariance(Setting s, Shape shape, double spread, State state) {
    HostPanel p = Predictions.random(s, shape, spread).probabilities();
    HostPanel x = s.panel(shape.batch(), shape.trials(), shape.outputs(), state);
    Panel product = s.garbage(shape.batch(), shape.trials(), shape.outputs());
    softmax(s).covariance(s.upload(p), s.upload(x), product);
    HostPanel expected = new HostPanel(p.batch(), p.trials(), p.width());
    HostPanel gross = new HostPanel(p.batch(), p.trials(), p.width());
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        for (int i = 0; i < p.width(); i++) {
          double sum = p.at(b, t, i) * x.at(b, t, i);
          double terms = Math.abs(sum);
          for (int j = 0; j < p.width(); j++) {
            double part = p.at(b, t, i) * p.at(b, t, j) * x.at(b, t, j);
            sum -= part;
            terms += Math.abs(part);
          }
          expected.set(b, t, i, sum);
          gross.set(b, t, i, terms);
        }
      }
    }
    Rounding rounding = Rounding.wide(shape.outputs());
    s.near(product, expected, (b, t, c) -> rounding.of(gross.at(b, t, c)));
  }
}
