package dev.geodesic.device.opencl;

import dev.geodesic.device.Device;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Indices;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Metered;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SoftmaxKernels;
import dev.geodesic.device.VectorKernels;
import dev.geodesic.trial.ContentHash;
import dev.geodesic.trial.DeviceRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A device that computes by OpenCL; everything is in its memory, and is told to it in order. */
public final class OpenClDevice implements Device, Metered {
  private final OpenClCard card;
  private final Gear gear;
  private final OpenClLayers layers;
  private final OpenClVectors vectors;
  private final OpenClPanels panels;
  private final OpenClSoftmax softmax;
  private final OpenClFisher fisher;
  private final OpenClKronecker kronecker;

  private OpenClDevice(CardSurvey survey, @Nullable Limits limits, int slots) {
    card = survey.card();
    gear = Gear.of(survey, card, limits == null ? Limits.of(card) : limits, slots);
    layers = new OpenClLayers(gear);
    vectors = new OpenClVectors(gear);
    panels = new OpenClPanels(gear);
    softmax = new OpenClSoftmax(gear);
    fisher = new OpenClFisher(gear);
    kronecker = new OpenClKronecker(gear);
  }

  /**
   * Opens a device of this machine.
   *
   * @param ordinal its {@link OpenClCard#ordinal}
   */
  public static OpenClDevice open(int ordinal) {
    return open(ordinal, 1);
  }

  /**
   * Opens a device of this machine that several tasks share.
   *
   * @param ordinal its {@link OpenClCard#ordinal}
   * @param slots the number of tasks
   */
  public static OpenClDevice open(int ordinal, int slots) {
    return open(ordinal, null, slots);
  }

  /** Opens a device within limits that are narrower than its own. */
  static OpenClDevice open(int ordinal, Limits limits) {
    return open(ordinal, limits, 1);
  }

  private static OpenClDevice open(int ordinal, @Nullable Limits limits, int slots) {
    Bindings.load();
    List<CardSurvey> all = CardSurvey.all();
    if (ordinal >= all.size()) {
      throw new IllegalStateException(
          "OpenCL device %d must be one of this machine's, got: %d of them"
              .formatted(ordinal, all.size()));
    }
    return new OpenClDevice(all.get(ordinal), limits, slots);
  }

  /** Returns a hash of the source of its kernels. */
  public static String kernels() {
    return ContentHash.of(Sources.of(Limits.WIDEST));
  }

  /** Has kernels launched in parts, as where there are more work-groups than a card can take. */
  void launchAtMost(int groups) {
    gear.program().launchAtMost(groups);
  }

  Gear gear() {
    return gear;
  }

  Queue queue() {
    return gear.queue();
  }

  /** Returns what the device was told to do so far. */
  Traffic traffic() {
    return gear.queue().traffic();
  }

  @Override
  public Map<String, Long> counts() {
    Traffic traffic = traffic();
    return Map.of(
        "launches", traffic.launches(), "uploads", traffic.uploads(), "reads", traffic.reads());
  }

  @Override
  public DeviceRequest kind() {
    return DeviceRequest.OPENCL;
  }

  @Override
  public String description() {
    return "opencl on " + card;
  }

  @Override
  public long memoryBytes() {
    return card.memoryBytes();
  }

  @Override
  public Matrix upload(float[] values, int rows, int columns) {
    OpenClMatrix matrix = OpenClMatrix.of(gear.queue(), gear.copyOf(values), rows, columns);
    gear.queue().finish();
    return matrix;
  }

  @Override
  public Matrix samples(float[] values, int rows, int columns) {
    Optional<CodedSamples> coded = CodedSamples.copyOf(gear, values, rows, columns);
    gear.queue().finish();
    return coded.isPresent() ? coded.get() : upload(values, rows, columns);
  }

  @Override
  public Matrix samples(int[] starts, int[] columns, float[] values, int width) {
    SparseSamples samples = SparseSamples.copyOf(gear, starts, columns, values, width);
    gear.queue().finish();
    return samples;
  }

  @Override
  public Matrix batch(int rows, Matrix samples) {
    Buffer memory = gear.pool().allocate((long) rows * samples.columns() * Float.BYTES);
    return OpenClMatrix.of(gear.queue(), memory, rows, samples.columns());
  }

  @Override
  public void write(float[] values, Matrix target) {
    if (target instanceof SparseSamples sparse) {
      sparse.write(gear, values);
      return;
    }
    OpenClMatrix matrix = OpenClMatrix.of(target);
    gear.queue().write(values, matrix.buffer(), matrix.first() * Float.BYTES);
  }

  @Override
  public float[] download(Matrix matrix) {
    return gear.pool()
        .inScope(
            () -> {
              OpenClMatrix dense = gear.dense(matrix);
              return gear.queue()
                  .readFloats(
                      dense.buffer(), dense.first() * Float.BYTES, Math.toIntExact(dense.length()));
            });
  }

  @Override
  public <T extends @Nullable Object> T inScope(Supplier<T> work) {
    return gear.pool().inScope(work);
  }

  @Override
  public Panel panel(int batch, int trials, int width) {
    return gear.panel(batch, trials, width);
  }

  @Override
  public void write(double[] values, Panel target) {
    gear.queue().write(values, OpenClPanel.buffer(target));
  }

  @Override
  public Matrix matrix(int rows, int columns) {
    return gear.matrix(rows, columns);
  }

  @Override
  public Indices indices(int... values) {
    Buffer copy = gear.copyOf(values);
    return new OpenClIndices(gear.queue(), copy, 0, values.length);
  }

  @Override
  public int[] download(Indices indices) {
    OpenClIndices all = (OpenClIndices) indices;
    return gear.queue().readInts(all.buffer(), (long) all.first() * Integer.BYTES, all.count());
  }

  @Override
  public void gather(Indices source, Indices rows, Indices target) {
    gear.launch("gather_integers")
        .with(source)
        .with(rows)
        .with(rows.count())
        .with(target)
        .items(rows.count());
  }

  @Override
  public void gather(Matrix source, Indices rows, Matrix target) {
    OpenClMatrix batch = OpenClMatrix.of(target);
    if (source instanceof ResidentSamples resident) {
      resident.gather(gear, rows, batch);
      return;
    }
    OpenClMatrix samples = OpenClMatrix.of(source);
    gear.launch("gather_floats")
        .with(samples.buffer())
        .with(samples.first())
        .with(rows)
        .with(rows.count())
        .with(samples.columns())
        .with(batch.whole())
        .items(batch.length());
  }

  @Override
  public SampleGram sampleGram(Matrix samples, Precision precision) {
    return OpenClSampleGram.of(gear, gear.dense(samples));
  }

  /** Left to the processor: it only serves to check directions. */
  @Override
  public Eigen eigen(double[] matrix, int order) {
    return gear.host().eigen(matrix, order);
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
    gear.close();
  }
}
