package dev.geodesic.model;

import dev.geodesic.trial.ModelSpec;
import java.util.SplittableRandom;

/** Where the weights of a trial start; trials of one seed start from one point. */
public final class InitialWeights {
  /** Keeps this random stream apart from the one that orders the batches. */
  private static final long SALT = 0x57E1_6875L;

  private InitialWeights() {}

  /**
   * Weights of softmax regression, {@code [features (+ 1 with a bias), classes]} row-major.
   *
   * @param features without the bias
   */
  public static float[] of(ModelSpec model, int features, int classes, int seed) {
    int count = features * classes;
    float[] weights = new float[count + (model.bias() ? classes : 0)];
    switch (model.initialization()) {
      case ZEROS -> {}
      case GLOROT -> {
        SplittableRandom random = new SplittableRandom(seed ^ (SALT << Integer.SIZE));
        double bound = Math.sqrt(3.0 / count);
        for (int i = 0; i < count; i++) {
          weights[i] = (float) random.nextDouble(-bound, bound);
        }
      }
    }
    return weights;
  }
}
