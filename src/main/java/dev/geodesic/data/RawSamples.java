package dev.geodesic.data;

import java.io.Serializable;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Labelled samples as they were read, in the compact form that is sent to executors. */
public sealed interface RawSamples extends Serializable permits Pixels, Features, SparseFeatures {
  /** Returns the labels, {@code [count]}, each at least 0. */
  int[] labels();

  /** Returns the labels of the samples with these indices, in their order. */
  default int[] labels(int[] samples) {
    return Arrays.stream(samples).map(sample -> labels()[sample]).toArray();
  }

  /** Returns the number of features of a sample. */
  int width();

  /** Returns the shape of the image that a sample is, if it is one. */
  Optional<ImageShape> shape();

  /** Returns the number that features are divided by: the value that becomes 1. */
  default double fullScale() {
    return 1;
  }

  /** Copies the features of one sample, undivided, to {@code target}, {@code [width]}. */
  void copy(int sample, double[] target);

  /** Returns the part of all features that is stored, 1 but for data without their zeros. */
  default double density() {
    return 1;
  }

  /** Writes the features of one sample, divided, to {@code target} from index {@code start} on. */
  void scale(int sample, float[] target, int start);

  /** Returns the features of the samples with these indices, divided, in their order. */
  default FeatureRows select(int[] samples) {
    float[] features = new float[Math.multiplyExact(samples.length, width())];
    for (int i = 0; i < samples.length; i++) {
      scale(samples[i], features, i * width());
    }
    return new DenseRows(features, width());
  }

  /** Feeds type, shape and values of the features to {@code digest}. */
  void digest(MessageDigest digest);

  /**
   * Returns a note on properties of the features that users may not expect, which are not errors.
   */
  Optional<String> note();

  /** Returns the number of samples. */
  default int count() {
    return labels().length;
  }
}
