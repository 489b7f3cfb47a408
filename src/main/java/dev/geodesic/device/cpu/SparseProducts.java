package dev.geodesic.device.cpu;

import java.util.Arrays;
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

  /** Outputs of a sample from which on it pays to order elements by column for one product. */
  private static final int WORTH_ORDERING = 32;

  private SparseProducts() {}

  /** Whether the product replaces what the target holds or is added to it. */
  enum Mode {
    REPLACE,
    ADD
  }

  /** {@code output[b,t,:] = W_t · x_b}, or {@code +=}. */
  static void apply(SparseSamples x, CpuMatrix weights, Mode mode, CpuPanel output) {
    if (mode == Mode.REPLACE) {
      Arrays.fill(output.values(), 0, output.length(), 0);
    }
    if (x.isOrdered() || output.rowLength() >= WORTH_ORDERING) {
      applyByColumn(x.byColumn(), weights, output);
    } else {
      applyByRow(x, weights, output);
    }
  }

  /** Reads each weight once, in the order of the memory. */
  private static void applyByColumn(SparseColumns x, CpuMatrix weights, CpuPanel output) {
    FloatRawIndexer w = elements(weights);
    int outputs = output.rowLength();
    int first = 0;
    for (; first + AT_A_TIME <= outputs; first += AT_A_TIME) {
      four(x, w, (long) first * weights.columns(), weights.columns(), output, first);
    }
    for (; first < outputs; first++) {
      one(x, w, (long) first * weights.columns(), output, first);
    }
  }

  /** Computes four outputs of every sample; the first one's weights begin at {@code start}. */
  private static void four(
      SparseColumns x, FloatRawIndexer w, long start, int width, CpuPanel output, int first) {
    double[] sums = output.values();
    int outputs = output.rowLength();
    int[] starts = x.starts();
    int[] rows = x.rows();
    float[] values = x.values();
    for (int j = 0; j < x.count(); j++) {
      long weight = start + x.columns()[j];
      double weight0 = w.getRaw(weight);
      double weight1 = w.getRaw(weight + width);
      double weight2 = w.getRaw(weight + 2L * width);
      double weight3 = w.getRaw(weight + 3L * width);
      for (int k = starts[j]; k < starts[j + 1]; k++) {
        int at = rows[k] * outputs + first;
        double value = values[k];
        sums[at] += value * weight0;
        sums[at + 1] += value * weight1;
        sums[at + 2] += value * weight2;
        sums[at + 3] += value * weight3;
      }
    }
  }

  private static void one(
      SparseColumns x, FloatRawIndexer w, long start, CpuPanel output, int first) {
    double[] sums = output.values();
    for (int j = 0; j < x.count(); j++) {
      double weight = w.getRaw(start + x.columns()[j]);
      for (int k = x.starts()[j]; k < x.starts()[j + 1]; k++) {
        sums[x.rows()[k] * output.rowLength() + first] += x.values()[k] * weight;
      }
    }
  }

  private static void applyByRow(SparseSamples x, CpuMatrix weights, CpuPanel output) {
    FloatRawIndexer w = elements(weights);
    int outputs = output.rowLength();
    int width = weights.columns();
    for (int first = 0; first < outputs; first++) {
      for (int b = 0; b < x.rows(); b++) {
        int at = b * outputs + first;
        output.values()[at] = one(x, b, w, (long) first * width, output.values()[at]);
      }
    }
  }

  private static double one(SparseSamples x, int b, FloatRawIndexer w, long start, double before) {
    int[] columns = x.columnOfEach();
    float[] values = x.values();
    double sum = before;
    for (int k = x.start(b); k < x.end(b); k++) {
      sum += values[k] * (double) w.getRaw(start + columns[k]);
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
