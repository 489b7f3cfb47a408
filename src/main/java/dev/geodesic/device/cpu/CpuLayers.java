package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.cpu.SparseProducts.Mode;
import dev.geodesic.trial.Activation;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Products by OpenBLAS in float32, one for each trial: in a product for all trials together, the
 * sums of a trial are rounded by the place of its columns among the others, and its bits would
 * depend on its company. Panels are converted to float32 and back on the way. {@link WideProducts}
 * takes products in float64, and {@link SparseProducts} those with sparse samples.
 */
final class CpuLayers implements LayerKernels {
  private final NativeScratch scratch;
  private final WideProducts wide;

  CpuLayers(NativeScratch scratch) {
    this.scratch = scratch;
    this.wide = new WideProducts(scratch);
  }

  @Override
  public void apply(LayerInput input, Matrix weights, Panel output, Precision precision) {
    CpuPanel target = (CpuPanel) output;
    SparseSamples sparse = sparse(input);
    if (sparse != null) {
      SparseProducts.apply(sparse, (CpuMatrix) weights, Mode.REPLACE, target);
      return;
    }
    switch (precision) {
      case SINGLE -> apply(input, weights, target);
      case DOUBLE -> wide.apply(input, (CpuMatrix) weights, 0, target);
    }
  }

  private void apply(LayerInput input, Matrix weights, CpuPanel target) {
    float[] product = product(input, (CpuMatrix) weights, target);
    double[] values = target.values();
    for (int i = 0; i < target.length(); i++) {
      values[i] = product[i];
    }
  }

  @Override
  public void addApplied(LayerInput input, Matrix weights, Panel output, Precision precision) {
    CpuPanel target = (CpuPanel) output;
    SparseSamples sparse = sparse(input);
    if (sparse != null) {
      SparseProducts.apply(sparse, (CpuMatrix) weights, Mode.ADD, target);
      return;
    }
    switch (precision) {
      case SINGLE -> addApplied(input, weights, target);
      case DOUBLE -> wide.apply(input, (CpuMatrix) weights, 1, target);
    }
  }

  private void addApplied(LayerInput input, Matrix weights, CpuPanel target) {
    float[] product = product(input, (CpuMatrix) weights, target);
    double[] values = target.values();
    for (int i = 0; i < target.length(); i++) {
      values[i] += product[i];
    }
  }

