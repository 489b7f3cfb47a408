package dev.geodesic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs as wholes: trials that leave, and sets of samples that take several chunks. */
class NetworkTest {
  private static final Device DEVICE = new CpuDevice();
  private static final int TRIALS = 4;
  private static final int CLASSES = 3;
  private static final int FEATURES = 6;

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  private static float[] floats(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** Trials that have moved apart from where all start. */
  private static Network network(int hiddenLayers) {
    List<Layer> layers = new ArrayList<>();
    int width = FEATURES;
    for (int l = 0; l < hiddenLayers; l++) {
      layers.add(new Layer(width, 5));
      width = 6;
    }
    layers.add(new Layer(width, CLASSES));
    List<float[]> initial = layers.stream().map(layer -> floats(1, layer.weights())).toList();
    Network network =
        Network.of(DEVICE, new Architecture(layers, Activation.TANH), initial, TRIALS);
    ForwardPass pass = network.forward(samples(3), DEVICE.indices(labels(3)));
    network
        .weights()
        .add(new double[] {1, 1, 1, 1}, RandomVectors.of(pass, new SplittableRandom(2)));
    return network;
  }

  private static Matrix samples(int count) {
    return DEVICE.upload(floats(9, count * FEATURES), count, FEATURES);
  }

  private static int[] labels(int count) {
    return new SplittableRandom(8).ints(count, 0, CLASSES).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void trialsThatStayAreWhatTheyWere(int hiddenLayers) {
    Network network = network(hiddenLayers);
    Matrix samples = samples(8);
    ForwardPass before = network.forward(samples, DEVICE.indices(labels(8)));
    HostVectors weights = HostVectors.of(before.architecture(), network.weights());
    network.retain(new int[] {1, 3});
    assertThat(network.trials()).isEqualTo(2);
    ForwardPass after = network.forward(samples, DEVICE.indices(labels(8)));
    HostVectors kept = HostVectors.of(after.architecture(), network.weights());
    assertThat(kept.get(0)).containsExactly(weights.get(1));
    assertThat(kept.get(1)).containsExactly(weights.get(3));
    assertThat(after.losses().get()[0]).isCloseTo(before.losses().get()[1], within(1e-6));
    assertThat(after.losses().get()[1]).isCloseTo(before.losses().get()[3], within(1e-6));
    network.close();
  }

  /** One sample, and around the 500 that are measured at once. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0, 499", "0, 500", "0, 501", "1, 500", "2, 1203"})
  void aMeasurementIsTheMeanOverAllSamples(int hiddenLayers, int count) {
    try (Network network = network(hiddenLayers)) {
      int[] labels = labels(count);
      ForwardPass pass = network.forward(samples(count), DEVICE.indices(labels));
      double[] p = pass.probabilities().toArray();
      List<Measurement> measured = network.evaluate(samples(count), DEVICE.indices(labels));
      for (int t = 0; t < TRIALS; t++) {
        double loss = 0;
        int right = 0;
        for (int b = 0; b < count; b++) {
          int row = (b * TRIALS + t) * CLASSES;
          loss -= Math.log(p[row + labels[b]]);
          right += isLargest(p, row, labels[b]) ? 1 : 0;
        }
        assertThat(measured.get(t).loss()).isCloseTo(loss / count, within(1e-6));
        assertThat(measured.get(t).accuracy()).isEqualTo((double) right / count);
      }
    }
  }

  private static boolean isLargest(double[] p, int row, int label) {
    for (int c = 0; c < CLASSES; c++) {
      if (p[row + c] > p[row + label]) {
        return false;
      }
    }
    return true;
  }
}
