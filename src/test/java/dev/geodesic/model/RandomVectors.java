package dev.geodesic.model;

import dev.geodesic.device.Matrix;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Vectors over the weights to try things on. */
public final class RandomVectors {
  private RandomVectors() {}

  /** One for each trial, its elements uniform in ±1, in memory of its own. */
  public static Parameters of(ForwardPass pass, SplittableRandom random) {
    List<Layer> shapes = pass.architecture().layers();
    List<float[]> values = new ArrayList<>();
    shapes.forEach(layer -> values.add(new float[pass.trials() * layer.weights()]));
    for (int t = 0; t < pass.trials(); t++) {
      for (int l = 0; l < shapes.size(); l++) {
        int length = shapes.get(l).weights();
        for (int i = 0; i < length; i++) {
          values.get(l)[t * length + i] = (float) random.nextDouble(-1, 1);
        }
      }
    }
    List<Matrix> layers = new ArrayList<>();
    for (int l = 0; l < shapes.size(); l++) {
      Layer layer = shapes.get(l);
      int rows = pass.trials() * layer.outputs();
      layers.add(pass.device().upload(values.get(l), rows, layer.inputs()));
    }
    return new Parameters(pass.device(), layers, pass.trials());
  }
}
