package dev.geodesic.device.cpu;

import dev.geodesic.trial.Fisher;
import java.util.Arrays;

/** Computes the factor N of one sample's output curvature M = N Nᵀ, and u with N u = p − e_y. */
final class OutputFactor {
  /** {@code [classes, directions]}. */
  final double[][] n;

  /** {@code [directions]}. */
  final double[] u;

  private final int classes;
  private final Fisher fisher;
  private final double[] p;
  private final double[] q;

  /** LᵀS(q)L, then its Cholesky factor, {@code [directions, directions]}. */
  private final double[][] inner;

  OutputFactor(int classes, Fisher fisher) {
    this.classes = classes;
    this.fisher = fisher;
    int directions = fisher == Fisher.EMPIRICAL ? 1 : classes - 1;
    this.n = new double[classes][directions];
    this.u = new double[directions];
    this.p = new double[classes];
    this.q = new double[classes];
    this.inner = new double[directions][directions];
  }

  /** Returns r, the number of columns of N. */
  int directions() {
    return u.length;
  }

  /**
   * Computes N and u for the probabilities at {@code offset}.
   *
   * @param most upper bound on 1/p(label); u shrinks in the same proportion
   */
  void compute(double[] probabilities, int offset, int label, double most) {
    System.arraycopy(probabilities, offset, p, 0, classes);
    double inverse = Math.min(1 / p[label], most);
    switch (fisher) {
      case EXACT -> exact(label, inverse);
      case SOFTMAX_OF_PROBABILITIES -> {
        exact(label, inverse);
        softmaxOfProbabilities(p, q);
        insertCovariance();
      }
      case EMPIRICAL -> {
        // Not p − 1 for the label, which has no digits left where p is nearly 1.
        n[label][0] = 0;
        for (int i = 0; i < classes; i++) {
          if (i != label) {
            n[i][0] = p[i];
            n[label][0] -= p[i];
          }
        }
        u[0] = inverse * p[label];
      }
    }
  }

  /** Computes N, and u = Nᵀ(−e_y/p_y), as N Nᵀ(−e_y/p_y) = p − e_y. */
  private void exact(int label, double inverse) {
    choleskyOfCovariance();
    for (int j = 0; j < u.length; j++) {
      u[j] = -n[label][j] * inverse;
    }
  }

  /** Writes q = softmax(p). */
  static void softmaxOfProbabilities(double[] p, double[] q) {
    Exponential.exp(p, q, 0, p.length);
    double sum = Arrays.stream(q).sum();
    for (int c = 0; c < q.length; c++) {
      q[c] /= sum;
    }
  }

  /** Writes the Cholesky factor of diag p − p pᵀ into N, by tail sums (Tanabe and Sagae 1992). */
  private void choleskyOfCovariance() {
    double tail = 0;
    for (int j = classes - 1; j >= 0; j--) {
      double before = tail;
      tail += p[j];
      if (j == classes - 1) {
        continue;
      }
      // In this order: the product of two tail sums may underflow.
      double share = p[j] / tail;
      double below = -Math.sqrt(share / before);
      for (int i = 0; i < j; i++) {
        n[i][j] = 0;
      }
      n[j][j] = Math.sqrt(share * before);
      for (int i = j + 1; i < classes; i++) {
        n[i][j] = p[i] * below;
      }
    }
  }

  /**
   * Replaces L and u of S(p) = LLᵀ by those of S(p) S(q) S(p): N = LR and R⁻¹u, with RRᵀ = LᵀS(q)L.
   * With L's columns in falling order, the columns of N are as small as the probabilities that they
   * stand for, as L's are: large elements of u multiply small ones of N, and Nu keeps its digits
   * however confident a prediction is.
   */
  private void insertCovariance() {
    sortColumns();
    for (int j = 0; j < u.length; j++) {
      double mean = 0;
      for (int i = 0; i < classes; i++) {
        mean += q[i] * n[i][j];
      }
      for (int k = 0; k <= j; k++) {
        double sum = 0;
        for (int i = 0; i < classes; i++) {
          sum += q[i] * (n[i][j] - mean) * n[i][k];
        }
        inner[j][k] = sum;
      }
    }
    choleskyOfInner();
    solveInner();
    multiplyByInner();
  }

  /** Sorts the columns of N, and u with them, by falling length. */
  private void sortColumns() {
    for (int j = 1; j < u.length; j++) {
      for (int k = j; k > 0 && squaredLength(k) > squaredLength(k - 1); k--) {
        for (double[] row : n) {
          swap(row, k);
        }
        swap(u, k);
      }
    }
  }

  private double squaredLength(int column) {
    double sum = 0;
    for (double[] row : n) {
      sum += row[column] * row[column];
    }
    return sum;
  }

  private static void swap(double[] row, int k) {
    double element = row[k];
    row[k] = row[k - 1];
    row[k - 1] = element;
  }

  private void choleskyOfInner() {
    for (int j = 0; j < u.length; j++) {
      for (int k = 0; k <= j; k++) {
        double rest = inner[j][k];
        for (int i = 0; i < k; i++) {
          rest -= inner[j][i] * inner[k][i];
        }
        inner[j][k] = j == k ? Math.sqrt(rest) : rest / inner[k][k];
      }
    }
  }

  private void solveInner() {
    for (int j = 0; j < u.length; j++) {
      for (int k = 0; k < j; k++) {
        u[j] -= inner[j][k] * u[k];
      }
      u[j] /= inner[j][j];
    }
  }

  /** Replaces L by LR in place, as column k of LR needs only the columns of L from k on. */
  private void multiplyByInner() {
    for (double[] row : n) {
      for (int k = 0; k < row.length; k++) {
        double sum = 0;
        for (int j = k; j < row.length; j++) {
          sum += row[j] * inner[j][k];
        }
        row[k] = sum;
      }
    }
  }
}
