package dev.geodesic.data;

/**
 * Samples that are scaled and ready for training.
 *
 * @param features {@code [count, width]}, row-major
 * @param labels {@code [count]}, each in [0, classes)
 * @param width features a sample
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Hundreds of megabytes: shared, never copied or compared.
public record Samples(float[] features, int[] labels, int width) {
  public Samples {
    if (width < 1 || features.length != (long) labels.length * width) {
      throw new IllegalArgumentException(
          "features must be labels x width long: %d x %d, got: %d"
              .formatted(labels.length, width, features.length));
    }
  }

  /** Returns the number of samples. */
  public int count() {
    return labels.length;
  }
}
