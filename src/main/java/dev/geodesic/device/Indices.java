package dev.geodesic.device;

/** Integers in device memory: the class of each of some samples, or the positions of rows. */
public interface Indices extends AutoCloseable {
  int count();

  /** Returns {@code count} of them from {@code from} on, to be read only, in the same memory. */
  Indices slice(int from, int count);

  /** Frees the device memory. */
  @Override
  void close();
}
