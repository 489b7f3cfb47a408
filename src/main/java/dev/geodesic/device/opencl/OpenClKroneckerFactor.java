package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.device.opencl.Product.Operand;
import dev.geodesic.device.opencl.Product.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The matrices of all trials, averaged on the device and decomposed by the processor: decomposing
 * is rare, and takes LAPACK's care.
 */
final class OpenClKroneckerFactor implements KroneckerFactor {
  /** Numbers that are read at once: 64 MB, or one matrix. */
  private static final int MOST_READ = 1 << 23;

  private final Gear gear;
  private final int order;
  private final int size;
  private final OpenClBasis basis;

  /** M, {@code [matrices, order, order]}, of which the lower triangles count. */
  private Buffer moments;

  OpenClKroneckerFactor(Gear gear, int order, int matrices) {
    Orders.check(order, "a Kronecker factor");
    this.gear = gear;
    this.order = order;
    this.size = order * order;
    this.basis = new OpenClBasis(gear, order, matrices);
    this.moments = gear.pool().allocate((long) matrices * size * Double.BYTES);
    long count = (long) matrices * size;
    gear.launch("panel_clear").with(moments).with(count).items(count);
  }

  /** Returns V and σ as last decomposed. */
  OpenClBasis basis() {
    return basis;
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public void average(double keep, LayerInput inputs) {
    if (inputs instanceof LayerInput.Samples samples) {
      OpenClMatrix x = gear.dense(samples.matrix());
      addRows(keep, Operand.shared(x), x.rows(), x.rows());
    } else {
      OpenClPanel a = (OpenClPanel) ((LayerInput.Activations) inputs).panel();
      addRows(keep, Operand.ofTrials(a), a.batch(), a.batch());
    }
  }

  @Override
  public void average(double keep, LabelDerivatives derivatives) {
    if (derivatives instanceof LabelDerivatives.Backpropagated carried) {
      OpenClPanel d = (OpenClPanel) carried.columns();
      addRows(keep, Operand.ofTrials(d), d.batch(), d.batch() / carried.directions());
    } else {
      addCovariance(keep, (OpenClPanel) ((LabelDerivatives.OfLogits) derivatives).probabilities());
    }
  }

  /** {@code M_t = keep·M_t + (1 − keep)/batch · Σ a aᵀ} over {@code count} rows a. */
  private void addRows(double keep, Operand rows, int count, int batch) {
    keep(keep);
    Buffer share = gear.constant(new double[] {(1 - keep) / batch});
    squares(rows, count, moments).addScaled(gear, Precision.DOUBLE, share, order);
  }

  /** {@code M_t = keep·M_t + (1 − keep)·mean(diag p − ppᵀ)}. */
  private void addCovariance(double keep, OpenClPanel p) {
    Buffer products = gear.pool().lendDoubles((long) basis.matrices() * size);
    squares(Operand.ofTrials(p), p.batch(), products).replace(gear, Precision.DOUBLE);
    gear.launch("kronecker_add_covariance")
        .with(products)
        .with(keep)
        .with((1 - keep) / p.batch())
        .with(order)
        .with(moments)
        .groups((long) basis.matrices() * order);
  }

  /** Σ a aᵀ over {@code count} rows a of each matrix. */
  private Product squares(Operand rows, int count, Buffer target) {
    return new Product(
        rows.transposed(),
        rows,
        Operand.doubles(target, order, order),
        order,
        order,
        count,
        basis.matrices(),
        Part.LOWER);
  }

  private void keep(double keep) {
    long count = (long) basis.matrices() * size;
    gear.launch("kronecker_keep").with(keep).with(count).with(moments).items(count);
  }

  @Override
  public void decompose() {
    double[] vectors = new double[size];
    int atOnce = Math.max(1, MOST_READ / size);
    for (int from = 0; from < basis.matrices(); from += atOnce) {
      int count = Math.min(atOnce, basis.matrices() - from);
      double[] some = read(from, count);
      List<double[]> values = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        double[] m = mirrored(Arrays.copyOfRange(some, k * size, (k + 1) * size));
        values.add(gear.host().decompose(m, order, vectors));
        System.arraycopy(vectors, 0, some, k * size, size);
      }
      basis.replace(from, some, values);
    }
  }

  /** Returns M of some matrices, of which the lower triangles count. */
  private double[] read(int from, int count) {
    return gear.queue().readDoubles(moments, (long) from * size * Double.BYTES, count * size);
  }

  private double[] mirrored(double[] m) {
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < i; j++) {
        m[j * order + i] = m[i * order + j];
      }
    }
    return m;
  }

  @Override
  public double[] eigenvalues(int trial) {
    return basis.spectra().eigenvalues(trial);
  }

  @Override
  public double meanEigenvalue(int trial) {
    return basis.spectra().meanEigenvalue(trial);
  }

  @Override
  public double unit(int trial) {
    return basis.spectra().unit(trial);
  }

  @Override
  public void retain(int[] kept) {
    if (!basis.spectra().isShared()) {
      moments = retained(gear, moments, kept, size);
      basis.retain(kept);
    }
  }

  /** Returns some parts of float64 memory, and frees it. */
  static Buffer retained(Gear gear, Buffer all, int[] kept, int part) {
    long count = (long) kept.length * part;
    Buffer rest = gear.pool().allocate(count * Double.BYTES);
    gear.launch("rows_choose")
        .with(all)
        .with(part)
        .with(gear.constant(kept))
        .with(rest)
        .items(part, kept.length);
    gear.queue().free(all);
    return rest;
  }

  /** Writes M, Vᵀ row-major, and σ. */
  @Override
  public void save(StateWriter out, int matrix) throws IOException {
    out.write(mirrored(read(matrix, 1)));
    out.write(transposed(basis.read(matrix)));
    out.write(eigenvalues(matrix));
  }

  @Override
  public void restore(StateReader in, int matrix) throws IOException {
    // The other triangle, as the processor's states hold no more.
    double[] m = transposed(in.readDoubles(size));
    gear.queue().write(m, moments, (long) matrix * size * Double.BYTES);
    double[] vectors = transposed(in.readDoubles(size));
    basis.replace(matrix, vectors, List.of(in.readDoubles(order)));
  }

  private double[] transposed(double[] matrix) {
    double[] turned = new double[size];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        turned[j * order + i] = matrix[i * order + j];
      }
    }
    return turned;
  }

  @Override
  public void close() {
    gear.queue().free(moments);
    basis.close();
  }
}
