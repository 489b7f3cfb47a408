package dev.geodesic.check;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Indices;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * The environment of one check: a device, random numbers that are the same each time, a comparison.
 */
final class CheckContext implements AutoCloseable {
  private static final long SEED = 11;

  private final Device device;
  private final Comparison comparison;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  CheckContext(Device device, Comparison comparison) {
    this.device = device;
    this.comparison = comparison;
  }

  Device device() {
    return device;
  }

  Comparison compare() {
    return comparison;
  }

  SplittableRandom random() {
    return random;
  }

  /**
   * Returns random numbers in a state; {@link State#LOST} makes the first trial's last unit of the
   * last sample NaN.
   */
  HostPanel panel(int batch, int trials, int width, State state) {
    HostPanel panel = new HostPanel(batch, trials, width);
    Arrays.setAll(panel.values(), i -> state.scale() * random.nextDouble(-1, 1));
    if (state == State.LOST) {
      panel.set(batch - 1, 0, width - 1, Double.NaN);
    }
    return panel;
  }

  HostPanel panel(int batch, int trials, int width) {
    return panel(batch, trials, width, State.PLAIN);
  }

  /**
   * Returns random numbers in a state; {@link State#LOST} makes the last number of the first row
   * NaN.
   *
   * @param rows the first trial's rows come first
   */
  HostMatrix matrix(int rows, int columns, State state) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (state.scale() * random.nextDouble(-1, 1));
    }
    if (state == State.LOST) {
      values[columns - 1] = Float.NaN;
    }
    return new HostMatrix(values, rows, columns);
  }

  HostMatrix matrix(int rows, int columns) {
    return matrix(rows, columns, State.PLAIN);
  }

  double[] factors(int trials) {
    double[] factors = random.doubles(trials, -2, 2).toArray();
    factors[trials - 1] = 0;
    factors[0] = -1.5;
    return factors;
  }

  /** Returns random classes. */
  int[] labels(int batch, int classes) {
    return random.ints(batch, 0, classes).toArray();
  }

  Panel upload(HostPanel host) {
    Panel panel = device.panel(host.batch(), host.trials(), host.width());
    device.write(host.values(), panel);
    return panel;
  }

  Indices upload(int[] host) {
    return own(device.indices(host));
  }

  Matrix upload(HostMatrix host) {
    return own(device.upload(host.values(), host.rows(), host.columns()));
  }

  /** Uploads the elements that are not 0 of samples. */
  Matrix uploadSparse(HostMatrix host) {
    int[] starts = new int[host.rows() + 1];
    int[] columns = new int[host.values().length];
    float[] values = new float[host.values().length];
    int count = 0;
    for (int i = 0; i < host.values().length; i++) {
      if (host.values()[i] != 0) {
        columns[count] = i % host.columns();
        values[count++] = host.values()[i];
      }
      starts[i / host.columns() + 1] = count;
    }
    return own(
        device.samples(
            starts, Arrays.copyOf(columns, count), Arrays.copyOf(values, count), host.columns()));
  }

  /**
   * Returns random numbers in a state, of which about a third is not 0, and one row is empty.
   * Beside {@link State#LOST} operands none is 0: whether a NaN times a 0 is left out is up to the
   * device.
   */
  HostMatrix sparseMatrix(int rows, int columns, State state) {
    if (state == State.LOST) {
      return matrix(rows, columns);
    }
    HostMatrix host = matrix(rows, columns, state);
    for (int i = 0; i < host.values().length; i++) {
      if (random.nextInt(3) > 0 || (rows > 1 && i / columns == rows / 2)) {
        host.values()[i] = 0;
      }
    }
    return host;
  }

  /** Returns a panel of NaN, which a kernel must overwrite and not read. */
  Panel garbage(int batch, int trials, int width) {
    return upload(new HostPanel(batch, trials, width).map(nothing -> Double.NaN));
  }

  /** Returns a matrix of NaN, which a kernel must overwrite and not read. */
  Matrix garbageMatrix(int rows, int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, Float.NaN);
    return upload(new HostMatrix(values, rows, columns));
  }

  /** Registers a resource to be closed at the end. */
  <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  HostPanel download(Panel panel) {
    return new HostPanel(panel.toArray(), panel.batch(), panel.trials(), panel.width());
  }

  HostMatrix download(Matrix matrix) {
    return new HostMatrix(device.download(matrix), matrix.rows(), matrix.columns());
  }

  /** Returns inputs of a layer that are the same for all trials. */
  Reading samples(int batch, int width, State state) {
    HostMatrix host = matrix(batch, width, state == State.LOST ? State.PLAIN : state);
    Matrix samples = own(device.samples(host.values(), host.rows(), host.columns()));
    return new Reading(new LayerInput.Samples(samples), width, (b, t, i) -> host.at(b, i));
  }

  /** Returns sparse inputs of a layer that are the same for all trials. */
  Reading sparseSamples(int batch, int width, State state) {
    HostMatrix host = sparseMatrix(batch, width, state);
    LayerInput input = new LayerInput.Samples(uploadSparse(host));
    return new Reading(input, width, (b, t, i) -> host.at(b, i));
  }

  /** Returns K = XXᵀ of samples that a layer reads. */
  SampleGram sampleGram(Reading samples) {
    return device.sampleGram(((LayerInput.Samples) samples.input()).matrix(), Precision.DOUBLE);
  }

  /** Returns inputs of a layer that differ from trial to trial. */
  Reading activations(int batch, int trials, int width, State state) {
    HostPanel host = panel(batch, trials, width, state);
    return new Reading(
        new LayerInput.Activations(upload(host)), width, (b, t, i) -> host.at(b, t, i));
  }

  /** Inputs of a layer, on the device and on the host. */
  record Reading(LayerInput input, int width, Element host) {
    double at(int b, int t, int i) {
      return host.at(b, t, i);
    }
  }

  /** Returns the value for a sample, a trial and a unit. */
  interface Element {
    double at(int b, int t, int i);
  }

  /** Compares every element of a panel. */
  void near(Panel actual, HostPanel expected, Element allowed) {
    HostPanel most = HostPanel.of(expected.batch(), expected.trials(), expected.width(), allowed);
    near("element", actual.toArray(), expected.values(), most.values());
  }

  /** Compares every element of a panel. */
  void near(Panel actual, Sums expected, Rounding rounding) {
    near("element", actual.toArray(), expected.values(), expected.allowed(rounding));
  }

  /** Compares every element of a matrix. */
  void near(Matrix actual, Sums expected, Rounding rounding) {
    near(actual, expected.values(), expected.allowed(rounding));
  }

  /** Compares every element of a matrix; {@code allowed} has the matrix's layout. */
  void near(Matrix actual, double[] expected, double[] allowed) {
    near("element", HostMatrix.widened(device.download(actual)), expected, allowed);
  }

  /** Compares arrays of numbers. */
  void near(String what, double[] actual, double[] expected, double[] allowed) {
    comparison.same(what + ": length", actual.length, expected.length);
    for (int i = 0; i < expected.length; i++) {
      comparison.near(what, i, actual[i], expected[i], allowed[i]);
    }
  }

  /** Compares arrays of numbers. */
  void near(String what, double[] actual, Sums expected, Rounding rounding) {
    near(what, actual, expected.values(), expected.allowed(rounding));
  }

  void unchanged(String what, Panel panel, HostPanel before) {
    comparison.same(what, panel.toArray(), before.values());
  }

  void unchanged(String what, Matrix matrix, HostMatrix before) {
    comparison.same(what + ": rows", matrix.rows(), before.rows());
    comparison.same(what + ": columns", matrix.columns(), before.columns());
    comparison.same(what, device.download(matrix), before.values());
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        comparison.fail("close: " + e);
      }
    }
  }
}
