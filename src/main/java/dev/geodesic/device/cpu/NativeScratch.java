package dev.geodesic.device.cpu;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Native memory of a device that outlives a call: allocating some costs more than most kernels
 * take. Each is valid until the next one of its kind is asked for.
 */
final class NativeScratch implements AutoCloseable {
  private FloatPointer floats = new FloatPointer(1);
  private DoublePointer doubles = new DoublePointer(1);
  private DoublePointer moreDoubles = new DoublePointer(1);

  FloatPointer floats(int length) {
    if (floats.capacity() < length) {
      floats.close();
      floats = new FloatPointer(length);
    }
    return floats;
  }

  DoublePointer doubles(int length) {
    if (doubles.capacity() < length) {
      doubles.close();
      doubles = new DoublePointer(length);
    }
    return doubles;
  }

  /** A second one, for use beside the first. */
  DoublePointer moreDoubles(int length) {
    if (moreDoubles.capacity() < length) {
      moreDoubles.close();
      moreDoubles = new DoublePointer(length);
    }
    return moreDoubles;
  }

  @Override
  public void close() {
    floats.close();
    doubles.close();
    moreDoubles.close();
  }
}
