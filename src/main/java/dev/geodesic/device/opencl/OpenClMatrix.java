package dev.geodesic.device.opencl;

import dev.geodesic.device.Matrix;

/**
 * A float32 matrix in the device's memory, or some rows of one.
 *
 * @param first index of its first element in the memory
 */
record OpenClMatrix(Memory memory, long first, int rows, int columns) implements Matrix {

  /** The memory of a matrix and its slices. */
  record Memory(Queue queue, Buffer buffer) {}

  static OpenClMatrix of(Matrix matrix) {
    return (OpenClMatrix) matrix;
  }

  static OpenClMatrix of(Queue queue, Buffer buffer, int rows, int columns) {
    return new OpenClMatrix(new Memory(queue, buffer), 0, rows, columns);
  }

  /** Returns the memory, for what begins at the {@link #first} element. */
  Buffer buffer() {
    return memory.buffer();
  }

  /**
   * Returns the memory, for what begins at its first element.
   *
   * @throws IllegalArgumentException if the matrix does not, being a part of another
   */
  Buffer whole() {
    if (first != 0) {
      throw new IllegalArgumentException(
          "the matrix must not be a part of another, got: one from element " + first);
    }
    return memory.buffer();
  }

  long length() {
    return (long) rows * columns;
  }

  /** Returns the number of elements of each trial of a pack. */
  int part(int trials) {
    return Math.toIntExact(length() / trials);
  }

  @Override
  public Matrix slice(int fromRow, int count) {
    return new OpenClMatrix(memory, first + (long) fromRow * columns, count, columns);
  }

  @Override
  public void close() {
    memory.queue().free(memory.buffer());
  }
}
