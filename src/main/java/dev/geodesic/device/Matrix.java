package dev.geodesic.device;

/**
 * A float32 matrix in device memory, row-major: samples {@code [samples, features]}, or the weights
 * of one layer of a pack {@code [trials × outputs, inputs]}, where the rows of each trial are
 * contiguous. Samples may be {@linkplain Device#samples(int[], int[], float[], int) sparse}, which
 * only kernels notice: whether a zero that is not stored makes a NaN of a weight that is not finite
 * is up to them.
 */
public interface Matrix extends AutoCloseable {
  int rows();

  int columns();

  /**
   * Returns a view of {@code count} rows from {@code fromRow} on, in the same memory; one of sparse
   * samples is read-only.
   */
  Matrix slice(int fromRow, int count);

  /** Frees the device memory. */
  @Override
  void close();
}
