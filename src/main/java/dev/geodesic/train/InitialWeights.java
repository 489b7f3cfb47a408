package dev.geodesic.train;

import dev.geodesic.data.RandomStream;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.Architecture.Layer;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Where the weights of a trial start; trials of one seed start from one point. */
final class InitialWeights {
  private static final String STREAM = "weights";

  private InitialWeights() {}

  /**
   * The weights of each layer, {@code [outputs, inputs]} row-major. They are drawn input by input,
   * so that softmax regression starts where it always has.
   */
  static List<float[]> of(ModelSpec model, Architecture architecture, int seed) {
    SplittableRandom random = RandomStream.of(STREAM, seed);
    int bias = model.bias() ? 1 : 0;
    List<float[]> layers = new ArrayList<>();
    for (Layer layer : architecture.layers()) {
      int inputs = layer.inputs() - bias;
      float[] weights = new float[layer.inputs() * layer.outputs()];
      if (model.initialization() == Initialization.GLOROT) {
        double fans =
            model.hidden().isEmpty() ? 2.0 * inputs * layer.outputs() : inputs + layer.outputs();
        double bound = Math.sqrt(6 / fans);
        for (int i = 0; i < inputs; i++) {
          for (int o = 0; o < layer.outputs(); o++) {
            weights[o * layer.inputs() + i] = (float) random.nextDouble(-bound, bound);
          }
        }
      }
      layers.add(weights);
    }
    return layers;
  }
}
