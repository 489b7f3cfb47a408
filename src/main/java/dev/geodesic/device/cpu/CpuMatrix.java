package dev.geodesic.device.cpu;

import dev.geodesic.device.Matrix;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float32 matrix in C order, or some rows of one, with the pointer that BLAS works on. ND4J
 * allocates the memory if its back end is the processor's.
 *
 * @param memory the owner of the memory
 * @param pointer to the first element
 */
record CpuMatrix(Memory memory, FloatPointer pointer, int rows, int columns) implements Matrix {
  private static final boolean IS_IN_ND4J = Nd4j.getBackend() instanceof CpuBackend;

  /** The memory of one matrix. */
  interface Memory {
    void close();
  }

  static CpuMatrix allocate(int rows, int columns) {
    if (IS_IN_ND4J) {
      INDArray array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
      FloatPointer pointer = new FloatPointer(array.data().addressPointer());
      // ND4J may leave the limit, up to which elements can be read one by one, at 0.
      pointer.capacity((long) rows * columns);
      return new CpuMatrix(array::close, pointer, rows, columns);
    }
    FloatPointer pointer = new FloatPointer((long) rows * columns);
    return new CpuMatrix(pointer::close, pointer, rows, columns);
  }

  long length() {
    return (long) rows * columns;
  }

  @Override
  public Matrix slice(int fromRow, int count) {
    return new CpuMatrix(memory, pointer.getPointer((long) fromRow * columns), count, columns);
  }

  @Override
  public void close() {
    memory.close();
  }
}
