package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** K = XXᵀ, held and factored in float64. */
final class CpuSampleGram implements SampleGram {
  /**
   * The smallest Cholesky pivot, relative to the square root of the largest diagonal element, that
   * counts as regular. Below it a sample is repeated up to rounding: a solve would keep less than
   * four digits.
   */
  private static final double SMALLEST_PIVOT = 1e-6;

  /** The smallest squared norm of a sample that float32 represents with seven digits. */
  private static final float SMALLEST_SQUARE = 1e-30f;

  private final int batch;
  private final double[] k;
  private final NativeScratch scratch;

  /** Creates the matrix from its lower triangle. */
  private CpuSampleGram(int batch, double[] k, NativeScratch scratch) {
    this.batch = batch;
    this.k = k;
    this.scratch = scratch;
    for (int i = 0; i < batch; i++) {
      for (int j = i + 1; j < batch; j++) {
        k[i * batch + j] = k[j * batch + i];
      }
    }
  }

  static CpuSampleGram inDoublePrecision(
      CpuMatrix samples, NativeScratch scratch, StepMemory memory) {
    int length = samples.rows() * samples.columns();
    float[] narrow = scratch.heapFloats(length);
    samples.pointer().get(narrow, 0, length);
    double[] wide = scratch.heapDoubles(length);
    for (int i = 0; i < length; i++) {
      wide[i] = narrow[i];
    }
    return of(wide, samples.rows(), samples.columns(), scratch, memory);
  }

  /** Computes the Gram matrix of one trial's activations. */
  static CpuSampleGram of(CpuPanel panel, int trial, NativeScratch scratch, StepMemory memory) {
    double[] rows = scratch.heapDoubles(panel.batch() * panel.width());
    for (int b = 0; b < panel.batch(); b++) {
      System.arraycopy(panel.values(), panel.at(b, trial), rows, b * panel.width(), panel.width());
    }
    return of(rows, panel.batch(), panel.width(), scratch, memory);
  }

  /** Computes the Gram matrix of sparse samples, in float64. */
  static CpuSampleGram of(SparseSamples samples, NativeScratch scratch, StepMemory memory) {
    double[] k = memory.doubles(samples.rows() * samples.rows());
    Arrays.fill(k, 0);
    SparseProducts.gram(samples, k);
    return new CpuSampleGram(samples.rows(), k, scratch);
  }

  private static CpuSampleGram of(
      double[] rows, int batch, int width, NativeScratch scratch, StepMemory memory) {
    DoublePointer x = scratch.doubles(batch * width);
    x.put(rows, 0, batch * width);
    double[] k = memory.doubles(batch * batch);
    DoublePointer product = scratch.moreDoubles(k.length);
    cblas_dsyrk(
        CblasRowMajor, CblasLower, CblasNoTrans, batch, width, 1, x, width, 0, product, batch);
    product.get(k, 0, k.length);
    return new CpuSampleGram(batch, k, scratch);
  }

  static CpuSampleGram inSinglePrecision(
      CpuMatrix samples, NativeScratch scratch, StepMemory memory) {
    int batch = samples.rows();
    int width = samples.columns();
    int length = batch * batch;
    FloatPointer product = scratch.floats(length);
    cblas_ssyrk(
        CblasRowMajor,
        CblasLower,
        CblasNoTrans,
        batch,
        width,
        1,
        samples.pointer(),
        width,
        0,
        product,
        batch);
    float[] narrow = scratch.heapFloats(length);
    product.get(narrow, 0, length);
    if (!isInRange(narrow, batch)) {
      return inDoublePrecision(samples, scratch, memory);
    }
    double[] k = memory.doubles(length);
    for (int i = 0; i < length; i++) {
      k[i] = narrow[i];
    }
    return new CpuSampleGram(batch, k, scratch);
  }

  /** Whether float32 holds the squared norms of the samples without overflow or underflow. */
  private static boolean isInRange(float[] gram, int batch) {
    float largest = 0;
    for (int i = 0; i < batch; i++) {
      largest = Math.max(largest, gram[i * (batch + 1)]);
    }
    return largest > SMALLEST_SQUARE && largest < Float.POSITIVE_INFINITY;
  }

  @Override
  public int batch() {
    return batch;
  }

  /** Returns element (i, j). */
  double at(int i, int j) {
    return k[i * batch + j];
  }

  void copyRow(int i, double[] target, int to) {
    System.arraycopy(k, i * batch, target, to, batch);
  }

