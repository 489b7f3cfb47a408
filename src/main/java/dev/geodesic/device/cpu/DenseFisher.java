package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemv;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;

/** Forms the Fisher matrix F = AAᵀ of one trial, P × P, from the matrix A. */
final class DenseFisher {
  private final NativeScratch scratch;
  private double[] input = {};

  DenseFisher(NativeScratch scratch) {
    this.scratch = scratch;
  }

  /** Returns P, the number of weights of one trial. */
  static int parameters(List<LayerFactor> layers) {
    return layers.stream().mapToInt(DenseFisher::parameters).sum();
  }

  private static int parameters(LayerFactor layer) {
    return Math.multiplyExact(inputWidth(layer.input()), layer.backward().width());
  }

  private static int inputWidth(LayerInput input) {
    return input instanceof LayerInput.Samples samples
        ? samples.matrix().columns()
        : ((LayerInput.Activations) input).panel().width();
  }

  /** Writes F and g = Au into {@code target}. */
  void form(List<LayerFactor> layers, CpuFactors f, int trial, CpuSymmetric target) {
    int order = f.order();
    int parameters = target.order();
    DoublePointer a = jacobianFactor(layers, f, trial, parameters);
    DoublePointer u = scratch.moreDoubles(order);
    u.put(f.u(), trial * order, order);
    cblas_dsyrk(
        CblasColMajor,
        CblasLower,
        CblasNoTrans,
        parameters,
        order,
        1,
        a,
        parameters,
        0,
        target.nativeMatrix(),
        parameters);
    cblas_dgemv(
        CblasColMajor,
        CblasNoTrans,
        parameters,
        order,
        1,
        a,
        parameters,
        u,
        1,
        0,
        target.nativeVector(),
        1);
  }

  /** Returns A, column by column: D_bj ⊗ a_b / √B of each layer. */
  private DoublePointer jacobianFactor(
      List<LayerFactor> layers, CpuFactors f, int trial, int parameters) {
    DoublePointer a = scratch.doubles(Math.multiplyExact(parameters, f.order()));
    double scale = 1 / Math.sqrt(f.batch());
    int begin = 0;
    for (LayerFactor layer : layers) {
      CpuPanel d = (CpuPanel) layer.backward();
      int length = Math.multiplyExact(d.width(), inputWidth(layer.input()));
      double[] part = scratch.heapDoubles(length);
      for (int k = 0; k < f.order(); k++) {
        readInput(layer.input(), k / f.directions(), trial);
        int position = 0;
        for (int o = 0; o < d.width(); o++) {
          double factor = scale * d.values()[d.at(k, trial) + o];
          for (int i = 0; i < input.length; i++) {
            part[position++] = factor * input[i];
          }
        }
        a.position((long) k * parameters + begin).put(part, 0, length);
      }
      begin += length;
    }
    return a.position(0);
  }

  /** Reads a layer's inputs at one sample into {@link #input}. */
  private void readInput(LayerInput layer, int sample, int trial) {
    int width = inputWidth(layer);
    if (input.length != width) {
      input = new double[width];
    }
    if (layer instanceof LayerInput.Samples samples) {
      if (samples.matrix() instanceof SparseSamples sparse) {
        sparse.copy(sample, input);
        return;
      }
      CpuMatrix x = (CpuMatrix) samples.matrix();
      for (int i = 0; i < width; i++) {
        input[i] = x.pointer().get((long) sample * width + i);
      }
    } else {
      CpuPanel a = (CpuPanel) ((LayerInput.Activations) layer).panel();
      System.arraycopy(a.values(), a.at(sample, trial), input, 0, width);
    }
  }

  /** Copies the solution into the trial's part of each layer's matrix. */
  void write(CpuSymmetric solved, int trial, int trials, List<Matrix> vector) {
    double[] wide = scratch.heapDoubles(solved.order());
    solved.nativeVector().get(wide, 0, solved.order());
    int from = 0;
    for (Matrix layer : vector) {
      CpuMatrix target = (CpuMatrix) layer;
      int part = Math.toIntExact(target.length() / trials);
      float[] narrow = scratch.heapFloats(part);
      for (int i = 0; i < part; i++) {
        narrow[i] = (float) wide[from + i];
      }
      target.pointer().position((long) trial * part).put(narrow, 0, part);
      target.pointer().position(0);
      from += part;
    }
  }
}
