package dev.geodesic.device.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Guesses the eigenvector of a Gram matrix G's largest eigenvalue. That of F is near x̄ ⊗ s, x̄ the
 * mean input and s the top eigenvector of the mean output curvature with samples weighted by x̄ᵀx;
 * Aᵀ maps it to x̄ᵀx_b · N_bᵀs.
 */
final class TopDirection {
  /** Power iterations for s: enough for a guess that Lanczos iteration improves. */
  private static final int POWER_ITERATIONS = 2;

  private @Nullable CpuSampleGram inputs;
  private double[] along = {};
  private double[] guess = {};
  private double[] s = {};

  /** Returns the guess, of length Br, valid until the next call. */
  double[] near(CpuSampleGram samples, CpuFactors f, int trial) {
    prepare(samples, f);
    for (int i = 0; i < s.length; i++) {
      s[i] = i % 2 == 0 ? 1 : -0.5 * i;
    }
    for (int iteration = 0; iteration <= POWER_ITERATIONS; iteration++) {
      Arrays.fill(guess, 0);
      for (int i = 0; i < s.length; i++) {
        Spans.addScaled(guess, 0, f.n(), f.row(trial, i), s[i], 0, guess.length);
      }
      Spans.multiply(guess, 0, along, 0, 0, guess.length);
      for (int i = 0; i < s.length && iteration < POWER_ITERATIONS; i++) {
        s[i] = weightedDot(f.n(), f.row(trial, i));
      }
    }
    return guess;
  }

  /** Computes x̄ᵀx_b where the samples have changed, as trials often share them. */
  private void prepare(CpuSampleGram samples, CpuFactors f) {
    if (guess.length != f.order()) {
      guess = new double[f.order()];
      along = new double[f.order()];
      inputs = null;
    }
    if (s.length != f.classes()) {
      s = new double[f.classes()];
    }
    if (inputs != samples) {
      inputs = samples;
      fillAlong(samples, f.directions());
    }
  }

  /**
   * Writes x̄ᵀx_b for each column (b, j), scaled to a mean square of 1 so that no power overflows.
   */
  private void fillAlong(CpuSampleGram samples, int directions) {
    int batch = samples.batch();
    double square = 0;
    for (int b = 0; b < batch; b++) {
      double sum = 0;
      for (int other = 0; other < batch; other++) {
        sum += samples.at(b, other);
      }
      Arrays.fill(along, b * directions, (b + 1) * directions, sum);
      square += sum * sum;
    }
    double scale = square > 0 ? Math.sqrt(batch / square) : 0;
    for (int i = 0; i < along.length; i++) {
      along[i] *= scale;
    }
  }

  private double weightedDot(double[] n, int from) {
    double sum = 0;
    for (int i = 0; i < guess.length; i++) {
      sum += n[from + i] * guess[i] * along[i];
    }
    return sum;
  }
}
