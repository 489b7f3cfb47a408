package dev.geodesic.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Rows of which only the elements that are not 0 are stored, row after row. They take 8 bytes an
 * element, and 4 a row.
 *
 * @param starts where the elements of each row begin and, in the end, where the last row's end,
 *     {@code [count + 1]}
 * @param columns the feature of each element, ascending in each row
 * @param values of the elements
 * @param width features a row
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Hundreds of megabytes: shared, never copied or compared.
public record SparseRows(int[] starts, int[] columns, float[] values, int width)
    implements FeatureRows, Serializable {
  public SparseRows {
    if (width < 1
        || starts.length < 1
        || columns.length != values.length
        || starts[starts.length - 1] != values.length) {
      throw new IllegalArgumentException(
          "elements must be those of %d rows of %d, got: %d of %d"
              .formatted(starts.length - 1, width, values.length, columns.length));
    }
  }

  @Override
  public int count() {
    return starts.length - 1;
  }

  /** Returns these rows, of the indices, in their order. */
  SparseRows select(int[] rows) {
    int[] begins = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      begins[i + 1] = Math.addExact(begins[i], starts[rows[i] + 1] - starts[rows[i]]);
    }
    int[] chosenColumns = new int[begins[rows.length]];
    float[] chosenValues = new float[begins[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      int from = starts[rows[i]];
      int length = begins[i + 1] - begins[i];
      System.arraycopy(columns, from, chosenColumns, begins[i], length);
      System.arraycopy(values, from, chosenValues, begins[i], length);
    }
    return new SparseRows(begins, chosenColumns, chosenValues, width);
  }

  /** Writes a row, zeros included, to {@code target} from index {@code start} on. */
  void copy(int row, float[] target, int start) {
    Arrays.fill(target, start, start + width, 0);
    for (int k = starts[row]; k < starts[row + 1]; k++) {
      target[start + columns[k]] = values[k];
    }
  }

  @Override
  public float[] toArray() {
    float[] all = new float[Math.multiplyExact(count(), width)];
    for (int row = 0; row < count(); row++) {
      copy(row, all, row * width);
    }
    return all;
  }
}
