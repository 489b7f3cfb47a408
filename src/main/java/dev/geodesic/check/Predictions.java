package dev.geodesic.check;

import dev.geodesic.device.Panel;

/**
 * Logits, and what follows from them by definition.
 *
 * @param logits z
 * @param logs log p = z − log Σ e^z
 */
record Predictions(HostPanel logits, HostPanel logs) {
  /** Whatever a device makes of smaller ones, 1/p must be a number. */
  static final double LEAST = 1e-300;

  static Predictions of(HostPanel logits) {
    HostPanel logs = new HostPanel(logits.batch(), logits.trials(), logits.width());
    int classes = logits.width();
    for (int row = 0; row < logs.values().length; row += classes) {
      double max = Double.NEGATIVE_INFINITY;
      for (int c = row; c < row + classes; c++) {
        max = Math.max(max, logits.values()[c]);
      }
      double sum = 0;
      for (int c = row; c < row + classes; c++) {
        sum += StrictMath.exp(logits.values()[c] - max);
      }
      for (int c = row; c < row + classes; c++) {
        logs.values()[c] = logits.values()[c] - max - StrictMath.log(sum);
      }
    }
    return new Predictions(logits, logs);
  }

  /**
   * Random ones.
   *
   * @param spread logits lie between −spread and spread: 0 knows nothing, 1000 rules all but one
   *     class out beyond what a probability can tell
   */
  static Predictions random(Setting s, Shape shape, double spread) {
    return of(s.panel(shape.batch(), shape.trials(), shape.outputs()).map(value -> spread * value));
  }

  /** p on the host, none below {@link #LEAST}. */
  HostPanel probabilities() {
    return logs.map(log -> Math.max(LEAST, StrictMath.exp(log)));
  }

  /** p on the device, by its own softmax. */
  Panel upload(Setting s) {
    Panel probabilities = s.garbage(logs.batch(), logs.trials(), logs.width());
    s.device().softmax().logSoftmax(s.upload(logits), probabilities);
    return probabilities;
  }

  /** How many units in the last place of log p, and of p relative to itself, are to be expected. */
  Rounding rounding() {
    double largest = 1;
    for (double z : logits.values()) {
      largest = Double.isNaN(z) ? largest : Math.max(largest, Math.abs(z));
    }
    return new Rounding(Math.ulp(largest), LEAST, 16 + logits.width());
  }
}
