package dev.geodesic.device.nd4j;

import dev.geodesic.device.Device;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;

/** Copies matrices between a device and the processor, in memory of the innermost scope. */
final class HostCopies {
  private final Device device;
  private final Device host;

  HostCopies(Device device, Device host) {
    this.device = device;
    this.host = host;
  }

  /** Returns a copy on the processor, where sparse samples lie already. */
  Matrix of(Matrix matrix) {
    if (matrix instanceof HostSamples samples) {
      return samples.matrix();
    }
    return copy(matrix, device, host);
  }

  /** Returns inputs on the processor, where activations lie already. */
  LayerInput of(LayerInput input) {
    return input instanceof LayerInput.Samples samples
        ? new LayerInput.Samples(of(samples.matrix()))
        : input;
  }

  /** Returns inputs with the samples on the device. */
  LayerInput back(LayerInput input) {
    return input instanceof LayerInput.Samples samples
        ? new LayerInput.Samples(copy(samples.matrix(), host, device))
        : input;
  }

  /** Copies a matrix of the processor into one of the device. */
  void back(Matrix matrix, Matrix target) {
    device.write(host.download(matrix), target);
  }

  private static Matrix copy(Matrix matrix, Device from, Device to) {
    Matrix copy = to.matrix(matrix.rows(), matrix.columns());
    to.write(from.download(matrix), copy);
    return copy;
  }
}
