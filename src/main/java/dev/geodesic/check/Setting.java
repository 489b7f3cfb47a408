package dev.geodesic.check;

import dev.geodesic.device.Device;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;

/** Where one check runs: a device, random numbers that are the same each time, a comparison. */
final class Setting implements AutoCloseable {
  private static final long SEED = 11;

  private final Device device;
  private final Comparison comparison;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  Setting(Device device, Comparison comparison) {
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

  /** Random numbers in a state, of which {@link State#LOST} spoils the first trial's last. */
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
   * Random numbers in a state; see {@link #panel}.
   *
   * @param rows those of the first trial come first
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

  /** Random classes. */
  int[] labels(int batch, int classes) {
    return random.ints(batch, 0, classes).toArray();
  }

  Panel upload(HostPanel host) {
    Panel panel = device.panel(host.batch(), host.trials(), host.width());
    device.write(host.values(), panel);
    return panel;
  }

  Matrix upload(HostMatrix host) {
    return own(device.upload(host.values(), host.rows(), host.columns()));
  }

  /** A panel whose numbers nobody may read. */
  Panel garbage(int batch, int trials, int width) {
    return upload(new HostPanel(batch, trials, width).map(nothing -> Double.NaN));
  }

  /** A matrix whose numbers nobody may read. */
  Matrix garbageMatrix(int rows, int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, Float.NaN);
    return upload(new HostMatrix(values, rows, columns));
  }

  /** Closes it at the end. */
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

  /** What a layer reads, the same for all trials or trial by trial. */
  Reading samples(int batch, int width, State state) {
    HostMatrix host = matrix(batch, width, state == State.LOST ? State.PLAIN : state);
    return new Reading(new LayerInput.Samples(upload(host)), width, (b, t, i) -> host.at(b, i));
  }

  /** What a layer reads, trial by trial. */
  Reading activations(int batch, int trials, int width, State state) {
    HostPanel host = panel(batch, trials, width, state);
    return new Reading(
        new LayerInput.Activations(upload(host)), width, (b, t, i) -> host.at(b, t, i));
  }

  /** On the device and on the host. */
  record Reading(LayerInput input, int width, Element host) {
    double at(int b, int t, int i) {
      return host.at(b, t, i);
    }
  }

  /** Of a sample, a trial and a unit. */
  interface Element {
    double at(int b, int t, int i);
  }

  /** Every element of a panel. */
  void near(Panel actual, HostPanel expected, Element allowed) {
    HostPanel found = download(actual);
    comparison.same("samples", found.batch(), expected.batch());
    comparison.same("trials", found.trials(), expected.trials());
    comparison.same("width", found.width(), expected.width());
    for (int b = 0; b < expected.batch(); b++) {
      for (int t = 0; t < expected.trials(); t++) {
        for (int c = 0; c < expected.width(); c++) {
          comparison.near(
              "element",
              expected.index(b, t, c),
              found.at(b, t, c),
              expected.at(b, t, c),
              allowed.at(b, t, c));
        }
      }
    }
  }

  /** Every element of a matrix; {@code allowed} lies as the matrix does. */
  void near(Matrix actual, double[] expected, double[] allowed) {
    float[] found = device.download(actual);
    comparison.same("elements", found.length, expected.length);
    for (int i = 0; i < expected.length; i++) {
      comparison.near("element", i, found[i], expected[i], allowed[i]);
    }
  }

  /** One number a trial. */
  void near(double[] actual, double[] expected, double[] allowed) {
    comparison.same("trials", actual.length, expected.length);
    for (int t = 0; t < expected.length; t++) {
      comparison.near("trial", t, actual[t], expected[t], allowed[t]);
    }
  }

  void unchanged(String what, Panel panel, HostPanel before) {
    comparison.same(what, panel.toArray(), before.values());
  }

  void unchanged(String what, Matrix matrix, HostMatrix before) {
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
