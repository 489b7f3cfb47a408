package dev.geodesic.device.cpu;

import dev.geodesic.device.Matrix;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A float32 ND4J array in C order, with the pointer that BLAS works on. */
record CpuMatrix(INDArray array, FloatPointer pointer) implements Matrix {

  static CpuMatrix allocate(int rows, int columns) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
    return new CpuMatrix(array, new FloatPointer(array.data().addressPointer()));
  }

  @Override
  public int rows() {
    return (int) array.size(0);
  }

  @Override
  public int columns() {
    return (int) array.size(1);
  }

  long length() {
    return (long) rows() * columns();
  }

  @Override
  public void close() {
    array.close();
  }
}
