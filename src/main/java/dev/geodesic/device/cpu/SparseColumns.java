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
  private static final int DIGIT_BITS = 8;

  /** Returns the number of columns that have elements. */
  int count() {
    return columns.length;
  }

  static SparseColumns of(SparseSamples samples) {
    int first = samples.rows() == 0 ? 0 : samples.start(0);
    int[] order = order(samples, first);
    int[] rowOfEach = rowOfEach(samples, first);
    int[] columns = new int[order.length];
    int[] starts = new int[order.length + 1];
    int[] rows = new int[order.length];
    float[] values = new float[order.length];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      int column = samples.columnOfEach()[first + order[i]];
      if (count == 0 || columns[count - 1] != column) {
        columns[count] = column;
        starts[count++] = i;
      }
      rows[i] = rowOfEach[order[i]];
      values[i] = samples.values()[first + order[i]];
    }
    starts[count] = order.length;
    return new SparseColumns(
        Arrays.copyOf(columns, count), Arrays.copyOf(starts, count + 1), rows, values);
  }

  /**
   * Returns the positions of the elements, counted from {@code first}, in the order of their
   * columns and then of their samples: a radix sort, digit by digit from the lowest on.
   */
  private static int[] order(SparseSamples samples, int first) {
    int[] order = new int[samples.count()];
    Arrays.setAll(order, k -> k);
    int[] next = new int[order.length];
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(samples.columns() - 1);
    for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
      int[] ends = new int[(1 << DIGIT_BITS) + 1];
      for (int k : order) {
        ends[digit(samples, first + k, shift) + 1]++;
      }
      for (int digit = 1; digit < ends.length; digit++) {
        ends[digit] += ends[digit - 1];
      }
      for (int k : order) {
        next[ends[digit(samples, first + k, shift)]++] = k;
      }
      int[] sorted = next;
      next = order;
      order = sorted;
    }
    return order;
  }

  private static int digit(SparseSamples samples, int element, int shift) {
    return samples.columnOfEach()[element] >>> shift & (1 << DIGIT_BITS) - 1;
  }

  private static int[] rowOfEach(SparseSamples samples, int first) {
    int[] rows = new int[samples.count()];
    for (int row = 0; row < samples.rows(); row++) {
      Arrays.fill(rows, samples.start(row) - first, samples.end(row) - first, row);
    }
    return rows;
  }
}
