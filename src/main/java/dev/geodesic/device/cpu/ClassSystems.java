package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotri_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrs_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Solves with the damped Fisher matrix of softmax regression, class by class; see {@link
 * dev.geodesic.device.FisherKernels#solveByClass}. With K' = K/(Bλ), q_c the roots of the
 * probabilities of class c and E_c = q_c ∘ (I + q_c ∘ K' ∘ q_c)⁻¹ ∘ q_c (Rasmussen and Williams
 * 2006, equation 3.47) the solution is M_c = E_c(V_c − s)/(Bλ), where s makes the sum over the
 * classes vanish: (Σ_c E_c) s = Σ_c E_c V_c. Nothing is subtracted that cancels: E_c and their sum
 * are positive definite.
 */
final class ClassSystems {
  private static final byte LOWER = 'L';

  private final NativeScratch scratch;

  /** √p of one class. */
  private double[] roots = {};

  private double[] matrix = {};

  /** E of every class. */
  private double[] inverses = {};

  private double[] sum = {};

  /** Σ_c E_c V_c, then its solution s. */
  private double[] shared = {};

  private double[] column = {};

  /** V at the likeliest class of each sample. */
  private double[] origins = {};

  ClassSystems(NativeScratch scratch) {
    this.scratch = scratch;
  }

  /** Whether q_c ∘ K ∘ q_c/B − shift·I is positive definite for every class of a trial. */
  boolean arePositiveDefiniteBeyond(CpuSampleGram k, CpuPanel p, int trial, double shift) {
    prepare(k.batch(), p.width());
    for (int c = 0; c < p.width(); c++) {
      readRoots(p, trial, c);
      // No element of the diagonal is less than the least eigenvalue.
      if (!(leastDiagonal(k) > k.batch() * shift) || !factorise(k, 1.0 / k.batch(), -shift)) {
        return false;
      }
    }
    return true;
  }

  private double leastDiagonal(CpuSampleGram k) {
    double least = Double.POSITIVE_INFINITY;
    for (int b = 0; b < roots.length; b++) {
      least = Math.min(least, roots[b] * roots[b] * k.at(b, b));
    }
    return least;
  }

  /** Replaces a trial's V by M. Returns false, and leaves V, where a factorisation fails. */
  boolean solve(CpuSampleGram k, CpuPanel p, int trial, double damping, CpuPanel v) {
    int batch = k.batch();
    prepare(batch, p.width());
    Arrays.fill(sum, 0);
    Arrays.fill(shared, 0);
    readOrigins(p, trial, v);
    double scale = 1 / (batch * damping);
    for (int c = 0; c < p.width(); c++) {
      readRoots(p, trial, c);
      if (!factorise(k, scale, 1) || !invert(c)) {
        return false;
      }
      readColumn(v, trial, c);
      addProduct(c, shared);
    }
    if (!solveShared(batch)) {
      return false;
    }
    for (int c = 0; c < p.width(); c++) {
      readColumn(v, trial, c);
      for (int b = 0; b < batch; b++) {
        column[b] -= shared[b];
      }
      double[] product = matrix;
      Arrays.fill(product, 0, batch, 0);
      addProduct(c, product);
      for (int b = 0; b < batch; b++) {
        v.values()[v.at(b, trial) + c] = scale * product[b];
      }
    }
    return true;
  }

  private void prepare(int batch, int classes) {
    int square = Math.multiplyExact(batch, batch);
    if (roots.length != batch || inverses.length != classes * square) {
      roots = new double[batch];
      shared = new double[batch];
      column = new double[batch];
      origins = new double[batch];
      matrix = new double[square];
      sum = new double[square];
      inverses = new double[Math.multiplyExact(classes, square)];
    }
  }

  private void readRoots(CpuPanel p, int trial, int c) {
    for (int b = 0; b < roots.length; b++) {
      roots[b] = Math.sqrt(p.values()[p.at(b, trial) + c]);
    }
  }

  /**
   * Reads V at the likeliest class of each sample, which {@link #readColumn} subtracts. A number
   * may be subtracted from all of a sample's V without changing M; with this one V − s keeps its
   * digits where a prediction is nearly certain.
   */
  private void readOrigins(CpuPanel p, int trial, CpuPanel v) {
    for (int b = 0; b < origins.length; b++) {
      int likeliest = CpuSoftmax.likeliest(p.values(), p.at(b, trial), p.width());
      origins[b] = v.values()[v.at(b, trial) + likeliest - p.at(b, trial)];
    }
  }

  private void readColumn(CpuPanel v, int trial, int c) {
    for (int b = 0; b < column.length; b++) {
      column[b] = v.values()[v.at(b, trial) + c] - origins[b];
    }
  }

  /** Cholesky factorisation of scale · q ∘ K ∘ q + diagonal · I, in native memory. */
  private boolean factorise(CpuSampleGram k, double scale, double diagonal) {
    int batch = roots.length;
    for (int i = 0; i < batch; i++) {
      double factor = scale * roots[i];
      int row = i * batch;
      k.copyRow(i, matrix, row);
      for (int j = 0; j < batch; j++) {
        matrix[row + j] *= factor * roots[j];
      }
      matrix[row + i] += diagonal;
    }
    DoublePointer factor = scratch.square(matrix.length);
    factor.put(matrix, 0, matrix.length);
    return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, LOWER, batch, factor, batch) == 0;
  }

  /** Computes E of a class from the factor in native memory and adds it to the sum. */
  private boolean invert(int c) {
    int batch = roots.length;
    DoublePointer factor = scratch.square(matrix.length);
    if (LAPACKE_dpotri_work(LAPACK_COL_MAJOR, LOWER, batch, factor, batch) != 0) {
      return false;
    }
    factor.get(matrix, 0, matrix.length);
    int from = c * matrix.length;
    for (int j = 0; j < batch; j++) {
      for (int i = j; i < batch; i++) {
        double element = roots[i] * roots[j] * matrix[j * batch + i];
        inverses[from + j * batch + i] = element;
        inverses[from + i * batch + j] = element;
      }
    }
    Spans.addScaled(sum, 0, inverses, from, 1, 0, sum.length);
    return true;
  }

  /** {@code target += E_c · column}; most of a column may be zero. */
  private void addProduct(int c, double[] target) {
    int batch = column.length;
    for (int b = 0; b < batch; b++) {
      if (column[b] != 0) {
        Spans.addScaled(target, 0, inverses, (c * batch + b) * batch, column[b], 0, batch);
      }
    }
  }

  /** Solves (Σ_c E_c) s = Σ_c E_c V_c in {@link #shared}; false where the factorisation fails. */
  private boolean solveShared(int batch) {
    DoublePointer factor = scratch.square(sum.length);
    factor.put(sum, 0, sum.length);
    if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, LOWER, batch, factor, batch) != 0) {
      return false;
    }
    DoublePointer solution = scratch.doubles(batch);
    solution.put(shared, 0, batch);
    LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, LOWER, batch, 1, factor, batch, solution, batch);
    solution.get(shared, 0, batch);
    return true;
  }
}
