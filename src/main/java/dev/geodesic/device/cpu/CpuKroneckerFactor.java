package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** The matrices of all trials, one after the other in native memory, decomposed by LAPACK. */
final class CpuKroneckerFactor implements KroneckerFactor {
  private final int order;
  private final int size;
  private final NativeScratch scratch;
  private final StepMemory memory;

  /** Column-major; only the lower triangle is kept. */
  private final DoublePointer moments;

  /** Vᵀ row-major: row k is eigenvector k. */
  private final DoublePointer vectors;

  private final FloatPointer narrowVectors;
  private final MomentSpectra spectra;
  private final MomentEigen eigen;

  /** One eigenvector between LAPACK and native memory. */
  private final double[] wide;

  private final float[] narrow;

  CpuKroneckerFactor(int order, int matrices, NativeScratch scratch, StepMemory memory) {
    this.spectra = new MomentSpectra(order, matrices);
    this.order = order;
    this.size = order * order;
    this.scratch = scratch;
    this.memory = memory;
    long all = (long) matrices * size;
    this.moments = new DoublePointer(all);
    Pointer.memset(moments, 0, all * Double.BYTES);
    this.vectors = new DoublePointer(all);
    this.narrowVectors = new FloatPointer(all);
    this.eigen = new MomentEigen(order, scratch);
    this.wide = new double[order];
    this.narrow = new float[order];
  }

  @Override
  public int order() {
    return order;
  }

  /** Whether all trials share one matrix. */
  boolean isShared() {
    return spectra.isShared();
  }

  /** Returns Vᵀ of one trial, row-major, valid until the next call. */
  DoublePointer vectors(int trial) {
    return vectors.position(offset(trial));
  }

  /** Returns a float32 copy of {@link #vectors}, valid until the next call. */
  FloatPointer narrowVectors(int trial) {
    return narrowVectors.position(offset(trial));
  }

  /** Returns where the eigenvalues of a trial begin in {@link #values}. */
  int firstValue(int trial) {
    return spectra.first(trial);
  }

  double[] values() {
    return spectra.values();
  }

  /** Returns the first eigenvector of a trial that eigenvector {@code k} is alike to. */
  int alike(int trial, int k) {
    return spectra.alike(trial, k);
  }

  private long offset(int trial) {
    return isShared() ? 0 : (long) trial * size;
  }

  @Override
  public void average(double keep, LayerInput inputs) {
    if (inputs instanceof LayerInput.Samples samples) {
      CpuMatrix x = SparseSamples.dense(samples.matrix(), memory);
      addRows(keep, scratch.widened(x), x.columns(), x.rows(), x.rows());
    } else {
      CpuPanel a = (CpuPanel) ((LayerInput.Activations) inputs).panel();
      addRows(keep, scratch.copied(a), a.rowLength(), a.batch(), a.batch());
    }
  }

  @Override
  public void average(double keep, LabelDerivatives derivatives) {
    if (derivatives instanceof LabelDerivatives.Backpropagated carried) {
      CpuPanel d = (CpuPanel) carried.columns();
      int batch = d.batch() / carried.directions();
      addRows(keep, scratch.copied(d), d.rowLength(), d.batch(), batch);
    } else {
      averageCovariance(keep, (CpuPanel) ((LabelDerivatives.OfLogits) derivatives).probabilities());
    }
  }

  /** {@code M_t = keep·M_t + (1 − keep)/batch · Σ a aᵀ} over rows that lie {@code stride} apart. */
  private void addRows(double keep, DoublePointer rows, int stride, int count, int batch) {
    for (int t = 0; t < spectra.matrices(); t++) {
      cblas_dsyrk(
          CblasColMajor,
          CblasLower,
          CblasNoTrans,
          order,
          count,
          (1 - keep) / batch,
          rows.position((long) t * order),
          stride,
          keep,
          moments.position(offset(t)),
          order);
    }
    rows.position(0);
  }

