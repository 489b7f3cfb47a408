package dev.geodesic.device;

/**
 * A float32 matrix in device memory, row-major: samples {@code [samples, features]} or the weights
 * of a pack {@code [features, trials × classes]}.
 */
public interface Matrix extends AutoCloseable {
  int rows();

  int columns();

  /** Frees the device memory. */
  @Override
  void close();
}