  /** Returns the product as an array on the heap that is valid until the next product. */
  private float[] product(LayerInput input, CpuMatrix weights, CpuPanel output) {
    FloatPointer result = scratch.floats(output.length());
    if (input instanceof LayerInput.Samples samples) {
      multiply((CpuMatrix) samples.matrix(), weights, output, result);
    } else {
      CpuPanel a = activations(input);
      FloatPointer left = narrowed(a, null);
      for (int t = 0; t < a.trials(); t++) {
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasTrans,
            a.batch(),
            output.width(),
            a.width(),
            1,
            left.position((long) t * a.width()),
            a.rowLength(),
            weights.pointer().position(trialOffset(weights, output.width(), t)),
            weights.columns(),
            0,
            result.position((long) t * output.width()),
            output.rowLength());
      }
      rewind(left, result, weights.pointer());
    }
    float[] values = scratch.heapFloats(output.length());
    result.get(values, 0, output.length());
    return values;
  }

  private static void multiply(
      CpuMatrix x, CpuMatrix weights, CpuPanel output, FloatPointer result) {
    int most = Uncopied.part(x.rows(), output.width() * x.columns());
    for (int from = 0; from < x.rows(); from += most) {
      FloatPointer rows = rowsFrom(x, from);
      for (int t = 0; t < output.trials(); t++) {
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasTrans,
            Math.min(most, x.rows() - from),
            output.width(),
            x.columns(),
            1,
            rows,
            x.columns(),
            weights.pointer().position(trialOffset(weights, output.width(), t)),
            weights.columns(),
            0,
            result.position(output.at(from, t)),
            output.rowLength());
      }
    }
    rewind(weights.pointer(), result);
  }

  /** Returns a pointer of its own, as threads share samples. */
  private static FloatPointer rowsFrom(CpuMatrix samples, int row) {
    return row == 0
        ? samples.pointer()
        : samples.pointer().getPointer((long) row * samples.columns());
  }

  @Override
  public void applyTransposed(Matrix weights, Panel cotangent, Panel input, Precision precision) {
    switch (precision) {
      case SINGLE -> applyTransposed(weights, cotangent, input);
      case DOUBLE ->
          wide.applyTransposed((CpuMatrix) weights, (CpuPanel) cotangent, (CpuPanel) input);
    }
  }

  private void applyTransposed(Matrix weights, Panel cotangent, Panel input) {
    CpuMatrix w = (CpuMatrix) weights;
    CpuPanel c = (CpuPanel) cotangent;
    CpuPanel target = (CpuPanel) input;
    FloatPointer left = narrowed(c, null);
    FloatPointer result = scratch.floats(target.length());
    for (int t = 0; t < c.trials(); t++) {
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasNoTrans,
          c.batch(),
          target.width(),
          c.width(),
          1,
          left.position((long) t * c.width()),
          c.rowLength(),
          w.pointer().position(trialOffset(w, c.width(), t)),
          w.columns(),
          0,
          result.position((long) t * target.width()),
          target.rowLength());
    }
    rewind(left, result, w.pointer());
    float[] values = scratch.heapFloats(target.length());
    result.get(values, 0, target.length());
    for (int i = 0; i < target.length(); i++) {
      target.values()[i] = values[i];
    }
  }

  @Override
  public void outerProduct(
      Panel cotangent, LayerInput input, Matrix gradient, Precision precision) {
    SparseSamples sparse = sparse(input);
    if (sparse != null) {
      SparseProducts.outerProduct((CpuPanel) cotangent, sparse, (CpuMatrix) gradient);
      return;
    }
    switch (precision) {
      case SINGLE -> outerProduct((CpuPanel) cotangent, null, input, 1, 0, (CpuMatrix) gradient);
      case DOUBLE -> wide.outerProduct((CpuPanel) cotangent, input, (CpuMatrix) gradient);
    }
  }

  @Override
  public void subtractOuterProduct(
      double[] factors, Panel cotangent, LayerInput input, Matrix weights) {
    SparseSamples sparse = sparse(input);
    if (sparse != null) {
      SparseProducts.subtractOuterProduct(
          factors, (CpuPanel) cotangent, sparse, (CpuMatrix) weights);
      return;
    }
    outerProduct((CpuPanel) cotangent, factors, input, -1, 1, (CpuMatrix) weights);
  }

  /** {@code target_t = beta·target_t + alpha·factors[t]·Σ_b c_bt x_btᵀ}. */
  private void outerProduct(
      CpuPanel c,
      double @Nullable [] factors,
      LayerInput input,
      float alpha,
      float beta,
      CpuMatrix target) {
    FloatPointer left = narrowed(c, factors);
    if (input instanceof LayerInput.Samples samples) {
      addOuterProduct(c, left, (CpuMatrix) samples.matrix(), alpha, beta, target);
      return;
    }
    CpuPanel a = activations(input);
    FloatPointer right = narrowedBeside(a);
    for (int t = 0; t < a.trials(); t++) {
      cblas_sgemm(
          CblasRowMajor,
          CblasTrans,
          CblasNoTrans,
          c.width(),
          a.width(),
          a.batch(),
          alpha,
          left.position((long) t * c.width()),
          c.rowLength(),
          right.position((long) t * a.width()),
          a.rowLength(),
          beta,
          target.pointer().position(trialOffset(target, c.width(), t)),
          target.columns());
    }
    rewind(left, right, target.pointer());
  }

  /** As {@link #outerProduct}, of samples that all trials share and float32 cotangents. */
  private static void addOuterProduct(
      CpuPanel c, FloatPointer cotangents, CpuMatrix x, float alpha, float beta, CpuMatrix target) {
    int most = Uncopied.part(x.rows(), c.width() * x.columns());
    for (int from = 0; from < x.rows(); from += most) {
      FloatPointer rows = rowsFrom(x, from);
      for (int t = 0; t < c.trials(); t++) {
        cblas_sgemm(
            CblasRowMajor,
            CblasTrans,
            CblasNoTrans,
            c.width(),
            x.columns(),
            Math.min(most, x.rows() - from),
            alpha,
            cotangents.position(c.at(from, t)),
            c.rowLength(),
            rows,
            x.columns(),
            from == 0 ? beta : 1,
            target.pointer().position(trialOffset(target, c.width(), t)),
            target.columns());
      }
    }
    rewind(cotangents, target.pointer());
  }

  @Override
  public void activate(Activation activation, Panel sums, Panel activations) {
    CpuPanel s = (CpuPanel) sums;
    CpuPanel a = (CpuPanel) activations;
    double[] values = s.values();
    switch (activation) {
      case TANH -> tanh(values, s.length());
      case RELU -> {
        for (int i = 0; i < s.length(); i++) {
          values[i] = Math.max(0, values[i]);
        }
      }
    }
    for (int row = 0; row < s.batch() * s.trials(); row++) {
      System.arraycopy(values, row * s.width(), a.values(), row * a.width(), s.width());
      if (a.width() > s.width()) {
        a.values()[row * a.width() + s.width()] = 1;
      }
    }
  }

  /** Computes tanh x = 1 − 2/(e^{2x} + 1) in place, with 2x bounded where tanh is ±1 already. */
  private static void tanh(double[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = 2 * Math.max(-20, Math.min(20, x[i]));
    }
    Exponential.exp(x, x, 0, length);
    for (int i = 0; i < length; i++) {
      x[i] = 1 - 2 / (x[i] + 1);
    }
  }

  @Override
  public void multiplyByDerivative(Activation activation, Panel activations, Panel cotangents) {
    CpuPanel a = (CpuPanel) activations;
    CpuPanel c = (CpuPanel) cotangents;
    int repeats = c.batch() / a.batch();
    for (int k = 0; k < c.batch(); k++) {
      for (int t = 0; t < c.trials(); t++) {
        int from = a.at(k / repeats, t);
        int to = c.at(k, t);
        switch (activation) {
          case TANH -> multiplyByTanhDerivative(a.values(), from, c.values(), to, c.width());
          case RELU -> multiplyByReluDerivative(a.values(), from, c.values(), to, c.width());
        }
      }
    }
  }

  private static void multiplyByTanhDerivative(
      double[] a, int from, double[] c, int to, int width) {
    for (int i = 0; i < width; i++) {
      c[to + i] *= 1 - a[from + i] * a[from + i];
    }
  }

  private static void multiplyByReluDerivative(
      double[] a, int from, double[] c, int to, int width) {
    for (int i = 0; i < width; i++) {
      c[to + i] = a[from + i] > 0 ? c[to + i] : 0;
    }
  }

  /** Returns the samples that a layer reads if they are sparse. */
  private static @Nullable SparseSamples sparse(LayerInput input) {
    return input instanceof LayerInput.Samples samples
            && samples.matrix() instanceof SparseSamples sparse
        ? sparse
        : null;
  }

  static CpuPanel activations(LayerInput input) {
    return (CpuPanel) ((LayerInput.Activations) input).panel();
  }

  /** Returns where a trial's weights begin. */
  static long trialOffset(CpuMatrix weights, int outputs, int trial) {
    return (long) trial * outputs * weights.columns();
  }

  /** Returns a float32 copy in native memory, each trial multiplied by its factor. */
  private FloatPointer narrowed(CpuPanel panel, double @Nullable [] factors) {
    return narrowed(panel, factors, scratch.moreFloats(panel.length()));
  }

  private FloatPointer narrowed(CpuPanel panel, double @Nullable [] factors, FloatPointer target) {
    float[] values = scratch.heapFloats(panel.length());
    double[] source = panel.values();
    if (factors == null) {
      for (int i = 0; i < panel.length(); i++) {
        values[i] = (float) source[i];
      }
    } else {
      for (int row = 0; row < panel.batch() * panel.trials(); row++) {
        double factor = factors[row % panel.trials()];
        for (int i = row * panel.width(); i < (row + 1) * panel.width(); i++) {
          values[i] = (float) (factor * source[i]);
        }
      }
    }
    target.put(values, 0, panel.length());
    return target;
  }

  /** Returns a float32 copy that does not overwrite that of {@link #narrowed}. */
  private FloatPointer narrowedBeside(CpuPanel panel) {
    return narrowed(panel, null, scratch.floats(panel.length()));
  }

  private static void rewind(FloatPointer... pointers) {
    for (FloatPointer pointer : pointers) {
      pointer.position(0);
    }
  }
}
