package dev.geodesic.device.cpu;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.trial.Fisher;

/**
 * The factors N {@code [classes, classes − 1]} and right-hand sides u of every trial and sample.
 *
 * @param n element (i, j) of trial t and sample b lies at {@code ((t·classes + i)·batch +
 *     b)·(classes − 1) + j}: for each trial a matrix {@code [classes, batch·(classes − 1)]}
 * @param u of trial t and sample b, element j: {@code (t·batch + b)·(classes − 1) + j}
 */
record CpuFactors(double[] n, double[] u, int batch, int trials, int classes)
    implements FisherKernels.Factors {

  /** Order of one trial's Gram matrix. */
  int order() {
    return batch * (classes - 1);
  }

  /** Where row i of trial t begins in {@code n}. */
  int row(int t, int i) {
    return (t * classes + i) * order();
  }

  static CpuFactors of(CpuPanel probabilities, int[] labels, Fisher fisher) {
    int batch = probabilities.batch();
    int trials = probabilities.trials();
    int classes = probabilities.classes();
    CpuFactors factors =
        new CpuFactors(
            new double[trials * classes * batch * (classes - 1)],
            new double[trials * batch * (classes - 1)],
            batch,
            trials,
            classes);
    OutputFactor sample = new OutputFactor(classes);
    for (int t = 0; t < trials; t++) {
      for (int b = 0; b < batch; b++) {
        sample.compute(probabilities.values(), probabilities.at(b, t), labels[b], fisher);
        factors.store(sample, t, b);
      }
    }
    return factors;
  }

  private void store(OutputFactor sample, int t, int b) {
    int free = classes - 1;
    for (int i = 0; i < classes; i++) {
      System.arraycopy(sample.n[i], 0, n, row(t, i) + b * free, free);
    }
    double scale = 1 / Math.sqrt(batch);
    for (int j = 0; j < free; j++) {
      u[(t * batch + b) * free + j] = scale * sample.u[j];
    }
  }
}