  /**
   * Adds mean(diag p − ppᵀ). Its rows sum to 0, so the diagonal is minus the sum of the rest of
   * each row: computed so, nothing cancels, however confident a prediction is.
   */
  private void averageCovariance(double keep, CpuPanel p) {
    double[] sums = new double[size];
    double[] mean = new double[size];
    for (int t = 0; t < spectra.matrices(); t++) {
      Arrays.fill(sums, 0);
      for (int b = 0; b < p.batch(); b++) {
        addProductsBeside(p.values(), p.at(b, t), sums);
      }
      moments.position(offset(t)).get(mean);
      double factor = (1 - keep) / p.batch();
      for (int i = 0; i < order; i++) {
        double diagonal = 0;
        for (int j = 0; j < order; j++) {
          double product = sums[Math.max(i, j) * order + Math.min(i, j)];
          mean[j * order + i] = keep * mean[j * order + i] - factor * product;
          diagonal += product;
        }
        mean[i * order + i] += factor * diagonal;
      }
      moments.put(mean);
    }
  }

  /** Adds the part of p pᵀ below the diagonal. */
  private void addProductsBeside(double[] p, int from, double[] sums) {
    for (int i = 1; i < order; i++) {
      double factor = p[from + i];
      for (int j = 0; j < i; j++) {
        sums[i * order + j] += factor * p[from + j];
      }
    }
  }

  @Override
  public void decompose() {
    for (int t = 0; t < spectra.matrices(); t++) {
      double[] matrix = scratch.heapDoubles(size);
      moments.position(offset(t)).get(matrix, 0, size);
      boolean isFinite = MomentEigen.isFinite(matrix, size);
      if (isFinite) {
        eigen.decompose(matrix);
        spectra.replace(t, eigen.values());
      } else {
        Arrays.fill(wide, Double.NaN);
        spectra.replace(t, wide);
      }
      for (int k = 0; k < order; k++) {
        if (isFinite) {
          eigen.vector(k, wide);
        }
        putVector(t, k);
      }
    }
  }

  /** Stores {@link #wide} as eigenvector {@code k} of trial {@code t}. */
  private void putVector(int t, int k) {
    for (int i = 0; i < order; i++) {
      narrow[i] = (float) wide[i];
    }
    long start = offset(t) + (long) k * order;
    vectors.position(start).put(wide, 0, order);
    narrowVectors.position(start).put(narrow, 0, order);
  }

  @Override
  public double[] eigenvalues(int trial) {
    return spectra.eigenvalues(trial);
  }

  @Override
  public double meanEigenvalue(int trial) {
    return spectra.meanEigenvalue(trial);
  }

  @Override
  public double unit(int trial) {
    return spectra.unit(trial);
  }

  @Override
  public void retain(int[] kept) {
    if (isShared()) {
      return;
    }
    for (int t = 0; t < kept.length; t++) {
      if (kept[t] != t) {
        long from = (long) kept[t] * size;
        long to = (long) t * size;
        move(moments, from, to, (long) size * Double.BYTES);
        move(vectors, from, to, (long) size * Double.BYTES);
        move(narrowVectors, from, to, (long) size * Float.BYTES);
      }
    }
    spectra.retain(kept);
  }

  @Override
  public void save(StateWriter out, int t) throws IOException {
    double[] matrix = new double[size];
    moments.position(offset(t)).get(matrix);
    out.write(matrix);
    vectors.position(offset(t)).get(matrix);
    out.write(matrix);
    out.write(eigenvalues(t));
  }

  @Override
  public void restore(StateReader in, int t) throws IOException {
    moments.position(offset(t)).put(in.readDoubles(size));
    double[] basis = in.readDoubles(size);
    for (int k = 0; k < order; k++) {
      System.arraycopy(basis, k * order, wide, 0, order);
      putVector(t, k);
    }
    spectra.replace(t, in.readDoubles(order));
  }

  private static void move(Pointer all, long from, long to, long bytes) {
    all.position(0);
    Pointer.memcpy(all.getPointer(to), all.getPointer(from), bytes);
  }

  @Override
  public void close() {
    for (Pointer pointer : new Pointer[] {moments, vectors, narrowVectors}) {
      pointer.close();
    }
    eigen.close();
  }
}
