package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Indices;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of a whole pack, all of one shape: fully connected layers with a softmax on top.
 * Without hidden layers that is softmax regression. A bias is an input that is always 1.
 */
public final class Network implements AutoCloseable {
  /** Samples evaluated at once: enough for a good matrix product, few enough for the cache. */
  private static final int EVALUATION_CHUNK = 500;

  /** Trials of a common pack. A choice by the real number would let company decide on bits. */
  private static final int NOMINAL_TRIALS = 8;

  private final Device device;
  private final Architecture architecture;
  private final Interruption interruption;
  private Parameters weights;

  private Network(
      Device device, Architecture architecture, Parameters weights, Interruption interruption) {
    this.device = device;
    this.interruption = interruption;
    this.architecture = architecture;
    this.weights = weights;
  }

  /**
   * Creates a pack whose trials all start from the same weights, and that is never interrupted.
   *
   * @param initial weights of one trial, each layer {@code [outputs, inputs]} row-major
   */
  public static Network of(
      Device device, Architecture architecture, List<float[]> initial, int trials) {
    return of(device, architecture, initial, trials, Interruption.NEVER);
  }

  /**
   * Creates a pack whose trials all start from the same weights.
   *
   * @param initial weights of one trial, each layer {@code [outputs, inputs]} row-major
   * @param interruption asked repeatedly during long steps
   */
  public static Network of(
      Device device,
      Architecture architecture,
      List<float[]> initial,
      int trials,
      Interruption interruption) {
    List<Matrix> layers = new ArrayList<>();
    for (int l = 0; l < initial.size(); l++) {
      Layer layer = architecture.layers().get(l);
      float[] one = initial.get(l);
      float[] all = new float[one.length * trials];
      for (int t = 0; t < trials; t++) {
        System.arraycopy(one, 0, all, t * one.length, one.length);
      }
      layers.add(device.upload(all, layer.outputs() * trials, layer.inputs()));
    }
    return new Network(device, architecture, new Parameters(device, layers, trials), interruption);
  }

  public int trials() {
    return weights.trials();
  }

  /** Returns the weights, which steps change in place. */
  public Parameters weights() {
    return weights;
  }

  /**
   * Computes predictions and losses of all trials on one batch, in memory of the innermost scope.
   *
   * @param samples {@code [batch, features]}, the bias included
   * @param labels the class of each sample
   */
  public ForwardPass forward(Matrix samples, Indices labels) {
    return forward(weights, samples, labels);
  }

  private ForwardPass forward(Parameters at, Matrix samples, Indices labels) {
    List<LayerInput> inputs = new ArrayList<>();
    LayerInput input = new LayerInput.Samples(samples);
    int last = architecture.layers().size() - 1;
    for (int l = 0; l < last; l++) {
      inputs.add(input);
      input = new LayerInput.Activations(activations(l, input, at, samples.rows()));
    }
    inputs.add(input);
    Panel logits = device.panel(samples.rows(), trials(), architecture.classes());
    Panel probabilities = device.panel(samples.rows(), trials(), architecture.classes());
    device.layers().apply(input, at.layers().get(last), logits, Precision.SINGLE);
    device.softmax().logSoftmax(logits, probabilities);
    return new ForwardPass(architecture, at, inputs, labels, logits, probabilities, interruption);
  }

  private Panel activations(int l, LayerInput input, Parameters at, int batch) {
    Panel sums = device.panel(batch, trials(), architecture.layers().get(l).outputs());
    Panel activations = device.panel(batch, trials(), architecture.layers().get(l + 1).inputs());
    device.layers().apply(input, at.layers().get(l), sums, Precision.SINGLE);
    device.layers().activate(architecture.activation(), sums, activations);
    return activations;
  }

  /** Returns the step along a direction, to be measured and taken. */
  public Move move(ForwardPass pass, Direction direction) {
    if (direction instanceof Direction.Mixed mixed) {
      return new MixedMove(
          pass,
          move(pass, new Direction.SampleSpace(mixed.cotangent())),
          move(pass, new Direction.ParameterSpace(mixed.vector())),
          mixed.inSampleSpace());
    }
    if (!architecture.isLinear()) {
      Parameters vector = inParameterSpace(pass, direction);
      return new ProbedMove(pass, vector, probe -> forward(probe, pass.samples(), pass.labels()));
    }
    return direction instanceof Direction.SampleSpace sampleSpace && isCheapInSampleSpace(pass)
        ? LinearMove.along(pass, sampleSpace.cotangent())
        : LinearMove.along(pass, inParameterSpace(pass, direction));
  }

  /**
   * Whether measuring a step by K = XXᵀ, of B²d/2 multiplications for d features, is cheaper than
   * one more product by weights of T trials, of BdCT, where T is {@value #NOMINAL_TRIALS}.
   */
  private boolean isCheapInSampleSpace(ForwardPass pass) {
    return pass.hasSampleGram() || pass.batch() < 2 * architecture.classes() * NOMINAL_TRIALS;
  }

  /** Returns the direction as a vector over the weights. */
  public static Parameters inParameterSpace(ForwardPass pass, Direction direction) {
    if (direction instanceof Direction.Mixed mixed) {
      return inParameterSpace(pass, mixed);
    }
    return direction instanceof Direction.SampleSpace sampleSpace
        ? pass.pullback(sampleSpace.cotangent())
        : ((Direction.ParameterSpace) direction).vector();
  }

  private static Parameters inParameterSpace(ForwardPass pass, Direction.Mixed mixed) {
    int trials = mixed.inSampleSpace().length;
    double[] ofCotangent = new double[trials];
    double[] ofVector = new double[trials];
    for (int t = 0; t < trials; t++) {
      (mixed.inSampleSpace()[t] ? ofCotangent : ofVector)[t] = 1;
    }
    Parameters sum = pass.pullback(mixed.cotangent());
    sum.scale(ofCotangent);
    sum.add(ofVector, mixed.vector());
    return sum;
  }

  /**
   * Returns the mean cross-entropy, in nats, and the accuracy of every trial on a set of samples.
   */
  public List<Measurement> evaluate(Matrix samples, Indices labels) {
    List<Counted> chunks = new ArrayList<>();
    for (int start = 0; start < labels.count(); start += EVALUATION_CHUNK) {
      int count = Math.min(EVALUATION_CHUNK, labels.count() - start);
      Matrix chunk = samples.slice(start, count);
      Indices chunkLabels = labels.slice(start, count);
      chunks.add(device.inScope(() -> count(chunk, chunkLabels)));
    }
    List<Measurement> measured = new ArrayList<>();
    for (int t = 0; t < trials(); t++) {
      double loss = 0;
      double right = 0;
      for (Counted chunk : chunks) {
        loss += chunk.losses().get()[t] * chunk.samples();
        right += chunk.right().get()[t];
      }
      measured.add(new Measurement(loss / labels.count(), right / labels.count()));
    }
    return measured;
  }

  /** Mean loss and number of correct predictions of each trial on some samples. */
  private record Counted(int samples, Numbers losses, Numbers right) {}

  private Counted count(Matrix samples, Indices labels) {
    ForwardPass pass = forward(samples, labels);
    return new Counted(
        labels.count(),
        pass.losses(),
        device.softmax().countRight(pass.logProbabilities(), labels));
  }

  /** Keeps only the trials at these positions, which ascend. */
  public void retain(int[] kept) {
    weights = weights.retain(kept);
  }

  @Override
  public void close() {
    weights.close();
  }
}
