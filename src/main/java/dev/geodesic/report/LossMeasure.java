package dev.geodesic.report;

/** Which loss a chart shows. */
enum LossMeasure {
  /** Noisy, but known at every step; windows of steps are averaged. */
  TRAINING("train_loss", "Training loss", "cross-entropy of the batch (nats)"),

  /** Where most batches left no point, those that did say little. */
  HOLDOUT("test_loss", "Holdout loss", "cross-entropy of the holdout (nats)");

  private final String column;
  private final String words;
  private final String axis;

  LossMeasure(String column, String words, String axis) {
    this.column = column;
    this.words = words;
    this.axis = axis;
  }

  /** The one that tells more of a sweep. */
  static LossMeasure of(CurveDigest curves) {
    boolean fromTheStart = curves.firstStep() == 1 || curves.firstStep() == Integer.MAX_VALUE;
    return fromTheStart ? TRAINING : HOLDOUT;
  }

  /** Its name in the views. */
  String column() {
    return column;
  }

  String title() {
    return words + " of each optimizer's best configuration";
  }

  String axis() {
    return axis;
  }
}
