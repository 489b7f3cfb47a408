package dev.geodesic.newton;

import java.util.Arrays;

/**
 * Collects rows to a block, sparse where few values are not 0. All features, labels and weights
 * must be valid.
 */
public final class RowsBuilder {
  /** Below this part of values that are not 0, loops over them are faster than a BLAS over all. */
  private static final double SPARSE = 0.1;

  private final int features;
  private int count;
  private int stored;
  private int[] starts = new int[64];
  private int[] labels = new int[64];
  private double[] weights = new double[64];
  private int[] indices = new int[1024];
  private double[] values = new double[1024];

  public RowsBuilder(int features) {
    this.features = features;
  }

  /** Begins a row, of zeros. */
  public void begin(int label, double weight) {
    if (count + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
      labels = Arrays.copyOf(labels, 2 * labels.length);
      weights = Arrays.copyOf(weights, 2 * weights.length);
    }
    labels[count] = label;
    weights[count] = weight;
    count++;
    starts[count] = stored;
  }

  /** Sets a feature of the row that was begun last; features must come in order. */
  public void set(int feature, double value) {
    if (value != 0) {
      if (stored == values.length) {
        indices = Arrays.copyOf(indices, 2 * stored);
        values = Arrays.copyOf(values, 2 * stored);
      }
      indices[stored] = feature;
      values[stored++] = value;
      starts[count] = stored;
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Bytes of the block so far. */
  public long bytes() {
    return isSparse() ? 12L * stored + 16L * count : 8L * count * features + 12L * count;
  }

  private boolean isSparse() {
    return stored < SPARSE * count * features;
  }

  /** Returns the block, and begins another. */
  public Rows build() {
    int[] ownLabels = Arrays.copyOf(labels, count);
    double[] ownWeights = Arrays.copyOf(weights, count);
    Rows rows =
        isSparse()
            ? new SparseBlock(
                features,
                Arrays.copyOf(starts, count + 1),
                Arrays.copyOf(indices, stored),
                Arrays.copyOf(values, stored),
                ownLabels,
                ownWeights)
            : new DenseBlock(features, dense(), ownLabels, ownWeights);
    count = 0;
    stored = 0;
    return rows;
  }

  private double[] dense() {
    double[] dense = new double[count * features];
    for (int i = 0; i < count; i++) {
      for (int n = starts[i]; n < starts[i + 1]; n++) {
        dense[i * features + indices[n]] = values[n];
      }
    }
    return dense;
  }
}
