package dev.geodesic.data;

/**
 * Rows of which every value is stored.
 *
 * @param values {@code [count, width]}, row-major
 * @param width features a row
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Hundreds of megabytes: shared, never copied or compared.
public record DenseRows(float[] values, int width) implements FeatureRows {
  public DenseRows {
    if (width < 1 || values.length % width != 0) {
      throw new IllegalArgumentException(
          "values must be rows of %d, got: %d".formatted(width, values.length));
    }
  }

  @Override
  public int count() {
    return values.length / width;
  }

  @Override
  public float[] toArray() {
    return values;
  }
}
