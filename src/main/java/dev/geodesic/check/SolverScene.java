package dev.geodesic.check;

import dev.geodesic.curvature.ReferenceNetwork;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A pack of three trials on one batch. Samples and weights are small multiples of a power of two,
 * so that float32 holds the logits of softmax regression exactly, and errors of predictions do not
 * add to those of solvers.
 */
enum SolverScene {
  PLAIN("digits of 6 pixels, 5 classes", 6, 7, 5, 1),
  ONE_SAMPLE("one sample", 1, 7, 5, 1),
  NOTHING_KNOWN("all weights 0", 6, 7, 5, 0),
  RULED_OUT("labels of probability e^-100", 6, 7, 5, 30),
  REPEATED("a sample twice and an empty one", 6, 7, 5, 1),
  MANY_SAMPLES("more samples than weights", 14, 3, 2, 1),
  TANH("a hidden layer of tanh", 6, 7, 3, 1),
  RELU("a hidden layer of relu", 6, 7, 3, 1);

  static final int TRIALS = 3;
  private static final int HIDDEN = 4;
  private static final double STEP = 0.125;

  private final String words;
  private final int batch;
  private final int features;
  private final int classes;
  private final double spread;

  SolverScene(String words, int batch, int features, int classes, double spread) {
    this.words = words;
    this.batch = batch;
    this.features = features;
    this.classes = classes;
    this.spread = spread;
  }

  boolean isLinear() {
    return this != TANH && this != RELU;
  }

  /** Whether XXᵀ is regular. */
  boolean hasClosedForm() {
    return isLinear() && this != REPEATED && this != MANY_SAMPLES;
  }

  Architecture architecture() {
    if (isLinear()) {
      return new Architecture(List.of(new Layer(features, classes)), Activation.TANH);
    }
    return new Architecture(
        List.of(new Layer(features, HIDDEN), new Layer(HIDDEN + 1, classes)),
        this == TANH ? Activation.TANH : Activation.RELU);
  }

  /** Creates the pack, with different weights for each trial. */
  Network network(CheckContext s) {
    List<float[]> weights = new ArrayList<>();
    for (Layer layer : architecture().layers()) {
      weights.add(steps(s.random(), layer.inputs() * layer.outputs(), spread));
    }
    Network network = s.own(Network.of(s.device(), architecture(), weights, TRIALS));
    network.weights().scale(new double[] {1, -0.5, 2});
    return network;
  }

  /** Returns the pack's predictions on a batch that is different at each call. */
  ForwardPass pass(CheckContext s, Network network) {
    float[] x = steps(s.random(), batch * features, 1);
    if (this == REPEATED) {
      repeat(x, features);
    }
    return network.forward(
        s.upload(new HostMatrix(x, batch, features)),
        s.upload(s.labels(batch, Math.max(1, classes - 1))));
  }

  /** Makes the second sample equal to the first, and the third one empty. */
  private static void repeat(float[] x, int features) {
    System.arraycopy(x, 0, x, features, features);
    Arrays.fill(x, 2 * features, 3 * features, 0);
  }

  private static float[] steps(SplittableRandom random, int length, double spread) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (spread * STEP * Math.rint(random.nextDouble(-1, 1) / STEP));
    }
    return values;
  }

  /** Returns the reference of one trial of a pass, in float64. */
  static ReferenceNetwork reference(ForwardPass pass, int trial) {
    return new ReferenceNetwork(
        pass.architecture(),
        HostVectors.of(pass.architecture(), pass.weights()).get(trial),
        pass.device().download(pass.samples()),
        pass.device().download(pass.labels()));
  }

  @Override
  public String toString() {
    return words;
  }
}
