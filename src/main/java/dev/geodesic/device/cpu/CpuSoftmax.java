package dev.geodesic.device.cpu;

import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels;

/** Softmax and cross-entropy in fused loops over a pack's panels. */
final class CpuSoftmax implements SoftmaxKernels {
  /** Samples evaluated at once: enough for a good matrix product, few enough for the cache. */
  private static final int EVALUATION_CHUNK = 500;

  private final CpuDevice device;
  private double[] scratch = new double[0];

  CpuSoftmax(CpuDevice device) {
    this.device = device;
  }

  @Override
  public void logSoftmax(Panel logits, Panel probabilities) {
    CpuPanel z = (CpuPanel) logits;
    logSoftmax(
        z.values(), ((CpuPanel) probabilities).values(), z.batch() * z.trials(), z.classes());
  }

  /** Row-wise on {@code rows} rows: z becomes log-probabilities, p probabilities. */
  private static void logSoftmax(double[] z, double[] p, int rows, int classes) {
    int length = rows * classes;
    for (int row = 0; row < length; row += classes) {
      double max = z[row];
      for (int c = row + 1; c < row + classes; c++) {
        max = Math.max(max, z[c]);
      }
      for (int c = row; c < row + classes; c++) {
        z[c] -= max;
      }
    }
    Exponential.exp(z, p, 0, length);
    for (int row = 0; row < length; row += classes) {
      double sum = 0;
      for (int c = row; c < row + classes; c++) {
        sum += p[c];
      }
      double inverse = 1 / sum;
      double logSum = StrictMath.log(sum);
      for (int c = row; c < row + classes; c++) {
        p[c] *= inverse;
        z[c] -= logSum;
      }
    }
  }

  @Override
  public double[] crossEntropy(Panel logProbabilities, int[] labels) {
    CpuPanel logp = (CpuPanel) logProbabilities;
    double[] loss = new double[logp.trials()];
    for (int b = 0; b < logp.batch(); b++) {
      for (int t = 0; t < logp.trials(); t++) {
        loss[t] -= logp.values()[logp.at(b, t) + labels[b]];
      }
    }
    for (int t = 0; t < loss.length; t++) {
      loss[t] /= logp.batch();
    }
    return loss;
  }

  @Override
  public void residual(Panel probabilities, int[] labels, double[] scale, Panel residual) {
    CpuPanel p = (CpuPanel) probabilities;
    double[] r = ((CpuPanel) residual).values();
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        int row = p.at(b, t);
        for (int c = row; c < row + p.classes(); c++) {
          r[c] = scale[t] * p.values()[c];
        }
        r[row + labels[b]] -= scale[t];
      }
    }
  }

  @Override
  public double[] klDivergence(Panel probabilities, Panel change) {
    CpuPanel p = (CpuPanel) probabilities;
    CpuPanel delta = (CpuPanel) change;
    double[] shifted = scratch(p.values().length);
    double[] shift = new double[p.batch() * p.trials()];
    for (int row = 0, i = 0; i < shift.length; row += p.classes(), i++) {
      double least = delta.values()[row];
      for (int c = row + 1; c < row + p.classes(); c++) {
        least = Math.min(least, delta.values()[c]);
      }
      shift[i] = least;
      for (int c = row; c < row + p.classes(); c++) {
        shifted[c] = least - delta.values()[c];
      }
    }
    double[] kl = new double[p.trials()];
    sumKl(p, delta, shift, shifted, kl);
    for (int t = 0; t < kl.length; t++) {
      kl[t] = Math.max(0, kl[t] / p.batch());
    }
    return kl;
  }

  /** Adds KL(p‖p') = log Σ p·exp(−δ) + Σ p·δ of every sample to its trial's sum. */
  private static void sumKl(
      CpuPanel p, CpuPanel delta, double[] shift, double[] shifted, double[] kl) {
    Exponential.exp(shifted, shifted, 0, p.values().length);
    for (int i = 0; i < shift.length; i++) {
      double mean = 0;
      double partition = 0;
      for (int c = i * p.classes(); c < (i + 1) * p.classes(); c++) {
        mean += p.values()[c] * (delta.values()[c] - shift[i]);
        partition += p.values()[c] * shifted[c];
      }
      kl[i % p.trials()] += StrictMath.log(partition) + mean;
    }
  }

  @Override
  public void scaleTrials(Panel panel, double[] factors) {
    CpuPanel scaled = (CpuPanel) panel;
    for (int b = 0; b < scaled.batch(); b++) {
      for (int t = 0; t < scaled.trials(); t++) {
        int row = scaled.at(b, t);
        for (int c = row; c < row + scaled.classes(); c++) {
          scaled.values()[c] *= factors[t];
        }
      }
    }
  }

  @Override
  public double[] dot(Panel left, Panel right) {
    CpuPanel a = (CpuPanel) left;
    double[] b = ((CpuPanel) right).values();
    double[] sums = new double[a.trials()];
    for (int row = 0, i = 0; row < b.length; row += a.classes(), i++) {
      double sum = 0;
      for (int c = row; c < row + a.classes(); c++) {
        sum += a.values()[c] * b[c];
      }
      sums[i % a.trials()] += sum;
    }
    return sums;
  }

  @Override
  public double[][] evaluate(Matrix samples, int[] labels, Matrix weights, int trials) {
    int classes = weights.columns() / trials;
    double[] loss = new double[trials];
    int[] right = new int[trials];
    for (int start = 0; start < labels.length; start += EVALUATION_CHUNK) {
      int rows = Math.min(EVALUATION_CHUNK, labels.length - start);
      double[] z = new double[rows * weights.columns()];
      device.multiply((CpuMatrix) samples, start, rows, (CpuMatrix) weights, z);
      double[] p = scratch(z.length);
      logSoftmax(z, p, rows * trials, classes);
      for (int i = 0; i < rows * trials; i++) {
        int label = labels[start + i / trials];
        loss[i % trials] -= z[i * classes + label];
        right[i % trials] += isLargest(z, i * classes, classes, label) ? 1 : 0;
      }
    }
    double[][] measured = new double[trials][];
    for (int t = 0; t < trials; t++) {
      measured[t] = new double[] {loss[t] / labels.length, (double) right[t] / labels.length};
    }
    return measured;
  }

  private static boolean isLargest(double[] values, int from, int count, int candidate) {
    for (int c = 0; c < count; c++) {
      double other = values[from + c];
      if (other > values[from + candidate]
          || (other == values[from + candidate] && c < candidate)) {
        return false;
      }
    }
    return true;
  }

  private double[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new double[length];
    }
    return scratch;
  }
}
