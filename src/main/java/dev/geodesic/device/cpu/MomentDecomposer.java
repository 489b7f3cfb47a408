package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.util.Arrays;

/**
 * Decomposes second moments as the processor's own factors do, for devices that leave it to the
 * processor. Results do not depend on which matrices came before.
 */
public final class MomentDecomposer implements AutoCloseable {
  private final NativeScratch scratch;

  static {
    NativeLibraries.choose();
    NativeLibraries.requireRunnable();
  }

  /** Creates a decomposer for the calling thread. */
  public MomentDecomposer() {
    blas_set_num_threads(1);
    scratch = new NativeScratch();
  }

  /**
   * Decomposes M = V diag(σ) Vᵀ.
   *
   * @param matrix M, symmetric, {@code [order, order]}; overwritten
   * @param vectors V, row-major; NaN where M is not finite
   * @return σ; none is negative, but all are NaN where M is not finite
   */
  public double[] decompose(double[] matrix, int order, double[] vectors) {
    if (!MomentEigen.isFinite(matrix, order * order)) {
      Arrays.fill(vectors, Double.NaN);
      double[] none = new double[order];
      Arrays.fill(none, Double.NaN);
      return none;
    }
    try (MomentEigen eigen = new MomentEigen(order, scratch)) {
      eigen.decompose(matrix);
      double[] vector = new double[order];
      for (int k = 0; k < order; k++) {
        eigen.vector(k, vector);
        for (int i = 0; i < order; i++) {
          vectors[i * order + k] = vector[i];
        }
      }
      return eigen.values();
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
