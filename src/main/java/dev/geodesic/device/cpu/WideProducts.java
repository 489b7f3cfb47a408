package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;

import dev.geodesic.device.LayerInput;
import org.bytedeco.javacpp.DoublePointer;

/** Computes the products of a layer by OpenBLAS in float64, one trial at a time. */
final class WideProducts {
  private final NativeScratch scratch;

  WideProducts(NativeScratch scratch) {
    this.scratch = scratch;
  }

  /** {@code input[b,t,:] = W_tᵀ · cotangent[b,t,:]}. */
  void applyTransposed(CpuMatrix weights, CpuPanel cotangent, CpuPanel input) {
    DoublePointer left = scratch.doubles(cotangent.length());
    left.put(cotangent.values(), 0, cotangent.length());
    DoublePointer result = scratch.moreDoubles(input.length());
    int part = cotangent.width() * weights.columns();
    for (int t = 0; t < cotangent.trials(); t++) {
      cblas_dgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasNoTrans,
          cotangent.batch(),
          input.width(),
          cotangent.width(),
          1,
          left.position((long) t * cotangent.width()),
          cotangent.rowLength(),
          scratch.widenedPart(weights, CpuLayers.trialOffset(weights, cotangent.width(), t), part),
          weights.columns(),
          0,
          result.position((long) t * input.width()),
          input.rowLength());
    }
    left.position(0);
    result.position(0).get(input.values(), 0, input.length());
  }

  /** {@code output[b,t,:] = beta·output[b,t,:] + W_t · input[b,t,:]}. */
  void apply(LayerInput input, CpuMatrix weights, double beta, CpuPanel output) {
    Rows rows = rows(input);
    DoublePointer result = scratch.moreDoubles(output.length());
    result.put(output.values(), 0, output.length());
    int part = output.width() * weights.columns();
    for (int t = 0; t < output.trials(); t++) {
      cblas_dgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          output.batch(),
          output.width(),
          rows.width(),
          1,
          rows.of(t),
          rows.stride(),
          scratch.widenedPart(weights, CpuLayers.trialOffset(weights, output.width(), t), part),
          weights.columns(),
          beta,
          result.position((long) t * output.width()),
          output.rowLength());
    }
    rows.all().position(0);
    result.position(0).get(output.values(), 0, output.length());
  }

  /** {@code gradient_t = Σ_b cotangent[b,t,:] · input[b,t,:]ᵀ}, rounded to float32. */
  void outerProduct(CpuPanel cotangent, LayerInput input, CpuMatrix gradient) {
    Rows rows = rows(input);
    DoublePointer left = scratch.square(cotangent.length());
    left.put(cotangent.values(), 0, cotangent.length());
    DoublePointer product = scratch.moreDoubles(cotangent.width() * rows.width());
    for (int t = 0; t < cotangent.trials(); t++) {
      cblas_dgemm(
          CblasRowMajor,
          CblasTrans,
          CblasNoTrans,
          cotangent.width(),
          rows.width(),
          cotangent.batch(),
          1,
          left.position((long) t * cotangent.width()),
          cotangent.rowLength(),
          rows.of(t),
          rows.stride(),
          0,
          product,
          rows.width());
      writeRows(product, cotangent.width(), rows.width(), gradient, t);
    }
    left.position(0);
    rows.all().position(0);
  }

  /**
   * A layer's inputs in {@link NativeScratch#doubles}.
   *
   * @param stride from one sample to the next
   * @param trialStride from one trial to the next; 0 where they share the samples
   */
  private record Rows(DoublePointer all, int width, int stride, int trialStride) {
    DoublePointer of(int trial) {
      return all.position((long) trial * trialStride);
    }
  }

  private Rows rows(LayerInput input) {
    if (input instanceof LayerInput.Samples samples) {
      CpuMatrix x = (CpuMatrix) samples.matrix();
      return new Rows(scratch.widened(x), x.columns(), x.columns(), 0);
    }
    CpuPanel a = CpuLayers.activations(input);
    return new Rows(scratch.copied(a), a.width(), a.rowLength(), a.width());
  }

  /** Writes a product into a trial's rows; it may lack the last column of the matrix, the bias. */
  private void writeRows(DoublePointer product, int rows, int width, CpuMatrix target, int trial) {
    double[] wide = scratch.heapDoubles(rows * width);
    float[] narrow = scratch.heapFloats(width);
    product.get(wide, 0, rows * width);
    long start = CpuLayers.trialOffset(target, rows, trial);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        narrow[i] = (float) wide[row * width + i];
      }
      target.pointer().position(start + (long) row * target.columns()).put(narrow, 0, width);
    }
    target.pointer().position(0);
  }
}
