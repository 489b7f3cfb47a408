package dev.geodesic.device.cpu;

import dev.geodesic.device.Matrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A float32 matrix of samples on the Java heap, of which only the elements that are not 0 are
 * stored, row after row. OpenBLAS has no products of such matrices; see {@link SparseProducts}.
 */
final class SparseSamples implements Matrix {
  private final Elements elements;
  private final int fromRow;
  private final int rows;
  private final int width;
  private @Nullable SparseColumns byColumn;

  /** The memory that a matrix and its slices share. */
  private static final class Elements {
    /** Where the elements of each row begin and, in the end, where the last row's end. */
    private int[] starts;

    /** The column of each element, ascending in each row. */
    private int[] columns;

    private float[] values;

    Elements(int[] starts, int[] columns, float[] values) {
      this.starts = starts;
      this.columns = columns;
      this.values = values;
    }
  }

  private SparseSamples(Elements elements, int fromRow, int rows, int width) {
    this.elements = elements;
    this.fromRow = fromRow;
    this.rows = rows;
    this.width = width;
  }

  /** Copies rows; see {@link dev.geodesic.device.Device#samples(int[], int[], float[], int)}. */
  static SparseSamples copyOf(int[] starts, int[] columns, float[] values, int width) {
    Elements copies = new Elements(starts.clone(), columns.clone(), values.clone());
    return new SparseSamples(copies, 0, starts.length - 1, width);
  }

  /** Returns a matrix of zeros that grows with the rows gathered into it. */
  static SparseSamples empty(int rows, int width) {
    return new SparseSamples(
        new Elements(new int[rows + 1], new int[0], new float[0]), 0, rows, width);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return width;
  }

  /** Returns where the elements of a row begin. */
  int start(int row) {
    return elements.starts[fromRow + row];
  }

  /** Returns where the elements of a row end. */
  int end(int row) {
    return elements.starts[fromRow + row + 1];
  }

  /** Returns the number of elements of all rows. */
  int count() {
    return rows == 0 ? 0 : end(rows - 1) - start(0);
  }

  /** Returns the column of each element. */
  int[] columnOfEach() {
    return elements.columns;
  }

  float[] values() {
    return elements.values;
  }

  /** Whether the elements have been ordered by column already. */
  boolean isOrdered() {
    return byColumn != null;
  }

  /** Returns the same elements ordered by column. */
  SparseColumns byColumn() {
    if (byColumn == null) {
      byColumn = SparseColumns.of(this);
    }
    return byColumn;
  }

  /** {@code this[b, :] = source[chosen[b], :]}. */
  void gather(SparseSamples source, int[] chosen) {
    int length = 0;
    for (int b = 0; b < chosen.length; b++) {
      elements.starts[b] = length;
      length += source.end(chosen[b]) - source.start(chosen[b]);
    }
    elements.starts[chosen.length] = length;
    reserve(length);
    for (int b = 0; b < chosen.length; b++) {
      int from = source.start(chosen[b]);
      int to = elements.starts[b];
      int count = elements.starts[b + 1] - to;
      System.arraycopy(source.columnOfEach(), from, elements.columns, to, count);
      System.arraycopy(source.values(), from, elements.values, to, count);
    }
    byColumn = null;
  }

  /** Replaces all elements by those of a row-major array that are not 0. */
  void write(float[] all) {
    if (fromRow != 0 || rows != elements.starts.length - 1) {
      throw new UnsupportedOperationException("a slice of sparse samples is read-only");
    }
    int length = 0;
    for (int i = 0; i < rows * width; i++) {
      length += all[i] == 0 ? 0 : 1;
    }
    reserve(length);
    int k = 0;
    for (int row = 0; row < rows; row++) {
      elements.starts[row] = k;
      for (int i = 0; i < width; i++) {
        if (all[row * width + i] != 0) {
          elements.columns[k] = i;
          elements.values[k++] = all[row * width + i];
        }
      }
    }
    elements.starts[rows] = k;
    byColumn = null;
  }

  private void reserve(int length) {
    if (elements.values.length < length) {
      int grown = Math.max(length, elements.values.length + elements.values.length / 2);
      elements.columns = new int[grown];
      elements.values = new float[grown];
    }
  }

  /** Writes a row with its zeros to {@code target}. */
  void copy(int row, double[] target) {
    Arrays.fill(target, 0, width, 0);
    for (int k = start(row); k < end(row); k++) {
      target[elements.columns[k]] = elements.values[k];
    }
  }

  /** Returns all rows with their zeros, row-major. */
  float[] toArray() {
    float[] all = new float[Math.multiplyExact(rows, width)];
    for (int row = 0; row < rows; row++) {
      for (int k = start(row); k < end(row); k++) {
        all[row * width + elements.columns[k]] = elements.values[k];
      }
    }
    return all;
  }

  /** Returns the rows with their zeros, in memory of the innermost scope. */
  CpuMatrix dense(StepMemory memory) {
    CpuMatrix dense = memory.matrix(rows, width);
    dense.pointer().put(toArray(), 0, rows * width);
    return dense;
  }

  /** Returns samples with their zeros, in memory of the innermost scope where they are sparse. */
  static CpuMatrix dense(Matrix samples, StepMemory memory) {
    return samples instanceof SparseSamples sparse ? sparse.dense(memory) : (CpuMatrix) samples;
  }

  /** Returns a view, which is read-only. */
  @Override
  public Matrix slice(int from, int count) {
    return new SparseSamples(elements, fromRow + from, count, width);
  }

  /** Gives the arrays to the garbage collector. */
  @Override
  public void close() {
    elements.columns = new int[0];
    elements.values = new float[0];
    Arrays.fill(elements.starts, 0);
    byColumn = null;
  }
}
