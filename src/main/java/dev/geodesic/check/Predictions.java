package dev.geodesic.check;

import dev.geodesic.device.Panel;

/**
 * Logits, and the log-probabilities that follow from them by definition.
 *
 * @param logits z
 * @param logs log p = z − log Σ e^z
 */
record Predictions(HostPanel logits, HostPanel logs) {
  /** Smaller probabilities count as this on the host, so that 1/p is finite. */
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
   * Creates random predictions.
   *
   * @param spread logits lie between −spread and spread: with 0 all classes have the same
   *     probability, with 1000 the probabilities of all but one class underflow
   */
  static Predictions random(CheckContext s, Shape shape, double spread) {
    return of(s.panel(shape.batch(), shape.trials(), shape.outputs()).map(value -> spread * value));
  }

  /** Returns p on the host, none below {@link #LEAST}. */
  HostPanel probabilities() {
    return logs.map(log -> Math.max(LEAST, StrictMath.exp(log)));
  }

  /** Computes p on the device, by the device's softmax. */
  Panel upload(CheckContext s) {
    Panel probabilities = s.garbage(logs.batch(), logs.trials(), logs.width());
    s.device().softmax().logSoftmax(s.upload(logits), probabilities);
    return probabilities;
  }

  /** Returns the rounding of log p, which is also that of p relative to itself. */
  Rounding rounding() {
    double largest = 1;
    for (double z : logits.values()) {
      largest = Double.isNaN(z) ? largest : Math.max(largest, Math.abs(z));
    }
    return new Rounding(Math.ulp(largest), LEAST, 16 + logits.width());
  }
}
