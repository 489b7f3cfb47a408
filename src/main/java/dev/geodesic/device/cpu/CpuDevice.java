package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import dev.geodesic.device.Device;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SoftmaxKernels;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One core of the processor. BLAS runs on one thread, so that as many packs as cores train side by
 * side and the results do not depend on how many do.
 */
public final class CpuDevice implements Device {
  private final CpuSoftmax softmax = new CpuSoftmax(this);
  private final CpuFisher fisher = new CpuFisher();
  private final NativeScratch nativeScratch = new NativeScratch();
  private float[] scratch = new float[1];

  static {
    NativeLibraries.choose();
  }

  /**
   * A device of the calling thread.
   *
   * @throws IllegalStateException if ND4J has chosen another backend than the processor's
   */
  public CpuDevice() {
    if (!(Nd4j.getBackend() instanceof CpuBackend)) {
      throw new IllegalStateException(
          "ND4J's backend must be the processor's, got: %s; set BACKEND_PRIORITY_CPU=1000 in the environment"
              .formatted(Nd4j.getBackend().getClass().getName()));
    }
    blas_set_num_threads(1);
  }

  @Override
  public String description() {
    return NativeLibraries.description();
  }

  @Override
  public Matrix upload(float[] values, int rows, int columns) {
    CpuMatrix matrix = CpuMatrix.allocate(rows, columns);
    matrix.pointer().put(values, 0, Math.multiplyExact(rows, columns));
    return matrix;
  }

  @Override
  public float[] download(Matrix matrix) {
    float[] values = new float[Math.toIntExact(((CpuMatrix) matrix).length())];
    ((CpuMatrix) matrix).pointer().get(values);
    return values;
  }

  @Override
  public Panel panel(int batch, int trials, int classes) {
    return CpuPanel.of(batch, trials, classes);
  }

  @Override
  public void copyTrials(Panel source, int[] trials, Panel target) {
    CpuPanel from = (CpuPanel) source;
    CpuPanel to = (CpuPanel) target;
    for (int b = 0; b < from.batch(); b++) {
      for (int t : trials) {
        System.arraycopy(from.values(), from.at(b, t), to.values(), to.at(b, t), from.classes());
      }
    }
  }

  @Override
  public void gather(Matrix source, int[] rows, Matrix target) {
    int width = source.columns();
    FloatPointer from = ((CpuMatrix) source).pointer();
    FloatPointer to = ((CpuMatrix) target).pointer();
    long bytes = (long) width * Float.BYTES;
    for (int b = 0; b < rows.length; b++) {
      copy(from, (long) rows[b] * width, to, (long) b * width, bytes);
    }
  }

  @Override
  public void multiply(Matrix samples, Matrix weights, Panel logits) {
    multiply(
        (CpuMatrix) samples, 0, samples.rows(), (CpuMatrix) weights, ((CpuPanel) logits).values());
  }

  /** The product of {@code rows} samples from {@code start} on with the weights, widened. */
  void multiply(CpuMatrix samples, long start, int rows, CpuMatrix weights, double[] product) {
    int columns = weights.columns();
    int depth = samples.columns();
    int length = rows * columns;
    FloatPointer narrow = nativeScratch.floats(length);
    // A slice view shares the memory; JavaCPP's getPointer moves the address, not the data.
    FloatPointer first = samples.pointer().getPointer(start * depth);
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        rows,
        columns,
        depth,
        1,
        first,
        depth,
        weights.pointer(),
        columns,
        0,
        narrow,
        columns);
    float[] values = scratch(length);
    narrow.get(values, 0, length);
    for (int i = 0; i < length; i++) {
      product[i] = values[i];
    }
  }

  @Override
  public void subtractPullback(Matrix samples, Panel cotangent, Matrix weights) {
    double[] m = ((CpuPanel) cotangent).values();
    float[] values = scratch(m.length);
    for (int i = 0; i < m.length; i++) {
      values[i] = (float) m[i];
    }
    FloatPointer narrow = nativeScratch.floats(m.length);
    narrow.put(values, 0, m.length);
    cblas_sgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        samples.columns(),
        weights.columns(),
        samples.rows(),
        -1,
        ((CpuMatrix) samples).pointer(),
        samples.columns(),
        narrow,
        weights.columns(),
        1,
        ((CpuMatrix) weights).pointer(),
        weights.columns());
  }

  @Override
  public void subtract(Matrix change, Matrix weights) {
    ((CpuMatrix) weights).array().subi(((CpuMatrix) change).array());
  }

  @Override
  public void scaleTrials(Matrix weights, double[] factors) {
    float[] values = download(weights);
    int classes = weights.columns() / factors.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factors[i / classes % factors.length]);
    }
    ((CpuMatrix) weights).pointer().put(values);
  }

  @Override
  public double[] norms(Matrix weights, int trials) {
    float[] values = download(weights);
    int classes = weights.columns() / trials;
    double[] sums = new double[trials];
    for (int i = 0; i < values.length; i++) {
      sums[i / classes % trials] += (double) values[i] * values[i];
    }
    for (int t = 0; t < trials; t++) {
      sums[t] = Math.sqrt(sums[t]);
    }
    return sums;
  }

  @Override
  public SampleGram sampleGram(Matrix samples, Precision precision) {
    return switch (precision) {
      case DOUBLE -> CpuSampleGram.inDoublePrecision((CpuMatrix) samples, nativeScratch);
      case SINGLE -> CpuSampleGram.inSinglePrecision((CpuMatrix) samples, nativeScratch);
    };
  }

  @Override
  public Matrix retainTrials(Matrix weights, int trials, int[] kept) {
    int classes = weights.columns() / trials;
    CpuMatrix all = (CpuMatrix) weights;
    CpuMatrix rest = CpuMatrix.allocate(weights.rows(), kept.length * classes);
    long bytes = (long) classes * Float.BYTES;
    for (int row = 0; row < weights.rows(); row++) {
      for (int t = 0; t < kept.length; t++) {
        copy(
            all.pointer(),
            ((long) row * trials + kept[t]) * classes,
            rest.pointer(),
            ((long) row * kept.length + t) * classes,
            bytes);
      }
    }
    weights.close();
    return rest;
  }

  @Override
  public SoftmaxKernels softmax() {
    return softmax;
  }

  @Override
  public FisherKernels fisher() {
    return fisher;
  }

  @Override
  public void close() {
    nativeScratch.close();
    fisher.close();
  }

  private static void copy(
      FloatPointer source, long sourceIndex, FloatPointer target, long targetIndex, long bytes) {
    Pointer.memcpy(target.getPointer(targetIndex), source.getPointer(sourceIndex), bytes);
  }

  private float[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new float[length];
    }
    return scratch;
  }
}
