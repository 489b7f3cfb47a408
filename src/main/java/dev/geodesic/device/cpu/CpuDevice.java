package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_scopy;

import dev.geodesic.device.Device;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Indices;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Nd4jBackends;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SoftmaxKernels;
import dev.geodesic.device.VectorKernels;
import dev.geodesic.trial.DeviceRequest;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One core of the processor. BLAS runs on one thread, so that one pack a core trains at a time, and
 * results do not depend on the number of packs that do.
 */
public final class CpuDevice implements Device {
  private final StepMemory memory = new StepMemory();
  private final NativeScratch scratch = new NativeScratch();
  private final CpuLayers layers = new CpuLayers(scratch);
  private final CpuVectors vectors = new CpuVectors();
  private final CpuPanels panels = new CpuPanels();
  private final CpuSoftmax softmax = new CpuSoftmax();
  private final CpuFisher fisher = new CpuFisher(memory, scratch);
  private final CpuKronecker kronecker = new CpuKronecker(memory, scratch);
  private @Nullable FloatPointer cursor;

  private static final String DESCRIPTION;

  static {
    NativeLibraries.choose();
    Nd4jBackends.PROCESSOR.take();
    // When ND4J starts, it gives BLAS a thread for each core; the constructor sets one.
    Nd4j.getBackend();
    NativeLibraries.requireRunnable();
    DESCRIPTION = NativeLibraries.description();
  }

  /** Creates a device for the calling thread. */
  public CpuDevice() {
    blas_set_num_threads(1);
  }

  @Override
  public DeviceRequest kind() {
    return DeviceRequest.CPU;
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }

  @Override
  public long memoryBytes() {
    long limit = Pointer.maxPhysicalBytes();
    return limit > 0 ? limit : Pointer.totalPhysicalBytes();
  }

  @Override
  public Matrix upload(float[] values, int rows, int columns) {
    CpuMatrix matrix = CpuMatrix.allocate(rows, columns);
    write(values, matrix);
    return matrix;
  }

  @Override
  public Matrix samples(float[] values, int rows, int columns) {
    return upload(values, rows, columns);
  }

  @Override
  public Matrix samples(int[] starts, int[] columns, float[] values, int width) {
    return SparseSamples.copyOf(starts, columns, values, width);
  }

  @Override
  public Matrix batch(int rows, Matrix samples) {
    return samples instanceof SparseSamples
        ? SparseSamples.empty(rows, samples.columns())
        : CpuMatrix.allocate(rows, samples.columns());
  }

  @Override
  public void write(float[] values, Matrix target) {
    if (target instanceof SparseSamples sparse) {
      sparse.write(values);
      return;
    }
    CpuMatrix matrix = (CpuMatrix) target;
    matrix.pointer().put(values, 0, Math.toIntExact(matrix.length()));
  }

  @Override
  public float[] download(Matrix matrix) {
    if (matrix instanceof SparseSamples sparse) {
      return sparse.toArray();
    }
    float[] values = new float[Math.toIntExact(((CpuMatrix) matrix).length())];
    ((CpuMatrix) matrix).pointer().get(values);
    return values;
  }

  @Override
  public <T extends @Nullable Object> T inScope(Supplier<T> work) {
    return memory.inScope(work);
  }

  @Override
  public Panel panel(int batch, int trials, int width) {
    double[] values = memory.doubles(CpuPanel.length(batch, trials, width));
    return new CpuPanel(values, batch, trials, width);
  }

  @Override
  public void write(double[] values, Panel target) {
    CpuPanel panel = (CpuPanel) target;
    System.arraycopy(values, 0, panel.values(), 0, panel.length());
  }

  @Override
  public Matrix matrix(int rows, int columns) {
    return memory.matrix(rows, columns);
  }

  @Override
  public Indices indices(int... values) {
    return new CpuIndices(values.clone());
  }

  @Override
  public int[] download(Indices indices) {
    return CpuIndices.of(indices).clone();
  }

  @Override
  public void gather(Matrix source, Indices rows, Matrix target) {
    int[] chosen = CpuIndices.of(rows);
    if (source instanceof SparseSamples sparse) {
      ((SparseSamples) target).gather(sparse, chosen);
      return;
    }
    int width = source.columns();
    FloatPointer from = cursor(((CpuMatrix) source).pointer());
    FloatPointer to = ((CpuMatrix) target).pointer();
    for (int b = 0; b < chosen.length; b++) {
      cblas_scopy(
          width, from.position((long) chosen[b] * width), 1, to.position((long) b * width), 1);
    }
    to.position(0);
  }

  @Override
  public void gather(Indices source, Indices rows, Indices target) {
    int[] from = CpuIndices.of(source);
    int[] chosen = CpuIndices.of(rows);
    int[] to = CpuIndices.of(target);
    for (int b = 0; b < chosen.length; b++) {
      to[b] = from[chosen[b]];
    }
  }

  /** Returns a pointer to samples that only this device moves, as other packs read them, too. */
  private FloatPointer cursor(FloatPointer samples) {
    if (cursor == null || cursor.address() != samples.address()) {
      cursor = samples.getPointer(0);
    }
    return cursor;
  }

  @Override
  public SampleGram sampleGram(Matrix samples, Precision precision) {
    if (samples instanceof SparseSamples sparse) {
      return CpuSampleGram.of(sparse, scratch, memory);
    }
    CpuMatrix x = (CpuMatrix) samples;
    return switch (precision) {
      case DOUBLE -> CpuSampleGram.inDoublePrecision(x, scratch, memory);
      case SINGLE -> CpuSampleGram.inSinglePrecision(x, scratch, memory);
    };
  }

  @Override
  public Eigen eigen(double[] matrix, int order) {
    return LapackEigen.of(matrix, order);
  }

  @Override
  public LayerKernels layers() {
    return layers;
  }

  @Override
  public VectorKernels vectors() {
    return vectors;
  }

  @Override
  public PanelKernels panels() {
    return panels;
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
  public KroneckerKernels kronecker() {
    return kronecker;
  }

  @Override
  public void close() {
    scratch.close();
    fisher.close();
    memory.close();
  }
}
