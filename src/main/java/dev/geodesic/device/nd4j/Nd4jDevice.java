package dev.geodesic.device.nd4j;

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
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.RequestException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * A device that keeps dense samples and weights in the memory of ND4J's back end, and computes the
 * products of layers and all arithmetic on weights by its operations. Panels, softmax and the small
 * symmetric systems stay on the processor, in a {@link CpuDevice}.
 */
public final class Nd4jDevice implements Device {
  private static final String CUDA = "JCublasBackend";

  private final String name;
  private final CpuDevice host = new CpuDevice();
  private final ScopedMatrices memory = new ScopedMatrices();
  private final HostCopies copies = new HostCopies(this, host);
  private final Nd4jLayers layers = new Nd4jLayers(host, copies);
  private final Nd4jVectors vectors = new Nd4jVectors();
  private final Nd4jFisher fisher = new Nd4jFisher(host.fisher(), copies);
  private final Nd4jKronecker kronecker = new Nd4jKronecker(host.kronecker(), copies);

  /**
   * Creates a device for the calling thread.
   *
   * @param name kind and card, for the results
   */
  public Nd4jDevice(String name) {
    this.name = name;
  }

  /**
   * Creates a device on a card, for the calling thread.
   *
   * @param name kind and card, for the results
   * @param card its number in CUDA's order
   * @throws RequestException if ND4J's CUDA back end does not start in this process
   */
  public static Nd4jDevice onCard(String name, int card) {
    Nd4jBackends.CUDA.take();
    try {
      Nd4jDevice device = new Nd4jDevice(name);
      String backend = Nd4j.getBackend().getClass().getSimpleName();
      if (!backend.equals(CUDA)) {
        throw new IllegalStateException("this process has its " + backend + " already");
      }
      Nd4j.getAffinityManager().unsafeSetDevice(card);
      return device;
    } catch (LinkageError | IllegalStateException e) {
      throw new RequestException(
          "Cannot start ND4J's CUDA back end: %s; check that CUDA 11.6's libraries are installed, or build with mvn -Pnd4j-cuda,cuda-redist package"
              .formatted(rootOf(e)),
          e);
    }
  }

  private static Throwable rootOf(Throwable trouble) {
    Throwable cause = trouble.getCause();
    return cause == null ? trouble : rootOf(cause);
  }

  @Override
  public DeviceRequest kind() {
    return DeviceRequest.ND4J_CUDA;
  }

  @Override
  public String description() {
    return "%s, %s; %s"
        .formatted(name, Nd4j.getBackend().getClass().getSimpleName(), host.description());
  }

  /** Returns the card's memory, or the processor's where the back end reports none. */
  @Override
  public long memoryBytes() {
    int card = Nd4j.getAffinityManager().getDeviceForCurrentThread();
    long bytes = NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceTotalMemory(card);
    return bytes > 0 ? bytes : host.memoryBytes();
  }

  @Override
  public Matrix upload(float[] values, int rows, int columns) {
    Nd4jMatrix matrix = Nd4jMatrix.allocate(rows, columns);
    matrix.write(values);
    return matrix;
  }

  @Override
  public Matrix samples(float[] values, int rows, int columns) {
    return upload(values, rows, columns);
  }

  @Override
  public Matrix samples(int[] starts, int[] columns, float[] values, int width) {
    return new HostSamples(host.samples(starts, columns, values, width));
  }

  @Override
  public Matrix batch(int rows, Matrix samples) {
    return samples instanceof HostSamples sparse
        ? new HostSamples(host.batch(rows, sparse.matrix()))
        : Nd4jMatrix.allocate(rows, samples.columns());
  }

  @Override
  public void write(float[] values, Matrix target) {
    if (target instanceof HostSamples sparse) {
      host.write(values, sparse.matrix());
      return;
    }
    ((Nd4jMatrix) target).write(values);
  }

  @Override
  public float[] download(Matrix matrix) {
    if (matrix instanceof HostSamples sparse) {
      return host.download(sparse.matrix());
    }
    try (Temporaries temporary = new Temporaries()) {
      return temporary.elements(Nd4jMatrix.array(matrix));
    }
  }

  @Override
  public <T extends @Nullable Object> T inScope(Supplier<T> work) {
    return memory.inScope(() -> host.inScope(work));
  }

  @Override
  public Panel panel(int batch, int trials, int width) {
    return host.panel(batch, trials, width);
  }

  @Override
  public void write(double[] values, Panel target) {
    host.write(values, target);
  }

  @Override
  public Matrix matrix(int rows, int columns) {
    return memory.lend(rows, columns);
  }

  @Override
  public Indices indices(int... values) {
    return host.indices(values);
  }

  @Override
  public int[] download(Indices indices) {
    return host.download(indices);
  }

  @Override
  public void gather(Indices source, Indices rows, Indices target) {
    host.gather(source, rows, target);
  }

  @Override
  public void gather(Matrix source, Indices rows, Matrix target) {
    if (source instanceof HostSamples sparse) {
      host.gather(sparse.matrix(), rows, ((HostSamples) target).matrix());
      return;
    }
    try (Temporaries temporary = new Temporaries()) {
      Nd4jMatrix.array(target)
          .assign(temporary.own(Nd4j.pullRows(Nd4jMatrix.array(source), 1, host.download(rows))));
    }
  }

  @Override
  public SampleGram sampleGram(Matrix samples, Precision precision) {
    return host.sampleGram(copies.of(samples), precision);
  }

  @Override
  public Eigen eigen(double[] matrix, int order) {
    return host.eigen(matrix, order);
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
    return host.panels();
  }

  @Override
  public SoftmaxKernels softmax() {
    return host.softmax();
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
    memory.close();
    host.close();
  }
}
