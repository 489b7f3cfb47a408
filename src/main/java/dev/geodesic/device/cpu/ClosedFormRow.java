package dev.geodesic.device.cpu;

import dev.geodesic.trial.Fisher;

/**
 * Computes one row R_b = M_b⁺(p_b − e_y) of {@link dev.geodesic.device.FisherKernels#closedForm}.
 */
final class ClosedFormRow {
  private final int classes;
  private final double[] p;
  private final double[] q;
  private final double[] row;

  ClosedFormRow(int classes) {
    this.classes = classes;
    this.p = new double[classes];
    this.q = new double[classes];
    this.row = new double[classes];
  }

  /**
   * Reads the probabilities at {@code offset} and writes the row to the same position of {@code
   * target}.
   *
   * @param most upper bound on 1/p(label)
   */
  void compute(
      double[] probabilities, int offset, int label, Fisher fisher, double most, double[] target) {
    System.arraycopy(probabilities, offset, p, 0, classes);
    double inverse = Math.min(1 / p[label], most);
    for (int c = 0; c < classes; c++) {
      row[c] = (1.0 / classes - (c == label ? 1 : 0)) * inverse;
    }
    if (fisher == Fisher.SOFTMAX_OF_PROBABILITIES) {
      OutputFactor.softmaxOfProbabilities(p, q);
      divideByCovariance(q);
      divideByCovariance(p);
    }
    System.arraycopy(row, 0, target, offset, classes);
  }

  /** Replaces the row, which sums to 0, by S(r)⁺·row: divides it by r, then subtracts the mean. */
  private void divideByCovariance(double[] r) {
    double mean = 0;
    for (int c = 0; c < classes; c++) {
      row[c] /= r[c];
      mean += row[c] / classes;
    }
    for (int c = 0; c < classes; c++) {
      row[c] -= mean;
    }
  }
}
