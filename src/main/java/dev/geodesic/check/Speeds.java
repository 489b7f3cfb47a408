package dev.geodesic.check;

import dev.geodesic.check.PrimitiveSpeed.Unit;
import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.Indices;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.VectorKernels.AdamMoments;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times the primitives on operands as of a pack of 64 trials of softmax regression on MNIST. */
public final class Speeds {
  private static final int TRIALS = 64;
  private static final int BATCH = 32;
  private static final int INPUTS = 784;
  private static final int CLASSES = 10;
  private static final int WEIGHTS = TRIALS * CLASSES * INPUTS;
  private static final int OUTPUTS = BATCH * TRIALS * CLASSES;
  private static final double PRODUCT = 2.0 * OUTPUTS * INPUTS;

  private static final String LAYER = "64 trials, batch 32, 784 to 10";

  private static final double WARM_SECONDS = 0.05;
  private static final double SECONDS = 0.02;
  private static final int ROUNDS = 5;

  private final CheckContext s;
  private final Device device;
  private final Matrix small;
  private final List<PrimitiveSpeed> speeds = new ArrayList<>();

  private Speeds(CheckContext s) {
    this.s = s;
    this.device = s.device();
    this.small = s.upload(s.matrix(1, 1));
  }

  /** Times each on a device; those that it cannot compute are left out. */
  public static List<PrimitiveSpeed> measure(Device device) {
    try (CheckContext setting = new CheckContext(device, new Comparison())) {
      Speeds speeds = new Speeds(setting);
      device.<@Nullable Void>inScope(
          () -> {
            Stream.<Runnable>of(
                    speeds::memory,
                    speeds::layers,
                    speeds::vectors,
                    speeds::panels,
                    speeds::systems)
                .forEach(Speeds::attempt);
            return null;
          });
      return speeds.speeds;
    }
  }

  private static void attempt(Runnable group) {
    try {
      group.run();
    } catch (UnsupportedOperationException e) {
      // The contract has said so.
    }
  }

  private void memory() {
    HostMatrix samples = s.matrix(1024, INPUTS);
    Matrix source = s.upload(samples);
    Matrix target = s.upload(s.matrix(BATCH, INPUTS));
    Indices rows = s.upload(s.random().ints(BATCH, 0, 1024).toArray());
    String size = "1024 x 784";
    double bytes = 4.0 * samples.values().length;
    bytes("Device.write", size, bytes, () -> device.write(samples.values(), source));
    bytes("Device.download", size, bytes, () -> device.download(source));
    bytes(
        "Device.gather",
        "32 x 784",
        8.0 * BATCH * INPUTS,
        () -> device.gather(source, rows, target));
  }

  private void layers() {
    LayerInput x = s.samples(BATCH, INPUTS, State.PLAIN).input();
    Matrix w = s.upload(s.matrix(TRIALS * CLASSES, INPUTS));
    Matrix hidden = s.upload(s.matrix(TRIALS * CLASSES, TRIALS));
    Panel outputs = s.upload(s.panel(BATCH, TRIALS, CLASSES));
    Panel cotangents = s.upload(s.panel(BATCH, TRIALS, CLASSES));
    Panel units = s.upload(s.panel(BATCH, TRIALS, TRIALS));
    double[] factors = tiny();
    operations(
        "LayerKernels.apply",
        LAYER,
        PRODUCT,
        () -> device.layers().apply(x, w, outputs, Precision.SINGLE));
    operations(
        "LayerKernels.outerProduct",
        LAYER,
        PRODUCT,
        () -> device.layers().outerProduct(cotangents, x, w, Precision.SINGLE));
    operations(
        "LayerKernels.subtractOuterProduct",
        LAYER,
        PRODUCT,
        () -> device.layers().subtractOuterProduct(factors, cotangents, x, w));
    operations(
        "LayerKernels.applyTransposed",
        "64 trials, batch 32, 64 to 10",
        2.0 * OUTPUTS * TRIALS,
        () -> device.layers().applyTransposed(hidden, cotangents, units, Precision.SINGLE));
  }

  /**
   * Returns factors that are not zero, for which libraries skip work, but too small for values to
   * grow in thousands of calls.
   */
  private static double[] tiny() {
    double[] factors = new double[TRIALS];
    Arrays.fill(factors, 1e-12);
    return factors;
  }

  private void vectors() {
    Matrix x = s.upload(s.matrix(TRIALS * CLASSES, INPUTS));
    Matrix y = s.upload(s.matrix(TRIALS * CLASSES, INPUTS));
    Matrix z = s.upload(s.matrix(TRIALS * CLASSES, INPUTS));
    double[] tiny = tiny();
    AdamMoments[] moments = new AdamMoments[TRIALS];
    Arrays.fill(moments, new AdamMoments(0.9, 0.999, 1e-8));
    String size = "64 trials of 7840 weights";
    bytes("VectorKernels.add", size, 12.0 * WEIGHTS, () -> device.vectors().add(tiny, x, y));
    bytes("VectorKernels.dot", size, 8.0 * WEIGHTS, () -> device.vectors().dot(x, y, TRIALS));
    bytes(
        "VectorKernels.adam",
        size,
        24.0 * WEIGHTS,
        () -> device.vectors().adam(x, y, z, moments, 10));
  }

