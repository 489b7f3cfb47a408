package dev.geodesic.data;

/**
 * Samples that are scaled and ready for training.
 *
 * @param rows the features, a row for each sample
 * @param labels {@code [count]}, each in [0, classes)
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes: shared, never copied or compared.
public record Samples(FeatureRows rows, int[] labels) {
  public Samples {
    if (rows.count() != labels.length) {
      throw new IllegalArgumentException(
          "there must be a label for each of %d samples, got: %d"
              .formatted(rows.count(), labels.length));
    }
  }

  /**
   * Creates samples of which every value is stored.
   *
   * @param features {@code [count, width]}, row-major
   * @param labels {@code [count]}, each in [0, classes)
   * @param width features a sample
   */
  public Samples(float[] features, int[] labels, int width) {
    this(new DenseRows(features, width), labels);
  }

  /** Returns the features, {@code [count, width]} row-major; a copy where they are sparse. */
  public float[] features() {
    return rows.toArray();
  }

  /** Returns the number of features of a sample. */
  public int width() {
    return rows.width();
  }

  /** Returns the number of samples. */
  public int count() {
    return labels.length;
  }
}
