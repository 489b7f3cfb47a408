package dev.geodesic.device.nd4j;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sparse samples, which stay in the processor's memory. The rows that an operation reads are copied
 * to the device with their zeros.
 *
 * @param matrix of the processor
 */
record HostSamples(Matrix matrix) implements Matrix {
  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public int columns() {
    return matrix.columns();
  }

  @Override
  public HostSamples slice(int fromRow, int count) {
    return new HostSamples(matrix.slice(fromRow, count));
  }

  /** Returns samples as an array of the device; it is temporary where they are sparse. */
  static INDArray array(Matrix samples, Device host, Temporaries temporary) {
    return samples instanceof HostSamples sparse
        ? temporary.array(host.download(sparse.matrix), sparse.rows(), sparse.columns())
        : Nd4jMatrix.array(samples);
  }

  @Override
  public void close() {
    matrix.close();
  }
}
