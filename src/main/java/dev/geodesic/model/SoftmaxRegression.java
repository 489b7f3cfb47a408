package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.trial.CurvePoint.Measurement;
import java.util.Arrays;
import java.util.List;

/**
 * Softmax regression of a whole pack: logits Z = XW with the weights of all trials side by side,
 * {@code [features, trials × classes]}. A bias is a feature that is always 1.
 */
public final class SoftmaxRegression implements AutoCloseable {
  private final Device device;
  private final int classes;
  private Matrix weights;
  private int trials;

  private SoftmaxRegression(Device device, Matrix weights, int trials) {
    this.device = device;
    this.weights = weights;
    this.trials = trials;
    this.classes = weights.columns() / trials;
  }

  /**
   * A pack whose trials all start from one point.
   *
   * @param initial weights of one trial, {@code [features, classes]} row-major
   */
  public static SoftmaxRegression of(Device device, float[] initial, int classes, int trials) {
    int features = initial.length / classes;
    float[] all = new float[initial.length * trials];
    for (int i = 0; i < features; i++) {
      for (int t = 0; t < trials; t++) {
        System.arraycopy(initial, i * classes, all, (i * trials + t) * classes, classes);
      }
    }
    return new SoftmaxRegression(device, device.upload(all, features, trials * classes), trials);
  }

  public int trials() {
    return trials;
  }

  /** Predictions and losses of all trials on one batch. */
  public ForwardPass forward(Matrix samples, int[] labels) {
    Panel logits = device.panel(samples.rows(), trials, classes);
    Panel probabilities = device.panel(samples.rows(), trials, classes);
    device.multiply(samples, weights, logits);
    device.softmax().logSoftmax(logits, probabilities);
    double[] losses = device.softmax().crossEntropy(logits, labels);
    return new ForwardPass(device, samples, labels, probabilities, losses);
  }

  /** W ← W − direction. */
  public void subtract(ForwardPass pass, Direction direction) {
    direction.subtractFrom(weights, pass);
  }

  /** Loss and accuracy of every trial on a set of samples. */
  public List<Measurement> evaluate(Matrix samples, int[] labels) {
    return Arrays.stream(device.softmax().evaluate(samples, labels, weights, trials))
        .map(measured -> new Measurement(measured[0], measured[1]))
        .toList();
  }

  /** Goes on with the trials at these positions alone. */
  public void retain(int[] kept) {
    weights = device.retainTrials(weights, trials, kept);
    trials = kept.length;
  }

  /** A copy of the weights, {@code [features, trials × classes]} row-major. */
  public float[] weights() {
    return device.download(weights);
  }

  @Override
  public void close() {
    weights.close();
  }
}
