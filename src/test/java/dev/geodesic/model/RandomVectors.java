package dev.geodesic.model;

import dev.geodesic.device.Matrix;
import dev.geodesic.model.Architecture.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Vectors over the weights to try things on. */
public final class RandomVectors {
  private RandomVectors() {}

  /** One for each trial, its elements uniform in ±1, in memory of its own. */
  public static Parameters of(ForwardPass pass, SplittableRandom random) {
    List<Matrix> layers = new ArrayList<>();
    for (Layer layer : pass.architecture().layers()) {
      int rows = pass.trials() * layer.outputs();
      float[] values = new float[rows * layer.inputs()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-1, 1);
      }
      layers.add(pass.device().upload(values, rows, layer.inputs()));
    }
    return new Parameters(pass.device(), layers, pass.trials());
  }
}
