package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.SampleGram;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K = XXᵀ, its products and its solves, against its elements; solves by multiplying back. */
class CpuSampleGramTest {
  private static final CpuDevice DEVICE = new CpuDevice();
  private static final int BATCH = 6;
  private static final int TRIALS = 3;
  private static final int WIDTH = 4;

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  private static float[] samples(int batch, int features) {
    SplittableRandom random = new SplittableRandom(features);
    float[] x = new float[batch * features];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble();
    }
    return x;
  }

  private static double[][] gram(float[] x, int batch) {
    int features = x.length / batch;
    double[][] k = new double[batch][batch];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        for (int f = 0; f < features; f++) {
          k[i][j] += (double) x[i * features + f] * x[j * features + f];
        }
      }
    }
    return k;
  }

  private static CpuPanel panel(long seed) {
    double[] values = new SplittableRandom(seed).doubles(BATCH * TRIALS * WIDTH, -1, 1).toArray();
    return new CpuPanel(values, BATCH, TRIALS, WIDTH);
  }

  /** (scales[t]·K + shifts[t]·I)·panel. */
  private static double[] multiply(double[][] k, double[] scales, double[] shifts, double[] panel) {
    int length = TRIALS * WIDTH;
    double[] product = new double[panel.length];
    for (int i = 0; i < BATCH; i++) {
      for (int c = 0; c < length; c++) {
        int t = c / WIDTH;
        product[i * length + c] = shifts[t] * panel[i * length + c];
        for (int j = 0; j < BATCH; j++) {
          product[i * length + c] += scales[t] * k[i][j] * panel[j * length + c];
        }
      }
    }
    return product;
  }

  private static final double[] ONES = {1, 1, 1};
  private static final double[] ZEROS = {0, 0, 0};

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void multipliesByTheProductsOfTheSamples(Precision precision) {
    float[] x = samples(BATCH, 9);
    SampleGram gram = DEVICE.sampleGram(DEVICE.upload(x, BATCH, 9), precision);
    CpuPanel m = panel(1);
    CpuPanel product = panel(2);
    gram.multiply(m, product);
    double tolerance = precision == Precision.DOUBLE ? 1e-13 : 1e-5;
    assertClose(product.values(), multiply(gram(x, BATCH), ONES, ZEROS, m.values()), tolerance);
    assertThat(gram.batch()).isEqualTo(BATCH);
    double mean = 0;
    for (int i = 0; i < BATCH; i++) {
      mean += gram(x, BATCH)[i][i] / BATCH;
    }
    assertThat(gram.meanDiagonal()).isCloseTo(mean, within(tolerance));
  }

  @Test
  void isThatOfOneTrialsActivations() {
    CpuPanel activations = panel(5);
    CpuSampleGram gram = (CpuSampleGram) DEVICE.sampleGram(activations, 1);
    for (int i = 0; i < BATCH; i++) {
      for (int j = 0; j < BATCH; j++) {
        double expected = 0;
        for (int c = 0; c < WIDTH; c++) {
          expected +=
              activations.values()[activations.at(i, 1) + c]
                  * activations.values()[activations.at(j, 1) + c];
        }
        assertThat(gram.at(i, j)).isCloseTo(expected, within(1e-14));
      }
    }
  }

  @Test
  void solvesForEveryTrialAndClass() {
    float[] x = samples(BATCH, 9);
    SampleGram gram = DEVICE.sampleGram(DEVICE.upload(x, BATCH, 9), Precision.DOUBLE);
    CpuPanel solution = panel(1);
    assertThat(gram.solve(solution)).isTrue();
    assertClose(multiply(gram(x, BATCH), ONES, ZEROS, solution.values()), panel(1).values(), 1e-10);
  }

  /** More samples than features, an empty one, a repeated one. */
  @Test
  void leavesThePanelWhereThereIsNoSolution() {
    float[] narrow = samples(BATCH, 5);
    float[] empty = samples(BATCH, 9);
    Arrays.fill(empty, 18, 27, 0);
    float[] repeated = samples(BATCH, 9);
    System.arraycopy(repeated, 0, repeated, 36, 9);
    for (float[] x : new float[][] {narrow, empty, repeated}) {
      Matrix samples = DEVICE.upload(x, BATCH, x.length / BATCH);
      CpuPanel panel = panel(1);
      assertThat(DEVICE.sampleGram(samples, Precision.DOUBLE).solve(panel)).isFalse();
      assertThat(panel.values()).containsExactly(panel(1).values());
    }
  }

  /** Other scales and shifts for each trial; a shift alone where K is singular or nothing. */
  @Test
  void solvesShiftedForEachTrial() {
    double[] scales = {0.2, 1, 7};
    double[] shifts = {1e-3, 0.5, 30};
    for (int features : new int[] {9, 3, 1}) {
      float[] x = samples(BATCH, features);
      SampleGram gram = DEVICE.sampleGram(DEVICE.upload(x, BATCH, features), Precision.DOUBLE);
      CpuPanel solution = panel(1);
      gram.solveShifted(scales, shifts, solution);
      assertClose(
          multiply(gram(x, BATCH), scales, shifts, solution.values()), panel(1).values(), 1e-10);
    }
    SampleGram nothing =
        DEVICE.sampleGram(DEVICE.upload(new float[BATCH * 2], BATCH, 2), Precision.DOUBLE);
    CpuPanel solution = panel(1);
    nothing.solveShifted(scales, shifts, solution);
    assertClose(
        multiply(new double[BATCH][BATCH], scales, shifts, solution.values()),
        panel(1).values(),
        1e-14);
  }
}
