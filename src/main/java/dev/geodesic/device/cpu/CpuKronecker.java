package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Products with eigenvectors by OpenBLAS. Samples and cotangents are transformed in float64, so
 * that they stay zero along eigenvectors orthogonal to them; arrays of the weights' size are
 * transformed back in float32, by one product for all trials where they share the basis.
 */
final class CpuKronecker implements KroneckerKernels {
  /**
   * With at least this λ, in units of the eigenvalues, no quotient is set to 0: eigenvalues are at
   * most a few times the batch size in those units, and {@link KroneckerFactor#ZERO} of that is
   * less.
   */
  private static final float SURELY_DAMPED = 1e-6f;

  /** A bound below every eigenvalue, for setting no quotient to 0. */
  private static final float NONE = -1;

  /** The largest 1/unit applied in float32, where quotients keep all their bits. */
  private static final float LARGEST_FACTOR = 0x1p60f;

  private final StepMemory memory;
  private final NativeScratch scratch;
  private float[] numerators = new float[0];
  private float[] denominators = new float[0];

  /** Sums of moments along groups of equal eigenvectors, each at the first vector of its group. */
  private double[] sums = new double[0];

  private int[] counts = new int[0];

  CpuKronecker(StepMemory memory, NativeScratch scratch) {
    this.memory = memory;
    this.scratch = scratch;
  }

  @Override
  public KroneckerFactor factor(int order, int matrices) {
    return new CpuKroneckerFactor(order, matrices, scratch, memory);
  }

  @Override
  public LayerInput coordinates(LayerInput inputs, KroneckerFactor basis) {
    if (inputs instanceof LayerInput.Activations activations) {
      return new LayerInput.Activations(coordinates(activations.panel(), basis));
    }
    CpuMatrix x = SparseSamples.dense(((LayerInput.Samples) inputs).matrix(), memory);
    int length = Math.toIntExact(x.length());
    DoublePointer rows = scratch.widened(x);
    DoublePointer turned = scratch.moreDoubles(length);
    turn(rows, x.columns(), x.rows(), (CpuKroneckerFactor) basis, 0, turned);
    double[] wide = scratch.heapDoubles(length);
    turned.get(wide, 0, length);
    float[] narrow = scratch.heapFloats(length);
    for (int i = 0; i < length; i++) {
      narrow[i] = (float) wide[i];
    }
    CpuMatrix result = memory.matrix(x.rows(), x.columns());
    result.pointer().put(narrow, 0, length);
    return new LayerInput.Samples(result);
  }

  @Override
  public Panel coordinates(Panel cotangents, KroneckerFactor basis) {
    CpuPanel c = (CpuPanel) cotangents;
    DoublePointer rows = scratch.copied(c);
    DoublePointer turned = scratch.moreDoubles(c.length());
    for (int t = 0; t < c.trials(); t++) {
      long start = (long) t * c.width();
      turn(
          rows.position(start),
          c.rowLength(),
          c.batch(),
          (CpuKroneckerFactor) basis,
          t,
          turned.position(start));
    }
    rows.position(0);
    CpuPanel result = newPanel(c.batch(), c.trials(), c.width());
    turned.position(0).get(result.values(), 0, c.length());
    return result;
  }

