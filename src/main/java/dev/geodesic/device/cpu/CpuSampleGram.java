package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** K = XXᵀ, held and factored in float64. */
final class CpuSampleGram implements SampleGram {
  /**
   * A Cholesky pivot this much smaller than the largest is a repeated sample or rounding noise: the
   * solve would keep under four digits.
   */
  private static final double SMALLEST_PIVOT = 1e-6;

  private final int batch;
  private final double[] k;
  private final NativeScratch scratch;

  /** From the lower triangle. */
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

  static CpuSampleGram inDoublePrecision(CpuMatrix samples, NativeScratch scratch) {
    int batch = samples.rows();
    int width = samples.columns();
    float[] narrow = new float[batch * width];
    samples.pointer().get(narrow);
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    DoublePointer x = scratch.doubles(wide.length);
    x.put(wide, 0, wide.length);
    double[] k = new double[batch * batch];
    DoublePointer product = scratch.moreDoubles(k.length);
    cblas_dsyrk(
        CblasRowMajor, CblasLower, CblasNoTrans, batch, width, 1, x, width, 0, product, batch);
    product.get(k, 0, k.length);
    return new CpuSampleGram(batch, k, scratch);
  }

  static CpuSampleGram inSinglePrecision(CpuMatrix samples, NativeScratch scratch) {
    int batch = samples.rows();
    int width = samples.columns();
    float[] narrow = new float[batch * batch];
    FloatPointer product = scratch.floats(narrow.length);
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
    product.get(narrow, 0, narrow.length);
    double[] k = new double[narrow.length];
    for (int i = 0; i < k.length; i++) {
      k[i] = narrow[i];
    }
    return new CpuSampleGram(batch, k, scratch);
  }

  @Override
  public int batch() {
    return batch;
  }

  /** Element (i, j). */
  double at(int i, int j) {
    return k[i * batch + j];
  }

  @Override
  public void multiply(Panel panel, Panel product) {
    CpuPanel source = (CpuPanel) panel;
    double[] m = source.values();
    double[] out = ((CpuPanel) product).values();
    int length = source.rowLength();
    for (int i = 0; i < batch; i++) {
      int row = i * length;
      java.util.Arrays.fill(out, row, row + length, 0);
      for (int j = 0; j < batch; j++) {
        addScaled(out, row, m, j * length, at(i, j), length);
      }
    }
  }

  /** A loop of its own, so that the JIT compiler vectorises it. */
  private static void addScaled(
      double[] target, int to, double[] source, int from, double factor, int length) {
    for (int c = 0; c < length; c++) {
      target[to + c] += factor * source[from + c];
    }
  }

  @Override
  public boolean solve(Panel panel) {
    double[] rhs = ((CpuPanel) panel).values();
    int columns = ((CpuPanel) panel).rowLength();
    DoublePointer factor = scratch.doubles(k.length);
    factor.put(k, 0, k.length);
    if (!factorise(factor)) {
      return false;
    }
    DoublePointer x = scratch.moreDoubles(rhs.length);
    x.put(rhs, 0, rhs.length);
    solveTriangular(factor, CblasNoTrans, columns, x);
    solveTriangular(factor, CblasTrans, columns, x);
    x.get(rhs, 0, rhs.length);
    return true;
  }

  private void solveTriangular(DoublePointer factor, int transpose, int columns, DoublePointer x) {
    cblas_dtrsm(
        CblasRowMajor,
        CblasLeft,
        CblasLower,
        transpose,
        CblasNonUnit,
        batch,
        columns,
        1,
        factor,
        batch,
        x,
        columns);
  }

  /** Cholesky factorisation in place; false where a pivot vanishes beside the largest diagonal. */
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