  @Override
  public void multiply(Panel panel, Panel product) {
    CpuPanel source = (CpuPanel) panel;
    CpuPanel target = (CpuPanel) product;
    int columns = source.rowLength();
    DoublePointer m = scratch.doubles(source.length());
    DoublePointer result = scratch.moreDoubles(source.length());
    DoublePointer left = scratch.square(k.length);
    m.put(source.values(), 0, source.length());
    left.put(k, 0, k.length);
    for (int t = 0; t < source.trials(); t++) {
      cblas_dgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasNoTrans,
          batch,
          source.width(),
          batch,
          1,
          left,
          batch,
          m.position((long) t * source.width()),
          columns,
          0,
          result.position((long) t * source.width()),
          columns);
    }
    m.position(0);
    result.position(0);
    result.get(target.values(), 0, target.length());
  }

  @Override
  public Flags solve(Panel panel) {
    CpuPanel rhs = (CpuPanel) panel;
    DoublePointer factor = scratch.doubles(k.length);
    factor.put(k, 0, k.length);
    if (!factorise(factor)) {
      return Flags.of(false);
    }
    DoublePointer x = scratch.moreDoubles(rhs.length());
    x.put(rhs.values(), 0, rhs.length());
    for (int t = 0; t < rhs.trials(); t++) {
      x.position((long) t * rhs.width());
      solve(factor, rhs, x);
    }
    x.position(0).get(rhs.values(), 0, rhs.length());
    return Flags.of(true);
  }

  @Override
  public void solveShifted(double[] scales, double[] shifts, Panel panel) {
    CpuPanel rows = (CpuPanel) panel;
    DoublePointer factor = scratch.doubles(k.length);
    double[] shifted = scratch.heapDoubles(k.length);
    DoublePointer x = scratch.moreDoubles(rows.length());
    x.put(rows.values(), 0, rows.length());
    for (int t = 0; t < rows.trials(); t++) {
      for (int i = 0; i < k.length; i++) {
        shifted[i] = scales[t] * k[i] + (i % (batch + 1) == 0 ? shifts[t] : 0);
      }
      factor.put(shifted, 0, k.length);
      LAPACKE_dpotrf_work(LAPACK_ROW_MAJOR, (byte) 'L', batch, factor, batch);
      x.position((long) t * rows.width());
      solve(factor, rows, x);
    }
    x.position(0);
    x.get(rows.values(), 0, rows.length());
  }

  @Override
  public void projectOntoRange(Panel panel) {
    DoublePointer factor = scratch.doubles(k.length);
    factor.put(k, 0, k.length);
    if (factorise(factor) || !isFinite()) {
      return;
    }
    Eigen eigen = LapackEigen.of(k, batch);
    double least = batch * Math.ulp(1.0) * eigen.values()[batch - 1];
    for (int i = 0; i < batch && eigen.values()[i] <= least; i++) {
      subtractAlong(eigen.vectors(), i * batch, (CpuPanel) panel);
    }
  }

  /** Subtracts from every column its part along the unit vector that begins at {@code from}. */
  private void subtractAlong(double[] vectors, int from, CpuPanel panel) {
    int columns = panel.rowLength();
    double[] along = new double[columns];
    for (int b = 0; b < batch; b++) {
      Spans.addScaled(along, 0, panel.values(), b * columns, vectors[from + b], 0, columns);
    }
    for (int b = 0; b < batch; b++) {
      Spans.addScaled(panel.values(), b * columns, along, 0, -vectors[from + b], 0, columns);
    }
  }

  private boolean isFinite() {
    return Double.isFinite(meanDiagonal().get()[0]);
  }

  @Override
  public Numbers dotOfSquares(Panel panel) {
    CpuPanel c = (CpuPanel) panel;
    double[] sums = new double[c.trials()];
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < c.trials(); t++) {
        sums[t] += at(b, b) * CpuPanels.rowSquare(c, b, t);
      }
    }
    return Numbers.of(sums);
  }

  @Override
  public Numbers meanDiagonal() {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      sum += at(i, i);
    }
    return Numbers.of(sum / batch);
  }

  /** Solves in place for one trial of a panel, whose first element is {@code x}'s. */
  private void solve(DoublePointer factor, CpuPanel panel, DoublePointer x) {
    for (int transpose : new int[] {CblasNoTrans, CblasTrans}) {
      cblas_dtrsm(
          CblasRowMajor,
          CblasLeft,
          CblasLower,
          transpose,
          CblasNonUnit,
          batch,
          panel.width(),
          1,
          factor,
          batch,
          x,
          panel.rowLength());
    }
  }

  /** Factorises in place; false where a pivot is negligible compared with the largest diagonal. */
  private boolean factorise(DoublePointer matrix) {
    if (LAPACKE_dpotrf_work(LAPACK_ROW_MAJOR, (byte) 'L', batch, matrix, batch) != 0) {
      return false;
    }
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < batch; i++) {
      double pivot = matrix.get((long) i * batch + i);
      largest = Math.max(largest, at(i, i));
      smallest = Math.min(smallest, pivot * pivot);
    }
    return smallest > SMALLEST_PIVOT * SMALLEST_PIVOT * largest;
  }
}
