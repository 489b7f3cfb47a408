package dev.geodesic.curvature;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;

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

  private static PreparedData data(int side) {
    return RealDigits.at(side);
  }
}
