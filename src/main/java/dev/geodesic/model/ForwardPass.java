package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import org.jspecify.annotations.Nullable;

/** What a pack predicts for one batch; everything that a step may need of it is computed once. */
public final class ForwardPass {
  private final Device device;
  private final Matrix samples;
  private final int[] labels;
  private final Panel probabilities;
  private final double[] losses;
  private @Nullable SampleGram sampleGram;

  ForwardPass(Device device, Matrix samples, int[] labels, Panel probabilities, double[] losses) {
    this.device = device;
    this.samples = samples;
    this.labels = labels;
    this.probabilities = probabilities;
    this.losses = losses;
  }

  public Device device() {
    return device;
  }

  /** X, {@code [batch, features]}. */
  public Matrix samples() {
    return samples;
  }

  /** The right class of each sample. */
  public int[] labels() {
    return labels;
  }

  /** p, {@code [batch, trials, classes]}. */
  public Panel probabilities() {
    return probabilities;
  }

  /** Mean cross-entropy of each trial, nats a sample. */
  public double[] losses() {
    return losses;
  }

  public int trials() {
    return probabilities.trials();
  }

  /** P, the number of weights of one trial. */
  public int parameters() {
    return samples.columns() * probabilities.classes();
  }

  /** K = XXᵀ, in float64. */
  public SampleGram sampleGram() {
    if (sampleGram == null) {
      sampleGram = device.sampleGram(samples, Precision.DOUBLE);
    }
    return sampleGram;
  }

  /** K for lengths and divergences: the exact one where a solver has asked for it already. */
  SampleGram sampleGramForMeasuring() {
    return sampleGram == null ? device.sampleGram(samples, Precision.SINGLE) : sampleGram;
  }

  /** A panel of zeros of the shape of the predictions. */
  public Panel newPanel() {
    return device.panel(probabilities.batch(), probabilities.trials(), probabilities.classes());
  }

  /** Mean KL divergence of each trial's predictions once the logits have changed by −change. */
  double[] klDivergence(Panel logitChange) {
    return device.softmax().klDivergence(probabilities, logitChange);
  }

  /** The derivative of {@code scale[t]} times the loss in the logits: scale (p − e_y)/B. */
  public Panel lossCotangent(double[] scale) {
    double[] perSample = scale.clone();
    for (int t = 0; t < perSample.length; t++) {
      perSample[t] /= labels.length;
    }
    Panel residual = newPanel();
    device.softmax().residual(probabilities, labels, perSample, residual);
    return residual;
  }
}
