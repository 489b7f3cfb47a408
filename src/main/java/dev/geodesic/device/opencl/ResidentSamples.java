package dev.geodesic.device.opencl;

import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;

/**
 * Samples in a compact form, of which kernels take dense batches. Packs share them: each works with
 * the gear of its own.
 */
sealed interface ResidentSamples extends Matrix permits CodedSamples, SparseSamples {
  /** Writes some rows to those of a dense matrix. */
  void gather(Gear gear, Indices chosen, OpenClMatrix target);

  /** Returns a dense copy in memory of the innermost scope. */
  OpenClMatrix dense(Gear gear);
}
