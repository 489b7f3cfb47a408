package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.cpu.MomentDecomposer;
import org.jspecify.annotations.Nullable;

/** The processor, for the rare computations that are left to it; opened when first needed. */
final class Host implements Closer.Part {
  private @Nullable CpuDevice processor;
  private @Nullable MomentDecomposer decomposer;

  Eigen eigen(double[] matrix, int order) {
    if (processor == null) {
      processor = new CpuDevice();
    }
    return processor.eigen(matrix, order);
  }

  /** See {@link MomentDecomposer#decompose}. */
  double[] decompose(double[] moments, int order, double[] vectors) {
    if (decomposer == null) {
      decomposer = new MomentDecomposer();
    }
    return decomposer.decompose(moments, order, vectors);
  }

  @Override
  public void close() {
    Closer parts = new Closer();
    if (processor != null) {
      parts.add(processor::close);
    }
    if (decomposer != null) {
      parts.add(decomposer::close);
    }
    parts.close();
  }
}
