package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.cpu.CpuDevice;
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

/** Networks with a bias, every trial with weights of its own, on batches of real digits. */
final class DigitPack {
  private static final int CLASSES = 10;

  final Device device = new CpuDevice();
  final Architecture architecture;
  final Network network;
  private final int side;

  private DigitPack(int side, List<Integer> hidden, int trials) {
    this.side = side;
    List<Layer> layers = new ArrayList<>();
    int inputs = side * side + 1;
    for (int width : hidden) {
      layers.add(new Layer(inputs, width));
      inputs = width + 1;
    }
    layers.add(new Layer(inputs, CLASSES));
    this.architecture = new Architecture(layers, Activation.TANH);
    List<float[]> zeros =
        layers.stream().map(layer -> new float[layer.inputs() * layer.outputs()]).toList();
    this.network = Network.of(device, architecture, zeros, trials);
  }

  /** With weights drawn uniformly from ±{@code scale}. */
  static DigitPack of(int side, List<Integer> hidden, double scale, int trials, long seed) {
    DigitPack pack = new DigitPack(side, hidden, trials);
    SplittableRandom random = new SplittableRandom(seed);
    for (Matrix layer : pack.network.weights().layers()) {
      float[] weights = new float[layer.rows() * layer.columns()];
      for (int i = 0; i < weights.length && scale > 0; i++) {
        weights[i] = (float) random.nextDouble(-scale, scale);
      }
      pack.device.write(weights, layer);
    }
    return pack;
  }

  /** The predictions on training digits {@code from} to {@code from + count}. */
  ForwardPass pass(int from, int count) {
    return pass(Digits.images(side, from, count), Digits.labels(from, count));
  }

  ForwardPass pass(float[][] images, int[] labels) {
    int width = side * side + 1;
    float[] samples = new float[images.length * width];
    Arrays.fill(samples, 1);
    for (int b = 0; b < images.length; b++) {
      System.arraycopy(images[b], 0, samples, b * width, width - 1);
    }
    return network.forward(device.upload(samples, images.length, width), device.indices(labels));
  }

  /** One trial in plain loops. */
  ReferenceNetwork reference(ForwardPass pass, int trial) {
    return new ReferenceNetwork(
        architecture,
        HostVectors.of(architecture, network.weights()).get(trial),
        device.download(pass.samples()),
        device.download(pass.labels()));
  }
}
