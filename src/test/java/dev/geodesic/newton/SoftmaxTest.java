package dev.geodesic.newton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loss, gradient and Fisher-vector product beside plain loops and differences. */
class SoftmaxTest {
  private static final int FEATURES = 5;
  private static final int CLASSES = 3;
  private static final int SIZE = (FEATURES + 1) * CLASSES;

  private final LocalData data = LocalData.random(30, FEATURES, CLASSES, 1);
  private final Random random = new Random(2);

  private double[] vector() {
    return random.doubles(SIZE, -1, 1).toArray();
  }

  private static double[] probabilities(double[] x, double[] coefficients) {
    double[] p = new double[CLASSES];
    double sum = 0;
    for (int k = 0; k < CLASSES; k++) {
      double margin = 0;
      for (int j = 0; j < x.length; j++) {
        margin += x[j] * coefficients[j * CLASSES + k];
      }
      p[k] = Math.exp(margin);
      sum += p[k];
    }
    for (int k = 0; k < CLASSES; k++) {
      p[k] /= sum;
    }
    return p;
  }

  /** Returns Σ weight · (diag p − ppᵀ) ⊗ xxᵀ. */
  private double[][] fisher(double[] coefficients) {
    double[][] fisher = new double[SIZE][SIZE];
    for (Rows rows : data.blocks()) {
      for (int i = 0; i < rows.count(); i++) {
        double[] x = LocalData.row(rows, i);
        double[] p = probabilities(x, coefficients);
        for (int a = 0; a < SIZE; a++) {
          for (int b = 0; b < SIZE; b++) {
            int k = a % CLASSES;
            int l = b % CLASSES;
            double covariance = (k == l ? p[k] : 0) - p[k] * p[l];
            fisher[a][b] += rows.weights()[i] * covariance * x[a / CLASSES] * x[b / CLASSES];
          }
        }
      }
    }
    return fisher;
  }

  @Test
  void aBlockIsSparseWhereFewValuesAreNotZero() {
    assertThat(data.blocks().get(0)).isInstanceOf(DenseBlock.class);
    assertThat(data.blocks().get(1)).isInstanceOf(SparseBlock.class);
  }

  @Test
  void theLossIsMinusTheLogOfTheLabelsProbability() {
    double[] at = vector();
    double loss = 0;
    for (Rows rows : data.blocks()) {
      for (int i = 0; i < rows.count(); i++) {
        double[] p = probabilities(LocalData.row(rows, i), at);
        loss -= rows.weights()[i] * Math.log(p[rows.labels()[i]]);
      }
    }
    assertThat(data.evaluate(at).loss).isCloseTo(loss, within(1e-10 * loss));
  }

  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    double[] at = vector();
    double[] gradient = data.evaluate(at).gradient;
    double step = 1e-5;
    for (int i = 0; i < SIZE; i++) {
      double[] more = at.clone();
      double[] less = at.clone();
      more[i] += step;
      less[i] -= step;
      double slope = (data.evaluate(more).loss - data.evaluate(less).loss) / (2 * step);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
    }
  }

  @Test
  void theProductIsByTheFisherMatrix() {
    double[] at = vector();
    double[] direction = vector();
    double[][] fisher = fisher(at);
    double[] product = data.product(at, direction);
    for (int a = 0; a < SIZE; a++) {
      assertThat(product[a]).isCloseTo(Blas.dot(fisher[a], direction), within(1e-11));
    }
  }

  /** So natural gradient is Newton's method here. */
  @Test
  void theFisherMatrixIsTheHessian() {
    double[] at = vector();
    double[] direction = vector();
    double step = 1e-5;
    double[] more = at.clone();
    double[] less = at.clone();
    Blas.add(step, direction, more);
    Blas.add(-step, direction, less);
    double[] difference = data.evaluate(more).gradient;
    Blas.add(-1, data.evaluate(less).gradient, difference);
    double[] product = data.product(at, direction);
    for (int i = 0; i < SIZE; i++) {
      assertThat(product[i]).isCloseTo(difference[i] / (2 * step), within(1e-6));
    }
  }

  @Test
  void momentsOfThePredictionsAreTheirSums() {
    double[] at = vector();
    Evaluation sums = data.evaluate(at);
    double[] mean = new double[CLASSES];
    double[] square = new double[CLASSES * CLASSES];
    for (Rows rows : data.blocks()) {
      for (int i = 0; i < rows.count(); i++) {
        double[] p = probabilities(LocalData.row(rows, i), at);
        for (int k = 0; k < CLASSES; k++) {
          mean[k] += rows.weights()[i] * p[k];
          for (int l = 0; l < CLASSES; l++) {
            square[k * CLASSES + l] += rows.weights()[i] * p[k] * p[l];
          }
        }
      }
    }
    assertThat(sums.probability).containsExactly(mean, within(1e-11));
    assertThat(sums.secondMoment).containsExactly(square, within(1e-11));
  }

  @Test
  void hugeMarginsOverflowNothing() {
    double[] at = vector();
    for (int i = 0; i < SIZE; i++) {
      at[i] *= 1e6;
    }
    Evaluation sums = data.evaluate(at);
    assertThat(sums.loss).isFinite().isPositive();
    assertThat(sums.gradient).doesNotContain(Double.NaN);
  }
}
