package dev.geodesic.device.opencl;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels;

/** The softmax output layer and its loss; see {@code softmax.cl}. */
final class OpenClSoftmax implements SoftmaxKernels {
  private final Gear gear;

  OpenClSoftmax(Gear gear) {
    this.gear = gear;
  }

  @Override
  public void logSoftmax(Panel logits, Panel probabilities) {
    OpenClPanel z = (OpenClPanel) logits;
    gear.launch("log_softmax")
        .with(z.values())
        .with(z.width())
        .with(z.rows())
        .with(OpenClPanel.buffer(probabilities))
        .items(z.rows());
  }

  @Override
  public double[] crossEntropy(Panel logProbabilities, int[] labels) {
    OpenClPanel logp = (OpenClPanel) logProbabilities;
    Buffer losses = gear.pool().lendDoubles(logp.trials());
    gear.launch("cross_entropy")
        .with(logp.values())
        .with(gear.constant(labels))
        .with(logp.batch())
        .with(logp.width())
        .with(losses)
        .groups(logp.trials());
    return gear.queue().readDoubles(losses, logp.trials());
  }

  @Override
  public int[] countRight(Panel logProbabilities, int[] labels) {
    OpenClPanel logp = (OpenClPanel) logProbabilities;
    Buffer right = gear.pool().lendInts(logp.trials());
    gear.launch("count_right")
        .with(logp.values())
        .with(gear.constant(labels))
        .with(logp.batch())
        .with(logp.width())
        .with(right)
        .groups(logp.trials());
    return gear.queue().readInts(right, logp.trials());
  }

  @Override
  public void residual(Panel probabilities, int[] labels, Panel residual) {
    OpenClPanel p = (OpenClPanel) probabilities;
    gear.launch("residual")
        .with(p.values())
        .with(gear.constant(labels))
        .with(p.batch())
        .with(p.trials())
        .with(p.width())
        .with(OpenClPanel.buffer(residual))
        .items(p.length());
  }

  @Override
  public Shift shift(Panel probabilities, Panel change, double[] factors, int[] labels) {
    OpenClPanel p = (OpenClPanel) probabilities;
    Buffer effects = gear.pool().lendDoubles(2L * p.trials());
    gear.launch("shift_along")
        .with(p.values())
        .with(OpenClPanel.buffer(change))
        .with(gear.constant(factors))
        .with(gear.constant(labels))
        .with(p.batch())
        .with(p.width())
        .with(effects)
        .groups(p.trials());
    return read(effects, p.trials());
  }

  @Override
  public Shift shift(
      Panel probabilities, Panel logProbabilities, Panel newLogProbabilities, int[] labels) {
    OpenClPanel p = (OpenClPanel) probabilities;
    Buffer effects = gear.pool().lendDoubles(2L * p.trials());
    gear.launch("shift_between")
        .with(p.values())
        .with(OpenClPanel.buffer(logProbabilities))
        .with(OpenClPanel.buffer(newLogProbabilities))
        .with(gear.constant(labels))
        .with(p.batch())
        .with(p.width())
        .with(effects)
        .groups(p.trials());
    return read(effects, p.trials());
  }

  private Shift read(Buffer effects, int trials) {
    double[] both = gear.queue().readDoubles(effects, 2 * trials);
    double[] kl = new double[trials];
    double[] lossChange = new double[trials];
    for (int t = 0; t < trials; t++) {
      kl[t] = both[2 * t];
      lossChange[t] = both[2 * t + 1];
    }
    return new Shift(kl, lossChange);
  }

  @Override
  public void covariance(Panel probabilities, Panel panel, Panel product) {
    OpenClPanel p = (OpenClPanel) probabilities;
    gear.launch("covariance")
        .with(p.values())
        .with(OpenClPanel.buffer(panel))
        .with(p.width())
        .with(p.rows())
        .with(OpenClPanel.buffer(product))
        .items(p.rows());
  }
}
