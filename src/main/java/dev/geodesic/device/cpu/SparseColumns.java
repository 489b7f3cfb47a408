package dev.geodesic.device.cpu;

import java.util.Arrays;

/**
 * The elements of sparse samples ordered by column, and those of one column by sample. Sums over a
 * batch, column by column, write each weight once and leave alone those of columns without
 * elements.
 *
 * @param columns those with elements, {@code [count]}
 * @param starts where the elements of each column begin, and where the last one's end, {@code
 *     [count + 1]}
 * @param rows the sample of each element
 * @param values of the elements
 */
@SuppressWarnings("ArrayRecordComponent") // Shared, never compared.
record SparseColumns(int[] columns, int[] starts, int[] rows, float[] values) {
  int count() {
    return columns.length;
  }

  static SparseColumns of(SparseSamples samples) {
    int[] columnOfEach = samples.columnOfEach();
    int first = samples.rows() == 0 ? 0 : samples.start(0);
    int length = samples.count();
    long[] order = new long[length];
    for (int k = 0; k < length; k++) {
      order[k] = (long) columnOfEach[first + k] << Integer.SIZE | k;
    }
    Arrays.sort(order);
    return of(samples, first, order);
  }

  /**
   * Returns the elements in this order.
   *
   * @param first position of the first element in the samples' arrays
   * @param order a column in the upper half, the position after {@code first} in the lower
   */
  private static SparseColumns of(SparseSamples samples, int first, long[] order) {
    int[] rowOfEach = rowOfEach(samples, first);
    int[] columns = new int[order.length];
    int[] starts = new int[order.length + 1];
    int[] rows = new int[order.length];
    float[] values = new float[order.length];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      int k = (int) order[i];
      int column = (int) (order[i] >>> Integer.SIZE);
      if (count == 0 || columns[count - 1] != column) {
        columns[count] = column;
        starts[count++] = i;
      }
      rows[i] = rowOfEach[k];
      values[i] = samples.values()[first + k];
    }
    starts[count] = order.length;
    return new SparseColumns(
        Arrays.copyOf(columns, count), Arrays.copyOf(starts, count + 1), rows, values);
  }

  private static int[] rowOfEach(SparseSamples samples, int first) {
    int[] rows = new int[samples.count()];
    for (int row = 0; row < samples.rows(); row++) {
      Arrays.fill(rows, samples.start(row) - first, samples.end(row) - first, row);
    }
    return rows;
  }
}
