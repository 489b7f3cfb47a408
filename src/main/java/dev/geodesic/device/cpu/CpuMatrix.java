package dev.geodesic.device.cpu;

import dev.geodesic.device.Matrix;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float32 ND4J array in C order, or some rows of one, with the pointer that BLAS works on.
 *
 * @param array owns the memory
 * @param pointer to the first element
 */
record CpuMatrix(INDArray array, FloatPointer pointer, int rows, int columns) implements Matrix {

  static CpuMatrix allocate(int rows, int columns) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
    return new CpuMatrix(array, new FloatPointer(array.data().addressPointer()), rows, columns);
  }

  long length() {
    return (long) rows * columns;
  }

  @Override
  public Matrix slice(int fromRow, int count) {
    return new CpuMatrix(array, pointer.getPointer((long) fromRow * columns), count, columns);
  }

  @Override
  public void close() {
    array.close();
  }
}
