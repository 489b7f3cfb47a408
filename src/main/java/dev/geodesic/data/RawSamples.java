package dev.geodesic.data;

import java.io.Serializable;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Labelled samples as they were read, in the most compact form: what is sent to executors. */
public sealed interface RawSamples extends Serializable permits Pixels, Features {
  /** {@code [count]}, each at least 0. */
  int[] labels();

  /** The labels of the samples with these indices, in their order. */
  default int[] labels(int[] samples) {
    return Arrays.stream(samples).map(sample -> labels()[sample]).toArray();
  }

  /** Features a sample. */
  int width();

  /** The image that a sample is, if it is one. */
  Optional<ImageShape> shape();

  /** What a feature is divided by: the value that becomes 1. */
  double fullScale();

  /** Copies the features of one sample, undivided, to {@code target}, {@code [width]}. */
  void copy(int sample, double[] target);

  /** Writes the features of one sample, divided, to {@code target} from index {@code start} on. */
  void scale(int sample, float[] target, int start);

  /** Feeds type, shape and values of the features to {@code digest}. */
  void digest(MessageDigest digest);

  /** What a user should know of the features who did not look: no error. */
  Optional<String> note();

  /** Number of samples. */
  default int count() {
    return labels().length;
  }
}
