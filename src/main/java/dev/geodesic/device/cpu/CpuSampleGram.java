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

import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import org.bytedeco.javacpp.DoublePointer;

/** K = XXᵀ, formed and factored in float64. */
final class CpuSampleGram implements SampleGram {
  /**
   * A Cholesky pivot this much smaller than the largest is a repeated sample or rounding noise: the
   * solve would keep under four digits.
   */
  private static final double SMALLEST_PIVOT = 1e-6;

  private final int batch;
  private final double[] k;

  private CpuSampleGram(int batch, double[] k) {
    this.batch = batch;
    this.k = k;
  }

  static CpuSampleGram of(CpuMatrix samples) {
    int batch = samples.rows();
    int width = samples.columns();
    float[] narrow = new float[batch * width];
    samples.pointer().get(narrow);
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    double[] k = new double[batch * batch];
    try (DoublePointer x = new DoublePointer(wide);
        DoublePointer product = new DoublePointer(k.length)) {
      cblas_dsyrk(
          CblasRowMajor, CblasLower, CblasNoTrans, batch, width, 1, x, width, 0, product, batch);
      product.get(k);
    }
    for (int i = 0; i < batch; i++) {
      for (int j = i + 1; j < batch; j++) {
        k[i * batch + j] = k[j * batch + i];
      }
    }
    return new CpuSampleGram(batch, k);
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
    CpuPanel rhs = (CpuPanel) panel;
    int columns = rhs.rowLength();
    try (DoublePointer factor = new DoublePointer(k)) {
      if (!factorise(factor)) {
        return false;
      }
      try (DoublePointer x = new DoublePointer(rhs.values())) {
        solveTriangular(factor, CblasNoTrans, columns, x);
        solveTriangular(factor, CblasTrans, columns, x);
        x.get(rhs.values());
      }
      return true;
    }
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

  @Override
  public double[] toArray() {
    return k.clone();
  }
}
