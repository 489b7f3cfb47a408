package dev.geodesic.device.opencl;

import dev.geodesic.device.cpu.MomentSpectra;
import dev.geodesic.device.opencl.Product.Operand;
import java.util.List;

/**
 * Eigenvectors V and eigenvalues σ of the matrices of a factor, as last decomposed, in memory of
 * its own. The host knows σ, too.
 */
final class OpenClBasis implements AutoCloseable {
  private final Gear gear;
  private final int order;
  private final MomentSpectra spectra;

  /** V, {@code [matrices, order, order]}: row-major, its columns are the eigenvectors. */
  private Buffer vectors;

  /** A float32 copy of {@link #vectors}. */
  private Buffer narrowVectors;

  /** σ, {@code [matrices, order]}. */
  private final Buffer values;

  private final Buffer units;
  private final Buffer groups;

  /** Whether what kernels read besides V is to be derived from V and σ before they do. */
  private boolean isStale = true;

  OpenClBasis(Gear gear, int order, int matrices) {
    this.gear = gear;
    this.order = order;
    this.spectra = new MomentSpectra(order, matrices);
    long rows = (long) matrices * order;
    this.vectors = gear.pool().allocate(rows * order * Double.BYTES);
    this.narrowVectors = gear.pool().allocate(rows * order * Float.BYTES);
    this.values = gear.pool().allocate(rows * Double.BYTES);
    this.units = gear.pool().allocate((long) matrices * Double.BYTES);
    this.groups = gear.pool().allocate(3 * rows * Integer.BYTES);
    gear.launch("panel_clear").with(vectors).with(rows * order).items(rows * order);
  }

  MomentSpectra spectra() {
    return spectra;
  }

  int order() {
    return order;
  }

  int matrices() {
    return spectra.matrices();
  }

  /** Returns V of each trial. */
  Operand wide() {
    return ofTrials(Operand.doubles(vectors, order, order));
  }

  /** Returns a float32 copy of V of each trial. */
  Operand narrow() {
    refresh();
    return ofTrials(Operand.floats(narrowVectors, order, order));
  }

  private Operand ofTrials(Operand matrices) {
    return spectra.isShared() ? matrices.shared() : matrices;
  }

  Buffer vectors() {
    return vectors;
  }

  /** Returns σ, {@code [matrices, order]}. */
  Buffer values() {
    refresh();
    return values;
  }

  /** Returns the unit of each matrix. */
  Buffer units() {
    refresh();
    return units;
  }

  /** Returns what {@link AlikeGroups#table} says of the eigenvectors. */
  Buffer groups() {
    refresh();
    return groups;
  }

  /** Returns V of a matrix, row-major. */
  double[] read(int matrix) {
    return gear.queue().readDoubles(vectors, byteOffset(matrix), order * order);
  }

  /**
   * Replaces V and σ of consecutive matrices.
   *
   * @param first of them
   * @param v of all of them, each row-major
   * @param sigma of each
   */
  void replace(int first, double[] v, List<double[]> sigma) {
    gear.queue().write(v, vectors, byteOffset(first));
    for (int k = 0; k < sigma.size(); k++) {
      spectra.replace(first + k, sigma.get(k));
    }
    isStale = true;
  }

  private long byteOffset(int matrix) {
    return (long) matrix * order * order * Double.BYTES;
  }

  /** Derives what kernels read besides V, once after any number of replacements. */
  private void refresh() {
    if (!isStale) {
      return;
    }
    isStale = false;
    gear.queue().write(spectra.values(), values);
    gear.queue().write(spectra.units(), units);
    gear.queue().write(AlikeGroups.table(spectra), groups);
    long count = (long) matrices() * order * order;
    gear.launch("kronecker_narrow").with(vectors).with(count).with(narrowVectors).items(count);
  }

  /** Keeps only the matrices at these positions, which ascend. */
  void retain(int[] kept) {
    vectors = OpenClKroneckerFactor.retained(gear, vectors, kept, order * order);
    gear.queue().free(narrowVectors);
    narrowVectors = gear.pool().allocate((long) kept.length * order * order * Float.BYTES);
    spectra.retain(kept);
    isStale = true;
  }

  @Override
  public void close() {
    for (Buffer buffer : new Buffer[] {vectors, narrowVectors, values, units, groups}) {
      gear.queue().free(buffer);
    }
  }
}
