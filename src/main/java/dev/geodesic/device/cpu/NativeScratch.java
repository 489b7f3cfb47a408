package dev.geodesic.device.cpu;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Buffers of a device that are used again from call to call, as allocating native memory takes
 * longer than most kernels. A buffer is valid until the same method is called again.
 */
final class NativeScratch implements AutoCloseable {
  private float[] heapFloats = new float[0];
  private double[] heapDoubles = new double[0];
  private FloatPointer floats = new FloatPointer(1);
  private FloatPointer moreFloats = new FloatPointer(1);
  private DoublePointer doubles = new DoublePointer(1);
  private DoublePointer moreDoubles = new DoublePointer(1);
  private DoublePointer square = new DoublePointer(1);

  /** Returns a buffer on the Java heap for copies to and from native memory. */
  float[] heapFloats(int length) {
    if (heapFloats.length < length) {
      heapFloats = new float[length];
    }
    return heapFloats;
  }

  /** Returns a buffer on the Java heap for copies to and from native memory. */
  double[] heapDoubles(int length) {
    if (heapDoubles.length < length) {
      heapDoubles = new double[length];
    }
    return heapDoubles;
  }

  FloatPointer floats(int length) {
    if (isOutgrown(floats, length)) {
      floats = new FloatPointer(length);
    }
    return floats;
  }

  /** Returns a second buffer, for use together with {@link #floats}. */
  FloatPointer moreFloats(int length) {
    if (isOutgrown(moreFloats, length)) {
      moreFloats = new FloatPointer(length);
    }
    return moreFloats;
  }

  DoublePointer doubles(int length) {
    if (isOutgrown(doubles, length)) {
      doubles = new DoublePointer(length);
    }
    return doubles;
  }

  /** Returns a second buffer, for use together with {@link #doubles}. */
  DoublePointer moreDoubles(int length) {
    if (isOutgrown(moreDoubles, length)) {
      moreDoubles = new DoublePointer(length);
    }
    return moreDoubles;
  }

  /** Returns a third buffer, for a small square matrix. */
  DoublePointer square(int length) {
    if (isOutgrown(square, length)) {
      square = new DoublePointer(length);
    }
    return square;
  }

  /** Returns a float64 copy of a matrix, in {@link #doubles}. */
  DoublePointer widened(CpuMatrix matrix) {
    int length = Math.toIntExact(matrix.length());
    return widen(matrix, 0, length, doubles(length));
  }

  /** Returns a float64 copy of a part of a matrix, in {@link #square}. */
  DoublePointer widenedPart(CpuMatrix matrix, long from, int length) {
    return widen(matrix, from, length, square(length));
  }

  private DoublePointer widen(CpuMatrix matrix, long from, int length, DoublePointer copy) {
    float[] narrow = heapFloats(length);
    matrix.pointer().position(from).get(narrow, 0, length);
    matrix.pointer().position(0);
    double[] wide = heapDoubles(length);
    for (int i = 0; i < length; i++) {
      wide[i] = narrow[i];
    }
    return copy.put(wide, 0, length);
  }

  /** Returns a copy of a panel, in {@link #doubles}. */
  DoublePointer copied(CpuPanel panel) {
    return doubles(panel.length()).put(panel.values(), 0, panel.length());
  }

  /**
   * Whether a buffer is too small. It is freed then, with its capacity set to 0, so that a failure
   * to allocate a larger one leaves no freed buffer in use.
   */
  private static boolean isOutgrown(Pointer memory, int length) {
    if (memory.capacity() >= length) {
      return false;
    }
    memory.close();
    memory.capacity(0);
    return true;
  }

  @Override
  public void close() {
    floats.close();
    moreFloats.close();
    doubles.close();
    moreDoubles.close();
    square.close();
  }
}
