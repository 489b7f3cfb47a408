package dev.geodesic.newton;

/**
 * Rows of which only some features are stored; the others are 0.
 *
 * @param starts where each row begins in the next two, and the end
 * @param indices features
 * @param values of those features
 */
@SuppressWarnings("ArrayRecordComponent") // a block of a data set: never compared, never copied
public record SparseBlock(
    int features, int[] starts, int[] indices, double[] values, int[] labels, double[] weights)
    implements Rows {

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public long bytes() {
    return 12L * values.length + 16L * labels.length;
  }

  @Override
  public void multiply(double[] a, int columns, double[] out) {
    for (int i = 0; i < count(); i++) {
      int row = i * columns;
      for (int k = 0; k < columns; k++) {
        out[row + k] = 0;
      }
      for (int n = starts[i]; n < starts[i + 1]; n++) {
        int from = indices[n] * columns;
        for (int k = 0; k < columns; k++) {
          out[row + k] += values[n] * a[from + k];
        }
      }
    }
  }

  @Override
  public void addTransposed(double[] r, int columns, double[] sum) {
    for (int i = 0; i < count(); i++) {
      int row = i * columns;
      for (int n = starts[i]; n < starts[i + 1]; n++) {
        int to = indices[n] * columns;
        for (int k = 0; k < columns; k++) {
          sum[to + k] += values[n] * r[row + k];
        }
      }
    }
  }

  @Override
  public void addGram(double[] sum) {
    for (int i = 0; i < count(); i++) {
      for (int n = starts[i]; n < starts[i + 1]; n++) {
        for (int m = starts[i]; m <= n; m++) {
          int row = Math.max(indices[n], indices[m]);
          int column = Math.min(indices[n], indices[m]);
          sum[row * features + column] += weights[i] * values[n] * values[m];
        }
      }
    }
  }

  @Override
  public void addSquares(double[] center, double[] sum) {
    double weight = 0;
    double[] stored = new double[features];
    for (int i = 0; i < count(); i++) {
      weight += weights[i];
      for (int n = starts[i]; n < starts[i + 1]; n++) {
        double distance = values[n] - center[indices[n]];
        sum[indices[n]] += weights[i] * distance * distance;
        stored[indices[n]] += weights[i];
      }
    }
    for (int j = 0; j < features; j++) {
      sum[j] += (weight - stored[j]) * center[j] * center[j];
    }
  }
}
