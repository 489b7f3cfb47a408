package dev.geodesic.device.cpu;

import dev.geodesic.trial.Fisher;
import java.util.Arrays;

/** The factor N of one sample's output curvature M = N Nᵀ, and u with N u = p − e_y. */
final class OutputFactor {
  /** {@code [classes, directions]}. */
  final double[][] n;

  /** {@code [directions]}. */
  final double[] u;

  private final int classes;
  private final Fisher fisher;
  private final double[] p;
  private final double[] q;

  OutputFactor(int classes, Fisher fisher) {
    this.classes = classes;
    this.fisher = fisher;
    int directions = fisher == Fisher.EMPIRICAL ? 1 : classes - 1;
    this.n = new double[classes][directions];
    this.u = new double[directions];
    this.p = new double[classes];
    this.q = new double[classes];
  }

  /** r, columns of N. */
  int directions() {
    return u.length;
  }

  /**
   * For the probabilities at {@code offset}.
   *
   * @param most what 1/p(label) counts as at most: u shrinks in the same proportion
   */
  void compute(double[] probabilities, int offset, int label, double most) {
    System.arraycopy(probabilities, offset, p, 0, classes);
    double inverse = Math.min(1 / p[label], most);
    switch (fisher) {
      case EXACT -> {
        choleskyOfCovariance(p);
        // N Nᵀ(−e_y/p_y) = p − e_y, so u = Nᵀ(−e_y/p_y).
        for (int j = 0; j < u.length; j++) {
          u[j] = -n[label][j] * inverse;
        }
      }
      case SOFTMAX_OF_PROBABILITIES -> {
        softmaxOfProbabilities(p, q);
        choleskyOfCovariance(q);
        solveAgainstGradient(label, inverse);
        multiplyByCovariance();
      }
      case EMPIRICAL -> {
        for (int i = 0; i < classes; i++) {
          n[i][0] = p[i] - (i == label ? 1 : 0);
        }
        u[0] = inverse * p[label];
      }
    }
  }

  /** q = softmax(p). */
  static void softmaxOfProbabilities(double[] p, double[] q) {
    Exponential.exp(p, q, 0, p.length);
    double sum = Arrays.stream(q).sum();
    for (int c = 0; c < q.length; c++) {
      q[c] /= sum;
    }
  }

  /** N becomes the Cholesky factor of diag r − r rᵀ, by tail sums. */
  private void choleskyOfCovariance(double[] r) {
    double tail = 0;
    for (int j = classes - 1; j >= 0; j--) {
      double before = tail;
      tail += r[j];
      if (j == classes - 1) {
        continue;
      }
      double below = -Math.sqrt(r[j] / (tail * before));
      for (int i = 0; i < j; i++) {
        n[i][j] = 0;
      }
      n[j][j] = Math.sqrt(r[j] * (before / tail));
      for (int i = j + 1; i < classes; i++) {
        n[i][j] = r[i] * below;
      }
    }
  }

  /** u solves N u = −(e_y − 1/C)·inverse for the lower-trapezoidal N; its last row follows. */
  private void solveAgainstGradient(int label, double inverse) {
    for (int i = 0; i < classes - 1; i++) {
      double right = ((i == label ? -1 : 0) + 1.0 / classes) * inverse;
      for (int j = 0; j < i; j++) {
        right -= n[i][j] * u[j];
      }
      u[i] = right / n[i][i];
    }
  }

  /** N becomes S(p)·N. */
  private void multiplyByCovariance() {
    for (int j = 0; j < classes - 1; j++) {
      double mean = 0;
      for (int i = j; i < classes; i++) {
        mean += p[i] * n[i][j];
      }
      for (int i = 0; i < classes; i++) {
        n[i][j] = p[i] * (n[i][j] - mean);
      }
    }
  }
}
