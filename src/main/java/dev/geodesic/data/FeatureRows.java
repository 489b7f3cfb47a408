package dev.geodesic.data;

/** The features of prepared samples, one row a sample, as float32. */
public sealed interface FeatureRows permits DenseRows, SparseRows {
  /** Returns the number of rows. */
  int count();

  /** Returns the number of features of a row. */
  int width();

  /** Returns all values, {@code [count, width]} row-major; a copy where the rows are sparse. */
  float[] toArray();
}