  /** Multiplies every row by Vᵀ; rows lie {@code stride} apart. */
  private static void turn(
      DoublePointer rows,
      int stride,
      int count,
      CpuKroneckerFactor basis,
      int trial,
      DoublePointer turned) {
    int order = basis.order();
    cblas_dgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        count,
        order,
        order,
        1,
        rows,
        stride,
        basis.vectors(trial),
        order,
        0,
        turned,
        stride);
  }

  @Override
  public LayerInput secondMoments(LayerInput coordinates, KroneckerFactor basis) {
    CpuKroneckerFactor factor = (CpuKroneckerFactor) basis;
    if (coordinates instanceof LayerInput.Activations activations) {
      CpuPanel a = (CpuPanel) activations.panel();
      CpuPanel squares = newPanel(a.batch(), a.trials(), a.width());
      for (int i = 0; i < a.length(); i++) {
        squares.values()[i] = a.values()[i] * a.values()[i];
      }
      return new LayerInput.Activations(inUnits(squares, factor));
    }
    CpuMatrix x = (CpuMatrix) ((LayerInput.Samples) coordinates).matrix();
    int length = Math.toIntExact(x.length());
    float[] values = scratch.heapFloats(length);
    x.pointer().get(values, 0, length);
    double unit = factor.unit(0);
    for (int i = 0; i < length; i++) {
      values[i] = (float) ((double) values[i] * values[i] / unit);
    }
    for (int b = 0; b < x.rows(); b++) {
      shareAmongAlike(values, b * x.columns(), factor);
    }
    CpuMatrix squares = memory.matrix(x.rows(), x.columns());
    squares.pointer().put(values, 0, length);
    return new LayerInput.Samples(squares);
  }

  private CpuPanel inUnits(CpuPanel moments, CpuKroneckerFactor basis) {
    for (int t = 0; t < moments.trials(); t++) {
      double unit = basis.unit(t);
      for (int b = 0; b < moments.batch(); b++) {
        int row = moments.at(b, t);
        startSums(basis.order());
        for (int k = 0; k < basis.order(); k++) {
          addToSum(basis.alike(t, k), moments.values()[row + k]);
        }
        for (int k = 0; k < basis.order(); k++) {
          moments.values()[row + k] = mean(basis.alike(t, k)) / unit;
        }
      }
    }
    return moments;
  }

  /**
   * Replaces the values of eigenvectors that are alike by their mean, in the row that begins at
   * {@code row}.
   */
  private void shareAmongAlike(float[] values, int row, CpuKroneckerFactor basis) {
    startSums(basis.order());
    for (int k = 0; k < basis.order(); k++) {
      addToSum(basis.alike(0, k), values[row + k]);
    }
    for (int k = 0; k < basis.order(); k++) {
      values[row + k] = (float) mean(basis.alike(0, k));
    }
  }

  private void startSums(int order) {
    if (sums.length < order) {
      sums = new double[order];
      counts = new int[order];
    }
    Arrays.fill(sums, 0, order, 0);
    Arrays.fill(counts, 0, order, 0);
  }

  private void addToSum(int first, double value) {
    sums[first] += value;
    counts[first]++;
  }

  private double mean(int first) {
    return sums[first] / counts[first];
  }

  @Override
  public Panel secondMoments(LabelDerivatives derivatives, KroneckerFactor basis) {
    CpuKroneckerFactor factor = (CpuKroneckerFactor) basis;
    CpuPanel moments =
        derivatives instanceof LabelDerivatives.Backpropagated carried
            ? ofColumns((CpuPanel) carried.columns(), carried.directions(), factor)
            : ofLogits(
                (CpuPanel) ((LabelDerivatives.OfLogits) derivatives).probabilities(), factor);
    return inUnits(moments, factor);
  }

  /** Returns Σ_j (vᵀD_bj)² of each sample b along each eigenvector v. */
  private CpuPanel ofColumns(CpuPanel d, int directions, CpuKroneckerFactor basis) {
    int order = basis.order();
    float[] values = scratch.heapFloats(d.length());
    for (int i = 0; i < d.length(); i++) {
      values[i] = (float) d.values()[i];
    }
    FloatPointer rows = scratch.moreFloats(d.length());
    rows.put(values, 0, d.length());
    FloatPointer turned = scratch.floats(d.length());
    for (int t = 0; t < d.trials(); t++) {
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          d.batch(),
          order,
          order,
          1,
          rows.position((long) t * order),
          d.rowLength(),
          basis.narrowVectors(t),
          order,
          0,
          turned.position((long) t * order),
          d.rowLength());
    }
    rows.position(0);
    turned.position(0).get(values, 0, d.length());
    CpuPanel sums = newPanel(d.batch() / directions, d.trials(), order);
    for (int b = 0; b < sums.batch(); b++) {
      int to = b * sums.rowLength();
      Arrays.fill(sums.values(), to, to + sums.rowLength(), 0);
      for (int j = 0; j < directions; j++) {
        addSquares(values, (b * directions + j) * d.rowLength(), sums.values(), to, d.rowLength());
      }
    }
    return sums;
  }

  private static void addSquares(float[] source, int from, double[] sums, int to, int length) {
    for (int i = 0; i < length; i++) {
      sums[to + i] += source[from + i] * source[from + i];
    }
  }

  /**
   * Returns the variance of v_y over labels y of each sample along each eigenvector v: Σ_y p_y (v_y
   * − Σ p v)², where no large numbers cancel.
   */
  private CpuPanel ofLogits(CpuPanel p, CpuKroneckerFactor basis) {
    int order = basis.order();
    CpuPanel variances = newPanel(p.batch(), p.trials(), order);
    double[] vectors = new double[order * order];
    double[] entries = new double[order * order];
    double[] means = new double[order];
    for (int t = 0; t < p.trials(); t++) {
      basis.vectors(t).get(vectors);
      for (int k = 0; k < vectors.length; k++) {
        entries[k % order * order + k / order] = vectors[k];
      }
      for (int b = 0; b < p.batch(); b++) {
        variances(p.values(), p.at(b, t), entries, means, variances.values());
      }
    }
    return variances;
  }

  /**
   * Computes the variances of all eigenvectors at one sample.
   *
   * @param at where the sample's p begins, and where its variances go
   * @param entries {@code [label, eigenvector]}
   */
  private static void variances(
      double[] p, int at, double[] entries, double[] means, double[] variances) {
    int order = means.length;
    Arrays.fill(means, 0);
    for (int y = 0; y < order; y++) {
      for (int k = 0; k < order; k++) {
        means[k] += p[at + y] * entries[y * order + k];
      }
    }
    Arrays.fill(variances, at, at + order, 0);
    for (int y = 0; y < order; y++) {
      for (int k = 0; k < order; k++) {
        double distance = entries[y * order + k] - means[k];
        variances[at + k] += p[at + y] * distance * distance;
      }
    }
  }

  @Override
  public void products(
      KroneckerFactor outputs,
      double[] outputShifts,
      KroneckerFactor inputs,
      double[] inputShifts,
      Matrix target) {
    CpuKroneckerFactor rows = (CpuKroneckerFactor) outputs;
    CpuKroneckerFactor columns = (CpuKroneckerFactor) inputs;
    CpuMatrix all = (CpuMatrix) target;
    int part = rows.order() * columns.order();
    ensure(part);
    for (int t = 0; t < outputShifts.length; t++) {
      double units = rows.unit(t) * columns.unit(t);
      for (int o = 0; o < rows.order(); o++) {
        multiply(
            (rows.values()[rows.firstValue(t) + o] + outputShifts[t]) / units,
            columns.values(),
            columns.firstValue(t),
            inputShifts[t],
            denominators,
            o * columns.order(),
            columns.order());
      }
      all.pointer().position((long) t * part).put(denominators, 0, part);
    }
    all.pointer().position(0);
  }

  private static void multiply(
      double factor, double[] values, int from, double shift, float[] target, int to, int length) {
    for (int i = 0; i < length; i++) {
      target[to + i] = (float) (factor * (values[from + i] + shift));
    }
  }

  @Override
  public void divide(Matrix coordinates, Matrix eigenvalues, double[] units, double[] damping) {
    CpuMatrix above = (CpuMatrix) coordinates;
    CpuMatrix below = (CpuMatrix) eigenvalues;
    int part = Math.toIntExact(above.length() / damping.length);
    ensure(part);
    for (int t = 0; t < damping.length; t++) {
      long start = (long) t * part;
      above.pointer().position(start).get(numerators, 0, part);
      below.pointer().position(start).get(denominators, 0, part);
      divide(numerators, denominators, units[t], (float) (damping[t] / units[t]), part);
      above.pointer().put(numerators, 0, part);
    }
    above.pointer().position(0);
    below.pointer().position(0);
  }

  private static void divide(float[] above, float[] below, double unit, float shift, int length) {
    float zero = shift < SURELY_DAMPED ? zero(below, shift, length) : NONE;
    float inverse = (float) (1 / unit);
    if (zero == NONE && inverse >= Float.MIN_NORMAL && inverse <= LARGEST_FACTOR) {
      // A power of two, so that nothing is rounded a second time.
      for (int i = 0; i < length; i++) {
        above[i] = above[i] / (below[i] + shift) * inverse;
      }
    } else {
      for (int i = 0; i < length; i++) {
        above[i] = below[i] <= zero ? 0 : (float) (above[i] / (below[i] + shift) / unit);
      }
    }
  }

  /** Returns the bound up to which an eigenvalue is rounding error, or {@link #NONE}. */
  private static float zero(float[] below, float shift, int length) {
    float smallest = Float.MAX_VALUE;
    float largest = 0;
    // Two chains of each, as a comparison waits for the one before; NaN is skipped.
    float otherSmallest = Float.MAX_VALUE;
    float otherLargest = 0;
    for (int i = 0; i + 1 < length; i += 2) {
      smallest = below[i] < smallest ? below[i] : smallest;
      largest = below[i] > largest ? below[i] : largest;
      otherSmallest = below[i + 1] < otherSmallest ? below[i + 1] : otherSmallest;
      otherLargest = below[i + 1] > otherLargest ? below[i + 1] : otherLargest;
    }
    float last = below[length - 1];
    float zero = (float) KroneckerFactor.ZERO * Math.max(Math.max(largest, otherLargest), last);
    boolean isAnySmall = !(Math.min(Math.min(smallest, otherSmallest), last) > zero);
    return isAnySmall && !(shift > 0 && shift >= zero) ? zero : NONE;
  }

  private void ensure(int length) {
    if (numerators.length < length) {
      numerators = new float[length];
      denominators = new float[length];
    }
  }

  @Override
  public void turnBack(
      KroneckerFactor outputs, Matrix coordinates, KroneckerFactor inputs, Matrix target) {
    CpuKroneckerFactor left = (CpuKroneckerFactor) outputs;
    CpuKroneckerFactor right = (CpuKroneckerFactor) inputs;
    CpuMatrix source = (CpuMatrix) coordinates;
    CpuMatrix result = (CpuMatrix) target;
    CpuMatrix half = memory.matrix(source.rows(), source.columns());
    int rows = left.order();
    int columns = right.order();
    int trials = source.rows() / rows;
    for (int t = 0; t < trials; t++) {
      long start = (long) t * rows * columns;
      multiply(
          CblasTrans,
          rows,
          columns,
          rows,
          left.narrowVectors(t),
          source.pointer().position(start),
          half.pointer().position(start));
    }
    for (int t = 0; t < trials; t++) {
      long start = (long) t * rows * columns;
      multiply(
          CblasNoTrans,
          rows,
          columns,
          columns,
          half.pointer().position(start),
          right.narrowVectors(right.isShared() ? 0 : t),
          result.pointer().position(start));
    }
    for (CpuMatrix moved : new CpuMatrix[] {source, half, result}) {
      moved.pointer().position(0);
    }
  }

  /** {@code product = left · right} or {@code leftᵀ · right}, of matrices with contiguous rows. */
  private static void multiply(
      int transpose,
      int rows,
      int columns,
      int inner,
      FloatPointer left,
      FloatPointer right,
      FloatPointer product) {
    int most = Uncopied.part(columns, rows * inner);
    for (int from = 0; from < columns; from += most) {
      cblas_sgemm(
          CblasRowMajor,
          transpose,
          CblasNoTrans,
          rows,
          Math.min(most, columns - from),
          inner,
          1,
          left,
          transpose == CblasTrans ? rows : inner,
          from == 0 ? right : right.getPointer(from),
          columns,
          0,
          from == 0 ? product : product.getPointer(from),
          columns);
    }
  }

  private CpuPanel newPanel(int batch, int trials, int width) {
    return new CpuPanel(
        memory.doubles(CpuPanel.length(batch, trials, width)), batch, trials, width);
  }
}
