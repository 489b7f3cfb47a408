package dev.geodesic.device.cpu;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.FloatRawIndexer;
import org.jspecify.annotations.Nullable;

/**
 * Products of a layer that reads sparse samples, for all trials of a pack. They only touch weights
 * whose inputs are not 0: a weight that is not finite leaves no trace where its input is 0. Sums
 * are in float64, which costs loops over scattered weights no more than float32.
 *
 * <p>Four outputs are computed at a time, as reading an element's column and value takes as long as
 * the arithmetic. Each has its own sum in the same order as if it were alone, so that no bit of a
 * trial depends on its company.
 */
final class SparseProducts {
  private static final int AT_A_TIME = 4;

  private SparseProducts() {}

  /** Whether the product replaces what the target holds or is added to it. */
  enum Mode {
    REPLACE,
    ADD
  }

  /** {@code output[b,t,:] = W_t · x_b}, or {@code +=}. */
  static void apply(SparseSamples x, CpuMatrix weights, Mode mode, CpuPanel output) {
    FloatRawIndexer w = elements(weights);
    double[] target = output.values();
    int outputs = output.rowLength();
    int width = weights.columns();
    double keep = mode == Mode.ADD ? 1 : 0;
    int output0 = 0;
    for (; output0 + AT_A_TIME <= outputs; output0 += AT_A_TIME) {
      for (int b = 0; b < x.rows(); b++) {
        four(x, b, w, (long) output0 * width, width, keep, target, b * outputs + output0);
      }
    }
    for (; output0 < outputs; output0++) {
      for (int b = 0; b < x.rows(); b++) {
        double sum = one(x, b, w, (long) output0 * width);
        int at = b * outputs + output0;
        target[at] = keep == 0 ? sum : target[at] + sum;
      }
    }
  }

  /** Multiplies a sample with four rows of weights, of which the first begins at {@code start}. */
  private static void four(
      SparseSamples x,
      int b,
      FloatRawIndexer w,
      long start,
      int width,
      double keep,
      double[] target,
      int at) {
    int[] columns = x.columnOfEach();
    float[] values = x.values();
    long second = start + width;
    long third = second + width;
    long fourth = third + width;
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int end = x.end(b);
    for (int k = x.start(b); k < end; k++) {
      int column = columns[k];
      double value = values[k];
      sum0 += value * w.getRaw(start + column);
      sum1 += value * w.getRaw(second + column);
      sum2 += value * w.getRaw(third + column);
      sum3 += value * w.getRaw(fourth + column);
    }
    if (keep == 0) {
      target[at] = sum0;
      target[at + 1] = sum1;
      target[at + 2] = sum2;
      target[at + 3] = sum3;
    } else {
      target[at] += sum0;
      target[at + 1] += sum1;
      target[at + 2] += sum2;
      target[at + 3] += sum3;
    }
  }

  private static double one(SparseSamples x, int b, FloatRawIndexer w, long start) {
    int[] columns = x.columnOfEach();
    float[] values = x.values();
    double sum = 0;
    for (int k = x.start(b); k < x.end(b); k++) {
      sum += (double) values[k] * w.getRaw(start + columns[k]);
    }
    return sum;
  }

  /** {@code gradient_t = Σ_b cotangent[b,t,:] · x_bᵀ}. */
  static void outerProduct(CpuPanel cotangent, SparseSamples x, CpuMatrix gradient) {
    clear(gradient);
    subtractOuterProduct(null, cotangent, x, gradient);
  }

  private static void clear(CpuMatrix matrix) {
    Pointer.memset(matrix.pointer(), 0, matrix.length() * Float.BYTES);
  }

  /** {@code target_t −= factors[t] · Σ_b cotangent[b,t,:] · x_bᵀ}; without factors, {@code +=}. */
  static void subtractOuterProduct(
      double @Nullable [] factors, CpuPanel cotangent, SparseSamples x, CpuMatrix target) {
    SparseColumns byColumn = x.byColumn();
    FloatRawIndexer w = elements(target);
    int outputs = cotangent.rowLength();
    int output = 0;
    for (; output + AT_A_TIME <= outputs; output += AT_A_TIME) {
      four(byColumn, cotangent, output, factors, w, target.columns());
    }
    for (; output < outputs; output++) {
      one(byColumn, cotangent, output, factors, w, target.columns());
    }
  }

  private static void four(
      SparseColumns x,
      CpuPanel cotangent,
      int output,
      double @Nullable [] factors,
      FloatRawIndexer w,
      int width) {
    double[] c = cotangent.values();
    int outputs = cotangent.rowLength();
    double factor0 = factor(factors, output, cotangent.width());
    double factor1 = factor(factors, output + 1, cotangent.width());
    double factor2 = factor(factors, output + 2, cotangent.width());
    double factor3 = factor(factors, output + 3, cotangent.width());
    long first = (long) output * width;
    for (int j = 0; j < x.count(); j++) {
      double sum0 = 0;
      double sum1 = 0;
      double sum2 = 0;
      double sum3 = 0;
      for (int k = x.starts()[j]; k < x.starts()[j + 1]; k++) {
        int at = x.rows()[k] * outputs + output;
        double value = x.values()[k];
        sum0 += value * c[at];
        sum1 += value * c[at + 1];
        sum2 += value * c[at + 2];
        sum3 += value * c[at + 3];
      }
      long weight = first + x.columns()[j];
      add(w, weight, factor0 * sum0);
      add(w, weight + width, factor1 * sum1);
      add(w, weight + 2L * width, factor2 * sum2);
      add(w, weight + 3L * width, factor3 * sum3);
    }
  }

  private static void one(
      SparseColumns x,
      CpuPanel cotangent,
      int output,
      double @Nullable [] factors,
      FloatRawIndexer w,
      int width) {
    double[] c = cotangent.values();
    int outputs = cotangent.rowLength();
    double factor = factor(factors, output, cotangent.width());
    for (int j = 0; j < x.count(); j++) {
      double sum = 0;
      for (int k = x.starts()[j]; k < x.starts()[j + 1]; k++) {
        sum += (double) x.values()[k] * c[x.rows()[k] * outputs + output];
      }
      add(w, (long) output * width + x.columns()[j], factor * sum);
    }
  }

  private static double factor(double @Nullable [] factors, int output, int width) {
    return factors == null ? 1 : -factors[output / width];
  }

  private static void add(FloatRawIndexer w, long at, double change) {
    w.putRaw(at, (float) (w.getRaw(at) + change));
  }

  /** Writes the lower triangle of K = XXᵀ into {@code k}, {@code [rows, rows]}, zeros at first. */
  static void gram(SparseSamples x, double[] k) {
    SparseColumns byColumn = x.byColumn();
    int order = x.rows();
    for (int j = 0; j < byColumn.count(); j++) {
      int begin = byColumn.starts()[j];
      for (int i = begin; i < byColumn.starts()[j + 1]; i++) {
        double value = byColumn.values()[i];
        int row = byColumn.rows()[i] * order;
        for (int other = begin; other <= i; other++) {
          k[row + byColumn.rows()[other]] += value * byColumn.values()[other];
        }
      }
    }
  }

  private static FloatRawIndexer elements(CpuMatrix matrix) {
    return new FloatRawIndexer(matrix.pointer(), matrix.length());
  }
}
