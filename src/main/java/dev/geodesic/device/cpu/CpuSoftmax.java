package dev.geodesic.device.cpu;

import dev.geodesic.device.Indices;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels;

/** Softmax and cross-entropy in fused loops over a pack's panels. */
final class CpuSoftmax implements SoftmaxKernels {
  private double[] scratch = new double[0];
  private double[] rowScratch = new double[0];

  @Override
  public void logSoftmax(Panel logits, Panel probabilities) {
    CpuPanel panel = (CpuPanel) logits;
    double[] z = panel.values();
    double[] p = ((CpuPanel) probabilities).values();
    int classes = panel.width();
    int length = panel.length();
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
  public Numbers crossEntropy(Panel logProbabilities, Indices labels) {
    int[] classes = CpuIndices.of(labels);
    CpuPanel logp = (CpuPanel) logProbabilities;
    double[] loss = new double[logp.trials()];
    for (int b = 0; b < logp.batch(); b++) {
      for (int t = 0; t < logp.trials(); t++) {
        loss[t] -= logp.values()[logp.at(b, t) + classes[b]];
      }
    }
    for (int t = 0; t < loss.length; t++) {
      loss[t] /= logp.batch();
    }
    return Numbers.of(loss);
  }

  @Override
  public Numbers countRight(Panel logProbabilities, Indices labels) {
    int[] classes = CpuIndices.of(labels);
    CpuPanel logp = (CpuPanel) logProbabilities;
    double[] right = new double[logp.trials()];
    for (int b = 0; b < logp.batch(); b++) {
      for (int t = 0; t < logp.trials(); t++) {
        right[t] += isLargest(logp.values(), logp.at(b, t), logp.width(), classes[b]) ? 1 : 0;
      }
    }
    return Numbers.of(right);
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

  @Override
  public void residual(Panel probabilities, Indices labels, Panel residual) {
    int[] classes = CpuIndices.of(labels);
    CpuPanel p = (CpuPanel) probabilities;
    double[] r = ((CpuPanel) residual).values();
    double scale = 1.0 / p.batch();
    for (int i = 0; i < p.length(); i++) {
      r[i] = scale * p.values()[i];
    }
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        r[p.at(b, t) + classes[b]] -= scale;
      }
    }
  }

  @Override
  public Shift shift(Panel probabilities, Panel change, double[] factors, Indices labels) {
    int[] right = CpuIndices.of(labels);
    CpuPanel p = (CpuPanel) probabilities;
    CpuPanel delta = (CpuPanel) change;
    ensureScratch(p.length());
    double[] kl = new double[p.trials()];
    double[] gain = new double[p.trials()];
    double[] shifted = scratch;
    double[] least = rowScratch;
    int classes = p.width();
    for (int row = 0, i = 0; row < p.length(); row += classes, i++) {
      double factor = factors[i % p.trials()];
      double smallest = factor * delta.values()[row];
      for (int c = row + 1; c < row + classes; c++) {
        smallest = Math.min(smallest, factor * delta.values()[c]);
      }
      least[i] = smallest;
      for (int c = row; c < row + classes; c++) {
        shifted[c] = smallest - factor * delta.values()[c];
      }
    }
    // KL = log Σ p·exp(−δ) + Σ p·δ, and the loss changes by log Σ p·exp(−δ) + δ_y.
    for (int row = 0, i = 0; row < p.length(); row += classes, i++) {
      double sum = 0;
      for (int c = row; c < row + classes; c++) {
        sum -= p.values()[c] * shifted[c];
      }
      int t = i % p.trials();
      kl[t] += sum;
      gain[t] -= shifted[row + right[i / p.trials()]];
    }
    Exponential.exp(shifted, shifted, 0, p.length());
    for (int row = 0, i = 0; row < p.length(); row += classes, i++) {
      double partition = 0;
      for (int c = row; c < row + classes; c++) {
        partition += p.values()[c] * shifted[c];
      }
      double logPartition = StrictMath.log(partition);
      kl[i % p.trials()] += logPartition;
      gain[i % p.trials()] += logPartition;
    }
    return mean(kl, gain, p.batch());
  }

  @Override
  public Shift shift(
      Panel probabilities, Panel logProbabilities, Panel newLogProbabilities, Indices labels) {
    int[] classes = CpuIndices.of(labels);
    CpuPanel p = (CpuPanel) probabilities;
    double[] before = ((CpuPanel) logProbabilities).values();
    double[] after = ((CpuPanel) newLogProbabilities).values();
    double[] kl = new double[p.trials()];
    double[] gain = new double[p.trials()];
    for (int row = 0, i = 0; row < p.length(); row += p.width(), i++) {
      double sum = 0;
      for (int c = row; c < row + p.width(); c++) {
        sum += p.values()[c] * (before[c] - after[c]);
      }
      int right = row + classes[i / p.trials()];
      kl[i % p.trials()] += sum;
      gain[i % p.trials()] += before[right] - after[right];
    }
    return mean(kl, gain, p.batch());
  }

  private static Shift mean(double[] kl, double[] gain, int batch) {
    for (int t = 0; t < kl.length; t++) {
      kl[t] = Math.max(0, kl[t] / batch);
      gain[t] /= batch;
    }
    return new Shift(Numbers.of(kl), Numbers.of(gain));
  }

  @Override
  public void covariance(Panel probabilities, Panel panel, Panel product) {
    CpuPanel p = (CpuPanel) probabilities;
    double[] x = ((CpuPanel) panel).values();
    double[] out = ((CpuPanel) product).values();
    for (int row = 0; row < p.length(); row += p.width()) {
      // A constant may be subtracted from x without changing S(p)x; with this one nothing
      // cancels where p is nearly 1.
      double origin = x[likeliest(p.values(), row, p.width())];
      double mean = 0;
      for (int c = row; c < row + p.width(); c++) {
        mean += p.values()[c] * (x[c] - origin);
      }
      for (int c = row; c < row + p.width(); c++) {
        out[c] = p.values()[c] * (x[c] - origin - mean);
      }
    }
  }

  /** Returns the index of the largest of a row of probabilities, the first of equals. */
  static int likeliest(double[] p, int from, int classes) {
    int best = from;
    for (int c = from + 1; c < from + classes; c++) {
      best = p[c] > p[best] ? c : best;
    }
    return best;
  }

  private void ensureScratch(int length) {
    if (scratch.length < length) {
      scratch = new double[length];
      rowScratch = new double[length];
    }
  }
}
