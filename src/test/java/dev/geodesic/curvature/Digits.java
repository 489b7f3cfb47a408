package dev.geodesic.curvature;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;
import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Layer;
import java.util.List;

/** Batches of real digits. */
final class Digits {
  private Digits() {}

  /** The pixels of training images {@code from} to {@code from + count} at a side. */
  static float[][] images(int side, int from, int count) {
    Samples train = data(side).train();
    float[][] x = new float[count][train.width()];
    for (int b = 0; b < count; b++) {
      System.arraycopy(train.features(), (from + b) * train.width(), x[b], 0, train.width());
    }
    return x;
  }

  /** Their digits. */
  static int[] labels(int from, int count) {
    int[] labels = new int[count];
    System.arraycopy(data(7).train().labels(), from, labels, 0, count);
    return labels;
  }

  /** A batch with weights from ±{@code scale}. */
  static Scene scene(int side, int from, int count, double scale) {
    return Scene.of(images(side, from, count), labels(from, count), 10, scale, 1 + from);
  }

  /** A batch with the weights that steps of gradient descent (lr 1, 32 digits each) lead to. */
  static Scene trained(int side, int from, int count, int steps) {
    Device device = new CpuDevice();
    float[] zeros = new float[side * side * 10];
    Architecture architecture =
        new Architecture(List.of(new Layer(side * side, 10)), Activation.TANH);
    Network network = Network.of(device, architecture, List.of(zeros), 1);
    for (int step = 0; step < steps; step++) {
      int start = 10_000 + 32 * step;
      Matrix batch = device.upload(flat(images(side, start, 32)), 32, side * side);
      ForwardPass pass = network.forward(batch, device.indices(labels(start, 32)));
      network.move(pass, new Direction.SampleSpace(pass.lossCotangent())).take(new double[] {1});
    }
    float[] weights = device.download(network.weights().layers().get(0));
    return Scene.at(device, images(side, from, count), labels(from, count), 10, weights);
  }

  private static float[] flat(float[][] x) {
    float[] all = new float[x.length * x[0].length];
    for (int b = 0; b < x.length; b++) {
      System.arraycopy(x[b], 0, all, b * x[0].length, x[0].length);
    }
    return all;
  }

  private static PreparedData data(int side) {
    return RealDigits.at(side);
  }
}
