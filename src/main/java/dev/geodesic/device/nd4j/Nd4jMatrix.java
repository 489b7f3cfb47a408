package dev.geodesic.device.nd4j;

import dev.geodesic.device.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A float32 ND4J array in C order, or some rows of one.
 *
 * @param array {@code [rows, columns]}
 */
record Nd4jMatrix(INDArray array) implements Matrix {

  static Nd4jMatrix allocate(int rows, int columns) {
    return new Nd4jMatrix(Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}));
  }

  static INDArray array(Matrix matrix) {
    return ((Nd4jMatrix) matrix).array;
  }

  /** Returns a view in the same memory with one row a trial. */
  static INDArray byTrial(Matrix matrix, int trials) {
    return array(matrix).reshape('c', trials, array(matrix).length() / trials);
  }

  void write(float[] values) {
    try (Temporaries temporary = new Temporaries()) {
      array.assign(temporary.array(values, rows(), columns()));
    }
  }

  @Override
  public int rows() {
    return Math.toIntExact(array.rows());
  }

  @Override
  public int columns() {
    return Math.toIntExact(array.columns());
  }

  @Override
  public Nd4jMatrix slice(int fromRow, int count) {
    return new Nd4jMatrix(
        array.get(NDArrayIndex.interval(fromRow, fromRow + count), NDArrayIndex.all()));
  }

  /** Frees the memory; a view has none and is left alone. */
  @Override
  public void close() {
    if (array.closeable()) {
      array.close();
    }
  }
}
