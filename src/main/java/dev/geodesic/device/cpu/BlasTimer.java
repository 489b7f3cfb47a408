package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Measures how long OpenBLAS and LAPACK take for the bare arithmetic of a step, on one thread. */
public final class BlasTimer {
  private static final int LEAST_REPETITIONS = 3;

  /** Order of the matrices whose product measures the machine's peak. */
  private static final int LARGE = 1024;

  private final double seconds;

  static {
    NativeLibraries.choose();
  }

  /**
   * Sets BLAS to one thread.
   *
   * @param seconds for which each measurement is repeated
   */
  public BlasTimer(double seconds) {
    this.seconds = seconds;
    blas_set_num_threads(1);
  }

  /**
   * Returns the median µs of Z = XW and W −= XᵀM, X {@code [batch, features]}, W {@code [features,
   * columns]}.
   */
  public double twoProducts(int batch, int features, int columns) {
    try (FloatPointer x = floats(batch * features);
        FloatPointer w = floats(features * columns);
        FloatPointer z = floats(batch * columns)) {
      return median(
          () -> {
            cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasNoTrans,
                batch,
                columns,
                features,
                1,
                x,
                features,
                w,
                columns,
                0,
                z,
                columns);
            cblas_sgemm(
                CblasRowMajor,
                CblasTrans,
                CblasNoTrans,
                features,
                columns,
                batch,
                -1e-9f,
                x,
                features,
                z,
                columns,
                1,
                w,
                columns);
          });
    }
  }

  /** Returns the median µs of a product {@code [rows, depth] · [depth, columns]} in float32. */
  public double product(int rows, int depth, int columns) {
    try (FloatPointer left = floats(rows * depth);
        FloatPointer right = floats(depth * columns);
        FloatPointer result = new FloatPointer((long) rows * columns)) {
      return median(
          () ->
              cblas_sgemm(
                  CblasRowMajor,
                  CblasNoTrans,
                  CblasNoTrans,
                  rows,
                  columns,
                  depth,
                  1,
                  left,
                  depth,
                  right,
                  columns,
                  0,
                  result,
                  columns));
    }
  }

  /** Returns the speed of large products in float32, in 10⁹ floating-point operations a second. */
  public double peak() {
    return 2.0 * LARGE * LARGE * LARGE / product(LARGE, LARGE, LARGE) / 1e3;
  }

  /** Returns the median µs of a square matrix times {@code [order, columns]} in float64. */
  public double wideProduct(int order, int columns) {
    try (DoublePointer left = doubles(order * order);
        DoublePointer right = doubles(order * columns);
        DoublePointer result = new DoublePointer((long) order * columns)) {
      return median(
          () ->
              cblas_dgemm(
                  CblasRowMajor,
                  CblasNoTrans,
                  CblasNoTrans,
                  order,
                  columns,
                  order,
                  1,
                  left,
                  order,
                  right,
                  columns,
                  0,
                  result,
                  columns));
    }
  }

  /** Returns the median µs of a triangle of MMᵀ in float64, M {@code [rows, width]}. */
  public double gram(int rows, int width) {
    try (DoublePointer m = doubles(rows * width);
        DoublePointer result = new DoublePointer((long) rows * rows)) {
      return median(
          () ->
              cblas_dsyrk(
                  CblasRowMajor,
                  CblasLower,
                  CblasNoTrans,
                  rows,
                  width,
                  1,
                  m,
                  width,
                  0,
                  result,
                  rows));
    }
  }

  /** Returns the median µs of a Cholesky factorisation in float64. */
  public double cholesky(int order) {
    try (DoublePointer matrix = positiveDefinite(order);
        DoublePointer copy = new DoublePointer((long) order * order)) {
      return median(
          () -> {
            copy(matrix, copy, order);
            check(LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'L', order, copy, order));
          });
    }
  }

  /** Returns the median µs of all eigenvalues and eigenvectors of a symmetric matrix in float64. */
  public double eigenvectors(int order) {
    try (DoublePointer matrix = positiveDefinite(order);
        DoublePointer copy = new DoublePointer((long) order * order);
        DoublePointer values = new DoublePointer(order)) {
      return median(
          () -> {
            copy(matrix, copy, order);
            check(
                LAPACKE_dsyevd(
                    LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', order, copy, order, values));
          });
    }
  }

  private double median(Runnable work) {
    double[] sorted = sortedMicroseconds(work);
    return sorted[sorted.length / 2];
  }

  /**
   * Returns times of single runs by {@link CoreTime}, ascending; short work is repeated until it
   * can be measured.
   */
  private double[] sortedMicroseconds(Runnable work) {
    List<Double> times = new ArrayList<>();
    long start = System.nanoTime();
    while (times.size() < LEAST_REPETITIONS || System.nanoTime() - start < seconds * 1e9) {
      long wallBefore = System.nanoTime();
      long before = CoreTime.nanoseconds();
      int runs = 0;
      do {
        work.run();
        runs++;
      } while (System.nanoTime() - wallBefore < CoreTime.WORTHWHILE_NANOSECONDS);
      times.add((CoreTime.nanoseconds() - before) / 1e3 / runs);
    }
    return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static FloatPointer floats(int length) {
    double[] wide = random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) wide[i];
    }
    return new FloatPointer(values);
  }

  private static DoublePointer doubles(int length) {
    return new DoublePointer(random(length));
  }

  private static double[] random(int length) {
    return new SplittableRandom(length).doubles(length, -1, 1).toArray();
  }

  /** Returns a random symmetric matrix with a dominant diagonal. */
  private static DoublePointer positiveDefinite(int order) {
    SplittableRandom random = new SplittableRandom(order);
    double[] values = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j <= i; j++) {
        values[j * order + i] = i == j ? order : random.nextDouble(-1, 1);
      }
    }
    return new DoublePointer(values);
  }

  private static void copy(DoublePointer source, DoublePointer target, int order) {
    Pointer.memcpy(target, source, (long) order * order * Double.BYTES);
  }

  private static void check(int info) {
    if (info != 0) {
      throw new ArithmeticException("LAPACK failed, info: " + info);
    }
  }
}
