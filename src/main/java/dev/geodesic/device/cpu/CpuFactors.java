package dev.geodesic.device.cpu;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.trial.Fisher;

/**
 * The factors N {@code [classes, directions]} and right-hand sides u of every trial and sample.
 *
 * @param n element (i, j) of trial t and sample b lies at {@code ((t·classes + i)·batch +
 *     b)·directions + j}: for each trial a matrix {@code [classes, batch·directions]}
 * @param u of trial t and sample b, element j: {@code (t·batch + b)·directions + j}
 */
record CpuFactors(double[] n, double[] u, int batch, int trials, int classes, int directions)
    implements FisherKernels.Factors {

  @Override
  public int order() {
    return batch * directions;
  }

  /** Returns where row i of trial t begins in {@code n}. */
  int row(int t, int i) {
    return (t * classes + i) * order();
  }

  static CpuFactors of(
      CpuPanel probabilities,
      int[] labels,
      Fisher fisher,
      double[] maxInverseProbabilities,
      StepMemory memory) {
    int batch = probabilities.batch();
    int trials = probabilities.trials();
    int classes = probabilities.width();
    OutputFactor sample = new OutputFactor(classes, fisher);
    CpuFactors factors =
        new CpuFactors(
            memory.doubles(trials * classes * batch * sample.directions()),
            memory.doubles(trials * batch * sample.directions()),
            batch,
            trials,
            classes,
            sample.directions());
    for (int t = 0; t < trials; t++) {
      for (int b = 0; b < batch; b++) {
        sample.compute(
            probabilities.values(), probabilities.at(b, t), labels[b], maxInverseProbabilities[t]);
        factors.store(sample, t, b);
      }
    }
    return factors;
  }

  private void store(OutputFactor sample, int t, int b) {
    for (int i = 0; i < classes; i++) {
      System.arraycopy(sample.n[i], 0, n, row(t, i) + b * directions, directions);
    }
    double scale = 1 / Math.sqrt(batch);
    for (int j = 0; j < directions; j++) {
      u[(t * batch + b) * directions + j] = scale * sample.u[j];
    }
  }
}
