package dev.geodesic.device.nd4j;

import dev.geodesic.device.Device;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;

/** Matrices on their way between a device and the processor, in memory of the innermost scope. */
final class HostCopies {
  private final Device device;
  private final Device host;

  HostCopies(Device device, Device host) {
    this.device = device;
    this.host = host;
  }

  /** On the processor. */
  Matrix of(Matrix matrix) {
    return copy(matrix, device, host);
  }

  /** On the processor. */
  LayerInput of(LayerInput input) {
    return input instanceof LayerInput.Samples samples
        ? new LayerInput.Samples(of(samples.matrix()))
        : input;
  }

  /** On the device. */
  LayerInput back(LayerInput input) {
    return input instanceof LayerInput.Samples samples
        ? new LayerInput.Samples(copy(samples.matrix(), host, device))
        : input;
  }

  /** Writes a matrix of the processor into one of the device. */
  void back(Matrix matrix, Matrix target) {
    device.write(host.download(matrix), target);
  }

  private static Matrix copy(Matrix matrix, Device from, Device to) {
    Matrix copy = to.matrix(matrix.rows(), matrix.columns());
    to.write(from.download(matrix), copy);
    return copy;
  }
}
