package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A matrix product c = kept·c + (factor·a)·b on the device, or a layer of such products, one for
 * each trial; see {@code product.cl}.
 *
 * @param left a
 * @param right b
 * @param result c, whose rows are contiguous
 * @param rows of c
 * @param columns of c
 * @param depth of the sum
 * @param layers number of products
 * @param part of c that is wanted
 */
record Product(
    Operand left,
    Operand right,
    Operand result,
    int rows,
    int columns,
    int depth,
    int layers,
    Part part) {

  Product(
      Operand left, Operand right, Operand result, int rows, int columns, int depth, int layers) {
    this(left, right, result, rows, columns, depth, layers, Part.ALL);
  }

  /** The elements of the result that are wanted. */
  enum Part {
    ALL,
    /** Those on and below the diagonal; others may be written or not. */
    LOWER
  }

  /**
   * A matrix in memory.
   *
   * @param type of its numbers, {@code f} for float32 or {@code d} for float64
   * @param first index of its first number
   * @param row distance from one row to the next, in numbers
   * @param column distance from one column to the next
   * @param layer distance from one layer to the next; 0 if all layers share it
   */
  record Operand(char type, Buffer memory, long first, int row, int column, long layer) {
    /** Samples {@code [batch, features]}, or another matrix of contiguous rows, for all trials. */
    static Operand shared(OpenClMatrix matrix) {
      return new Operand('f', matrix.buffer(), matrix.first(), matrix.columns(), 1, 0);
    }

    /** The weights of one layer of a network, {@code [outputs, inputs]} for each trial. */
    static Operand ofTrials(OpenClMatrix weights, int outputs) {
      return new Operand(
          'f',
          weights.buffer(),
          weights.first(),
          weights.columns(),
          1,
          (long) outputs * weights.columns());
    }

    /** A panel as a matrix {@code [batch, width]} for each trial. */
    static Operand ofTrials(OpenClPanel panel) {
      return new Operand('d', panel.values(), 0, panel.trials() * panel.width(), 1, panel.width());
    }

    /** A panel as one matrix {@code [batch, trials·width]}. */
    static Operand wide(OpenClPanel panel) {
      return new Operand('d', panel.values(), 0, panel.trials() * panel.width(), 1, 0);
    }

    /** Matrices of contiguous rows one after the other, float64. */
    static Operand doubles(Buffer memory, int rows, int columns) {
      return new Operand('d', memory, 0, columns, 1, (long) rows * columns);
    }

    /** Matrices of contiguous rows one after the other, float32. */
    static Operand floats(Buffer memory, int rows, int columns) {
      return new Operand('f', memory, 0, columns, 1, (long) rows * columns);
    }

    Operand transposed() {
      return new Operand(type, memory, first, column, row, layer);
    }

    /** Returns the part of a matrix that begins at a row and a column. */
    Operand from(int firstRow, int firstColumn) {
      return new Operand(
          type,
          memory,
          first + (long) firstRow * row + (long) firstColumn * column,
          row,
          column,
          layer);
    }

    /** Returns the same matrix for every layer. */
    Operand shared() {
      return new Operand(type, memory, first, row, column, 0);
    }
  }

  /** Computes {@code c = a·b}. */
  void replace(Gear gear, Precision precision) {
    run(gear, precision, null, 0, false);
  }

  /** Computes {@code c += a·b}. */
  void add(Gear gear, Precision precision) {
    run(gear, precision, null, 0, true);
  }

  /** Computes {@code c += factors[m / rowsOfFactor]·a·b} for row m. */
  void addScaled(Gear gear, Precision precision, Buffer factors, int rowsOfFactor) {
    run(gear, precision, factors, rowsOfFactor, true);
  }

  /** Computes {@code c += factors[z]·a·b} for layer z. */
  void addScaled(Gear gear, Precision precision, Buffer factors) {
    run(gear, precision, factors, -1, true);
  }

  private void run(
      Gear gear, Precision precision, @Nullable Buffer factors, int rowsOfFactor, boolean isKept) {
    char sum =
        switch (precision) {
          case SINGLE -> 'f';
          case DOUBLE -> 'd';
        };
    Launch launch =
        gear.launch("product_" + left.type() + right.type() + result.type() + sum)
            .with(left.memory())
            .with(left.first())
            .with(left.row())
            .with(left.column())
            .with(left.layer())
            .with(right.memory())
            .with(right.first())
            .with(right.row())
            .with(right.column())
            .with(right.layer())
            .with(result.memory())
            .with(result.first())
            .with(result.row())
            .with(result.layer())
            .with(rows)
            .with(columns)
            .with(depth);
    launch = factors == null ? launch.withNothing() : launch.with(factors);
    int tile = gear.limits().tile();
    launch
        .with(rowsOfFactor)
        .with(isKept ? 1 : 0)
        .with(part == Part.LOWER ? 1 : 0)
        .tiles((columns + tile - 1) / tile, (rows + tile - 1) / tile, layers);
  }
}
