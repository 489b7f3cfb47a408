package dev.geodesic.check;

import dev.geodesic.check.CheckContext.Reading;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.LabelDerivatives;

/**
 * The second moments that a Kronecker factor may average, of fewer samples than its usual order, so
 * that it is singular.
 */
enum Means {
  SAMPLES("samples"),
  SPARSE_SAMPLES("sparse samples"),
  ACTIVATIONS("activations"),
  LOGITS("derivatives with respect to the logits"),
  COLUMNS("backpropagated derivatives");

  private static final int BATCH = 5;
  private static final int DIRECTIONS = 2;

  private final String words;

  Means(String words) {
    this.words = words;
  }

  String primitive() {
    return this == LOGITS || this == COLUMNS
        ? "KroneckerFactor.average(double,LabelDerivatives)"
        : "KroneckerFactor.average(double,LayerInput)";
  }

  int trials() {
    return this == SAMPLES || this == SPARSE_SAMPLES ? 1 : 3;
  }

  /**
   * Averages a random batch into a factor.
   *
   * @param mean the factor's matrices before, {@code [trials, order, order]}
   * @return the matrices after, computed on the host
   */
  double[] average(CheckContext s, KroneckerFactor factor, double keep, double[] mean) {
    int order = factor.order();
    return switch (this) {
      case SAMPLES, SPARSE_SAMPLES -> {
        Reading x =
            this == SAMPLES
                ? s.samples(BATCH, order, State.PLAIN)
                : s.sparseSamples(BATCH, order, State.PLAIN);
        factor.average(keep, x.input());
        yield mean(keep, mean, order, BATCH, x.host());
      }
      case ACTIVATIONS -> {
        Reading a = s.activations(BATCH, trials(), order, State.PLAIN);
        factor.average(keep, a.input());
        yield mean(keep, mean, order, BATCH, a.host());
      }
      case LOGITS -> {
        Shape shape = new Shape(trials(), BATCH, 1, order);
        HostPanel p = Predictions.random(s, shape, 3).probabilities();
        factor.average(keep, new LabelDerivatives.OfLogits(s.upload(p)));
        yield mean(
            keep,
            mean,
            order,
            BATCH * order,
            (row, t, i) -> {
              int y = row % order;
              double share = p.at(row / order, t, y);
              return Math.sqrt(share) * (p.at(row / order, t, i) - (i == y ? 1 : 0));
            });
      }
      case COLUMNS -> {
        HostPanel d = s.panel(BATCH * DIRECTIONS, trials(), order);
        factor.average(keep, new LabelDerivatives.Backpropagated(s.upload(d), DIRECTIONS));
        yield mean(keep, mean, order, BATCH * DIRECTIONS, d::at);
      }
    };
  }

  /** Returns {@code keep·before + (1 − keep)/batch·Σ} of outer products. */
  private double[] mean(
      double keep, double[] before, int order, int rows, CheckContext.Element element) {
    double[] after =
        Sums.of(
                trials(),
                order,
                order,
                rows,
                (t, i, j, row) -> element.at(row, t, i) * element.at(row, t, j))
            .values();
    for (int i = 0; i < after.length; i++) {
      after[i] = keep * before[i] + (1 - keep) / BATCH * after[i];
    }
    return after;
  }

  @Override
  public String toString() {
    return words;
  }
}
