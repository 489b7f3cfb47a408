package dev.geodesic.train;

import dev.geodesic.model.Architecture;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.Layer;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws the initial weights of a trial; trials of one seed and model start from the same ones. */
final class InitialWeights {
  private static final String STREAM = "weights";

  private InitialWeights() {}

  /**
   * Returns the weights of each layer, {@code [outputs, inputs]} row-major: zeros, or for Glorot's
   * initialisation uniform in ±√(6/(inputs + outputs)), where biases are 0 and not counted (Glorot
   * and Bengio 2010, eq. 16). Softmax regression has √(6/(2·inputs·outputs)) as bound, and weights
   * are drawn input by input, so that its starting point is that of earlier versions.
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
