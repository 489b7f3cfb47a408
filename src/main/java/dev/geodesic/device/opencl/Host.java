package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.device.cpu.CpuDevice;
import org.jspecify.annotations.Nullable;

/** The processor, for the rare computations that are left to it; opened when first needed. */
final class Host implements AutoCloseable {
  private @Nullable CpuDevice processor;

  Eigen eigen(double[] matrix, int order) {
    if (processor == null) {
      processor = new CpuDevice();
    }
    return processor.eigen(matrix, order);
  }

  @Override
  public void close() {
    if (processor != null) {
      processor.close();
    }
  }
}