  private void panels() {
    Panel x = s.upload(s.panel(BATCH, TRIALS, CLASSES));
    Panel y = s.upload(s.panel(BATCH, TRIALS, CLASSES));
    double[] tiny = tiny();
    String size = "64 trials, batch 32, 10 classes";
    bytes("PanelKernels.add", size, 24.0 * OUTPUTS, () -> device.panels().add(tiny, x, y));
    bytes("PanelKernels.dot", size, 16.0 * OUTPUTS, () -> device.panels().dot(x, y));
    bytes(
        "SoftmaxKernels.logSoftmax", size, 24.0 * OUTPUTS, () -> device.softmax().logSoftmax(x, y));
  }

  private void systems() {
    Matrix samples = s.upload(s.matrix(BATCH, INPUTS));
    SampleGram k = device.sampleGram(samples, Precision.DOUBLE);
    Panel right = s.upload(s.panel(BATCH, TRIALS, CLASSES));
    Panel p = Predictions.random(s, new Shape(TRIALS, BATCH, INPUTS, CLASSES), 3).upload(s);
    Indices labels = s.upload(s.labels(BATCH, CLASSES));
    double[] most = new double[TRIALS];
    Arrays.fill(most, StepSize.OFF);
    Factors factors = device.fisher().factor(p, labels, Fisher.EXACT, most);
    KroneckerFactor factor = s.own(device.kronecker().factor(INPUTS / 4, 1));
    factor.average(0, s.samples(BATCH, INPUTS / 4, State.PLAIN).input());
    operations(
        "Device.sampleGram",
        "32 x 784",
        (double) BATCH * BATCH * INPUTS,
        () -> device.sampleGram(samples, Precision.DOUBLE));
    operations(
        "SampleGram.solve",
        "order 32, 640 right-hand sides",
        Math.pow(BATCH, 3) / 3 + 2.0 * BATCH * OUTPUTS,
        () -> k.solve(right));
    operations(
        "FisherKernels.factor",
        "64 trials, batch 32, 10 classes",
        0,
        () -> device.fisher().factor(p, labels, Fisher.EXACT, most));
    operations(
        "FisherKernels.largestEigenvalues",
        "64 trials, batch 32, 10 classes",
        0,
        () -> device.fisher().largestEigenvalues(k, p, 1e-6));
    systems(k, factors);
    operations("KroneckerFactor.decompose", "order " + INPUTS / 4, 0, factor::decompose);
  }

  /** Times Gram systems, as many as the device likes to have at once. */
  private void systems(SampleGram k, Factors factors) {
    int atOnce = device.fisher().systemsAtOnce(factors.order(), factors.order());
    int[] trials = IntStream.range(0, Math.min(atOnce, TRIALS)).toArray();
    SymmetricSystems systems = device.fisher().gram(k, List.of(), List.of(), factors, trials);
    double[] damping = new double[trials.length];
    Arrays.fill(damping, 0.1);
    boolean[] all = new boolean[trials.length];
    Arrays.fill(all, true);
    double[] cutoffs = new double[trials.length];
    Arrays.fill(cutoffs, 1e-6);
    double[] undamped = new double[trials.length];
    double cubes = trials.length * Math.pow(systems.order(), 3);
    String order = (trials.length == 1 ? "" : trials.length + " of ") + "order " + systems.order();
    operations(
        "FisherKernels.gram",
        order,
        0,
        () -> device.fisher().gram(k, List.of(), List.of(), factors, trials));
    operations(
        "SymmetricSystems.solveDamped", order, cubes / 3, () -> systems.solveDamped(damping));
    operations(
        "SymmetricSystems.largestEigenvalues", order, 0, () -> systems.largestEigenvalues(1e-3));
    operations(
        "SymmetricSystems.solveTruncated",
        order,
        0,
        () -> systems.solveTruncated(all, cutoffs, undamped));
  }

  private void bytes(String primitive, String size, double bytes, Runnable call) {
    speeds.add(new PrimitiveSpeed(primitive, size, seconds(call), bytes, Unit.BYTES));
  }

  private void operations(String primitive, String size, double operations, Runnable call) {
    speeds.add(new PrimitiveSpeed(primitive, size, seconds(call), operations, Unit.OPERATIONS));
  }

  /** Returns the median seconds of a call over {@link #ROUNDS} rounds. */
  private double seconds(Runnable call) {
    double once = seconds(call, 1);
    for (double warm = once; warm < WARM_SECONDS; warm += once) {
      once = seconds(call, 1);
    }
    int calls = (int) Math.max(1, SECONDS / once);
    return IntStream.range(0, ROUNDS)
        .mapToDouble(round -> seconds(call, calls))
        .sorted()
        .skip(ROUNDS / 2)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the mean seconds of several calls, until the device has finished all of them. */
  private double seconds(Runnable call, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      device.<@Nullable Void>inScope(
          () -> {
            call.run();
            return null;
          });
    }
    device.download(small);
    return (System.nanoTime() - start) / 1e9 / calls;
  }
}
