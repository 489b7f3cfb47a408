package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.Matrix;
import dev.geodesic.device.VectorKernels;
import dev.geodesic.device.VectorKernels.AdamMoments;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Vectors over the weights of several trials, against one loop over their numbers. */
class CpuVectorsTest {
  private static final CpuDevice DEVICE = new CpuDevice();
  private static final VectorKernels VECTORS = DEVICE.vectors();
  private static final int TRIALS = 3;

  /** Of one trial. */
  private static final int ROWS = 5;

  private static final int COLUMNS = 7;
  private static final int PART = ROWS * COLUMNS;
  private static final double[] FACTORS = {0.5, -3, 0};

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  private static float[] random(long seed, double bound) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[TRIALS * PART];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  private static Matrix upload(float[] values) {
    return DEVICE.upload(values, TRIALS * ROWS, COLUMNS);
  }

  @Test
  void copies() {
    float[] x = random(1, 1);
    Matrix target = upload(random(2, 1));
    VECTORS.copy(upload(x), target);
    assertThat(DEVICE.download(target)).containsExactly(x);
  }

  @Test
  void scalesEachTrialByItsFactor() {
    float[] x = random(1, 1);
    Matrix matrix = upload(x);
    VECTORS.scale(FACTORS, matrix);
    float[] scaled = DEVICE.download(matrix);
    for (int i = 0; i < x.length; i++) {
      assertThat(scaled[i]).isEqualTo((float) FACTORS[i / PART] * x[i]);
    }
  }

  @Test
  void addsEachTrialTimesItsFactor() {
    float[] x = random(1, 1);
    float[] y = random(2, 1);
    Matrix from = upload(x);
    Matrix to = upload(y);
    VECTORS.add(FACTORS, from, to);
    float[] sum = DEVICE.download(to);
    for (int i = 0; i < x.length; i++) {
      assertThat((double) sum[i]).isCloseTo(y[i] + FACTORS[i / PART] * x[i], within(3e-7));
    }
    assertThat(DEVICE.download(from)).containsExactly(x);
  }

  /** To float32: OpenBLAS sums blocks of the products in it. */
  @Test
  void addsTheScalarProductOfEachTrial() {
    float[] x = random(1, 1);
    float[] y = random(2, 1);

    double[] sums = {1, 10, 100};
    double[] expected = sums.clone();
    for (int i = 0; i < x.length; i++) {
      expected[i / PART] += (double) x[i] * y[i];
    }
    VECTORS.addDot(upload(x), upload(y), sums);
    for (int t = 0; t < TRIALS; t++) {
      assertThat(sums[t]).isCloseTo(expected[t], within(1e-6));
    }
  }

  /** Algorithm 1 in float64 over several steps, with other hyperparameters for every trial. */
  @Test
  void adamFollowsItsAlgorithm() {
    AdamMoments[] moments = {
      new AdamMoments(0.9, 0.999, 1e-8),
      new AdamMoments(0, 0.5, 1e-3),
      new AdamMoments(0.99, 0.9, 1)
    };
    Matrix mean = upload(new float[TRIALS * PART]);
    Matrix square = upload(new float[TRIALS * PART]);
    double[] m = new double[TRIALS * PART];
    double[] v = new double[TRIALS * PART];
    for (int step = 1; step <= 12; step++) {
      float[] g = random(step, Math.pow(10, step % 4 - 2));
      g[0] = 0;
      Matrix gradient = upload(g);
      VECTORS.adam(gradient, mean, square, moments, step);
      float[] direction = DEVICE.download(gradient);
      for (int i = 0; i < g.length; i++) {
        AdamMoments own = moments[i / PART];
        m[i] = own.beta1() * m[i] + (1 - own.beta1()) * g[i];
        v[i] = own.beta2() * v[i] + (1 - own.beta2()) * g[i] * g[i];
        double meanHat = m[i] / (1 - Math.pow(own.beta1(), step));
        double squareHat = v[i] / (1 - Math.pow(own.beta2(), step));
        double expected = meanHat / (Math.sqrt(squareHat) + own.epsilon());
        // The mean is a sum that may cancel: float32 of its largest parts, here of 1 in all.
        assertThat((double) direction[i]).isCloseTo(expected, within(1e-5));
      }
      assertThat(direction[0]).isZero();
    }
    float[] means = DEVICE.download(mean);
    float[] squares = DEVICE.download(square);
    for (int i = 0; i < means.length; i++) {
      assertThat((double) means[i]).isCloseTo(m[i], within(1e-6 * (0.1 + Math.abs(m[i]))));
      assertThat((double) squares[i]).isCloseTo(v[i], within(2e-6 * v[i] + 1e-12));
    }
  }

  @Test
  void retainsTheTrialsThatAreKeptInTheirOrder() {
    float[] x = random(1, 1);
    Matrix rest = VECTORS.retainTrials(upload(x), TRIALS, new int[] {0, 2});
    assertThat(rest.rows()).isEqualTo(2 * ROWS);
    assertThat(rest.columns()).isEqualTo(COLUMNS);
    float[] kept = DEVICE.download(rest);
    for (int i = 0; i < kept.length; i++) {
      assertThat(kept[i]).isEqualTo(i < PART ? x[i] : x[PART + i]);
    }
    // In memory of their own.
    Matrix last = VECTORS.retainTrials(rest, 2, new int[] {1});
    assertThat(DEVICE.download(last)).containsExactly(Arrays.copyOfRange(x, 2 * PART, x.length));
  }

  /** Pointers are moved along the trials and back: one call must not show in the next. */
  @Test
  void leavesNothingBehind() {
    float[] x = random(1, 1);
    Matrix matrix = upload(x);
    VECTORS.scale(new double[] {1, 1, 1}, matrix);
    VECTORS.addDot(matrix, matrix, new double[TRIALS]);
    VECTORS.add(new double[] {0, 0, 0}, matrix, matrix);
    assertThat(DEVICE.download(matrix)).containsExactly(x);
  }
}
