package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.SoftmaxKernels.Shift;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax and cross-entropy, against their definitions one sample and trial at a time. */
class CpuSoftmaxTest {
  private static final int BATCH = 4;
  private static final int TRIALS = 2;
  private static final int CLASSES = 5;
  private static final int[] LABELS = {0, 4, 2, 2};

  private final CpuSoftmax softmax = new CpuSoftmax();

  private static CpuPanel random(long seed, double bound) {
    double[] values =
        new SplittableRandom(seed).doubles(BATCH * TRIALS * CLASSES, -bound, bound).toArray();
    return new CpuPanel(values, BATCH, TRIALS, CLASSES);
  }

  /** z minus log Σ e^z, by the largest of them. */
  private static double[] logSoftmax(double[] z) {
    double[] logs = z.clone();
    for (int row = 0; row < z.length; row += CLASSES) {
      double max = Double.NEGATIVE_INFINITY;
      for (int c = row; c < row + CLASSES; c++) {
        max = Math.max(max, z[c]);
      }
      double sum = 0;
      for (int c = row; c < row + CLASSES; c++) {
        sum += StrictMath.exp(z[c] - max);
      }
      for (int c = row; c < row + CLASSES; c++) {
        logs[c] = z[c] - max - StrictMath.log(sum);
      }
    }
    return logs;
  }

  /** Logits of 5000 rule classes out at e^-5000, which no probability can tell. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 100, 5000})
  void logProbabilitiesAreExactHoweverLargeTheLogits(double bound) {
    CpuPanel logits = random(1, bound + 1e-9);
    double[] expected = logSoftmax(logits.values());
    CpuPanel p = random(2, 1);
    softmax.logSoftmax(logits, p);
    double[] loss = softmax.crossEntropy(logits, LABELS);
    double[] sums = new double[TRIALS];
    for (int i = 0; i < expected.length; i++) {
      assertThat(logits.values()[i]).isCloseTo(expected[i], within(1e-11));
      double probability = Math.max(StrictMath.exp(expected[i]), 0);
      assertThat(p.values()[i])
          .isPositive()
          .isCloseTo(probability, within(1e-11 * probability + 1e-300));
      int b = i / CLASSES / TRIALS;
      if (i % CLASSES == LABELS[b]) {
        sums[i / CLASSES % TRIALS] -= expected[i] / BATCH;
      }
    }
    for (int t = 0; t < TRIALS; t++) {
      assertThat(loss[t]).isCloseTo(sums[t], within(1e-11 * (1 + sums[t])));
    }
  }

  @Test
  void countsTheFirstOfSeveralLargest() {
    double[] z = new double[BATCH * TRIALS * CLASSES];
    // Trial 0 says class 0 to all, all being alike; trial 1 says class 2.
    for (int b = 0; b < BATCH; b++) {
      z[(b * TRIALS + 1) * CLASSES + 2] = 1;
    }
    CpuPanel panel = new CpuPanel(z, BATCH, TRIALS, CLASSES);
    assertThat(softmax.countRight(panel, LABELS)).containsExactly(1, 2);
  }

  @Test
  void theResidualIsTheDerivativeOfTheMeanLoss() {
    CpuPanel logits = random(3, 2);
    CpuPanel p = random(4, 1);
    double[] z = logits.toArray();
    softmax.logSoftmax(logits, p);
    CpuPanel residual = random(5, 1);
    softmax.residual(p, LABELS, residual);
    for (int i = 0; i < z.length; i++) {
      int t = i / CLASSES % TRIALS;
      double difference = (loss(z, i, 1e-4)[t] - loss(z, i, -1e-4)[t]) / 2e-4;
      assertThat(residual.values()[i]).isCloseTo(difference, within(1e-8));
    }
  }

  private double[] loss(double[] z, int i, double step) {
    double[] moved = z.clone();
    moved[i] += step;
    CpuPanel panel = new CpuPanel(moved, BATCH, TRIALS, CLASSES);
    softmax.logSoftmax(panel, random(6, 1));
    return softmax.crossEntropy(panel, LABELS);
  }

  @Test
  void theCovarianceIsDiagonalMinusOuterProduct() {
    CpuPanel p = random(4, 1);
    softmax.logSoftmax(random(3, 2), p);
    CpuPanel v = random(7, 1);
    CpuPanel product = random(8, 1);
    softmax.covariance(p, v, product);
    for (int row = 0; row < v.length(); row += CLASSES) {
      for (int i = row; i < row + CLASSES; i++) {
        double expected = p.values()[i] * v.values()[i];
        for (int j = row; j < row + CLASSES; j++) {
          expected -= p.values()[i] * p.values()[j] * v.values()[j];
        }
        assertThat(product.values()[i]).isCloseTo(expected, within(1e-15));
      }
    }
  }

  /** Both ways to see a change of the predictions, for steps from nothing to a change of mind. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3, 1, 20})
  void aShiftIsTheDivergenceAndTheGainOfTheLoss(double size) {
    CpuPanel before = random(3, 2);
    CpuPanel change = random(7, 1);
    double[] factors = {size, -2 * size};
    CpuPanel after = new CpuPanel(before.toArray(), BATCH, TRIALS, CLASSES);
    for (int i = 0; i < after.length(); i++) {
      after.values()[i] -= factors[i / CLASSES % TRIALS] * change.values()[i];
    }
    CpuPanel p = random(4, 1);
    CpuPanel q = random(4, 1);
    softmax.logSoftmax(before, p);
    softmax.logSoftmax(after, q);
    double[] kl = new double[TRIALS];
    for (int i = 0; i < p.length(); i++) {
      kl[i / CLASSES % TRIALS] += p.values()[i] * (before.values()[i] - after.values()[i]) / BATCH;
    }
    double[] lossBefore = softmax.crossEntropy(before, LABELS);
    double[] lossAfter = softmax.crossEntropy(after, LABELS);
    for (Shift shift :
        new Shift[] {
          softmax.shift(p, change, factors, LABELS), softmax.shift(p, before, after, LABELS)
        }) {
      for (int t = 0; t < TRIALS; t++) {
        assertThat(shift.kl()[t]).isNotNegative().isCloseTo(kl[t], within(1e-11));
        assertThat(shift.lossChange()[t]).isCloseTo(lossAfter[t] - lossBefore[t], within(1e-11));
      }
    }
  }
}
