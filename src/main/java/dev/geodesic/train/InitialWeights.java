package dev.geodesic.train;

import dev.geodesic.data.RandomStream;
import dev.geodesic.trial.ModelSpec;
import java.util.SplittableRandom;

/** Where the weights of a trial start; trials of one seed start from one point. */
final class InitialWeights {
  private static final String STREAM = "weights";

  private InitialWeights() {}

  /**
   * Weights of softmax regression, {@code [features (+ 1 with a bias), classes]} row-major.
   *
   * @param features without the bias
   */
  static float[] of(ModelSpec model, int features, int classes, int seed) {
    int count = features * classes;
    float[] weights = new float[count + (model.bias() ? classes : 0)];
    switch (model.initialization()) {
      case ZEROS -> {}
      case GLOROT -> {
        SplittableRandom random = RandomStream.of(STREAM, seed);
        double bound = Math.sqrt(3.0 / count);
        for (int i = 0; i < count; i++) {
          weights[i] = (float) random.nextDouble(-bound, bound);
        }
      }
    }
    return weights;
  }
}
