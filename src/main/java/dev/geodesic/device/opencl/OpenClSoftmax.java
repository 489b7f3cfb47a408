package dev.geodesic.device.opencl;

import dev.geodesic.device.Indices;
import dev.geodesic.device.Numbers;
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
  public Numbers crossEntropy(Panel logProbabilities, Indices labels) {
    OpenClPanel logp = (OpenClPanel) logProbabilities;
    Arena.Place losses = gear.numbers(logp.trials());
    gear.launch("cross_entropy")
        .with(logp.values())
        .with(labels)
        .with(logp.batch())
        .with(logp.width())
        .with(losses)
        .groups(logp.trials());
    return losses;
  }

  @Override
  public Numbers countRight(Panel logProbabilities, Indices labels) {
    OpenClPanel logp = (OpenClPanel) logProbabilities;
    Arena.Place right = gear.numbers(logp.trials());
    gear.launch("count_right")
        .with(logp.values())
        .with(labels)
        .with(logp.batch())
        .with(logp.width())
        .with(right)
        .groups(logp.trials());
    return right;
  }

  @Override
  public void residual(Panel probabilities, Indices labels, Panel residual) {
    OpenClPanel p = (OpenClPanel) probabilities;
    gear.launch("residual")
        .with(p.values())
        .with(labels)
        .with(p.batch())
        .with(p.trials())
        .with(p.width())
        .with(OpenClPanel.buffer(residual))
        .items(p.length());
  }

  @Override
  public Shift shift(Panel probabilities, Panel change, double[] factors, Indices labels) {
    OpenClPanel p = (OpenClPanel) probabilities;
    Arena.Place effects = gear.numbers(2 * p.trials());
    gear.launch("shift_along")
        .with(p.values())
        .with(OpenClPanel.buffer(change))
        .with(gear.constant(factors))
        .with(labels)
        .with(p.batch())
        .with(p.width())
        .with(effects)
        .groups(p.trials());
    return shift(effects, p.trials());
  }

  @Override
  public Shift shift(
      Panel probabilities, Panel logProbabilities, Panel newLogProbabilities, Indices labels) {
    OpenClPanel p = (OpenClPanel) probabilities;
    Arena.Place effects = gear.numbers(2 * p.trials());
    gear.launch("shift_between")
        .with(p.values())
        .with(OpenClPanel.buffer(logProbabilities))
        .with(OpenClPanel.buffer(newLogProbabilities))
        .with(labels)
        .with(p.batch())
        .with(p.width())
        .with(effects)
        .groups(p.trials());
    return shift(effects, p.trials());
  }

  private static Shift shift(Arena.Place effects, int trials) {
    return new Shift(effects.part(0, trials), effects.part(trials, trials));
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
