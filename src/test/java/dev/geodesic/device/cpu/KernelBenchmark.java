package dev.geodesic.device.cpu;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.Indices;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SoftmaxKernels.Shift;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of a step, one by one, under JMH: {@code mvn test-compile exec:exec}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
  private static final int CLASSES = 10;

  @Param({"196", "784"})
  private int features;

  @Param({"16", "32"})
  private int batch;

  @Param({"1", "64"})
  private int trials;

  private final CpuDevice device = new CpuDevice();
  private Matrix samples = CpuMatrix.allocate(1, 1);
  private Matrix weights = samples;
  private Panel logits = new CpuPanel(new double[1], 1, 1, 1);
  private Panel probabilities = logits;
  private Panel product = logits;
  private Indices labels = device.indices();
  private double[] ones = {};
  private double[] unbounded = {};

  /** Random samples and weights of an ordinary size. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    samples = device.upload(uniform(random, batch * features, 0, 1), batch, features);
    int columns = trials * CLASSES;
    weights = device.upload(uniform(random, features * columns, -0.05, 0.05), columns, features);
    logits = device.panel(batch, trials, CLASSES);
    probabilities = device.panel(batch, trials, CLASSES);
    product = device.panel(batch, trials, CLASSES);
    ones = new double[trials];
    Arrays.fill(ones, 1);
    unbounded = new double[trials];
    Arrays.fill(unbounded, StepSize.OFF);
    labels = device.indices(random.ints(batch, 0, CLASSES).toArray());
    forward();
    device.softmax().logSoftmax(logits, probabilities);
  }

  private static float[] uniform(SplittableRandom random, int length, double from, double to) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return values;
  }

  /** Z = XW. */
  @Benchmark
  public Panel forward() {
    device.layers().apply(new LayerInput.Samples(samples), weights, logits, Precision.SINGLE);
    return logits;
  }

  /** W −= XᵀM. */
  @Benchmark
  public Matrix pullback() {
    device.layers().subtractOuterProduct(ones, product, new LayerInput.Samples(samples), weights);
    return weights;
  }

  @Benchmark
  public Panel logSoftmax() {
    device.softmax().logSoftmax(logits, probabilities);
    return probabilities;
  }

  @Benchmark
  public Shift shift() {
    return device.softmax().shift(probabilities, product, ones, labels);
  }

  @Benchmark
  public SampleGram sampleGram() {
    return device.inScope(() -> device.sampleGram(samples, Precision.DOUBLE));
  }

  /** The factors of all trials. */
  @Benchmark
  public Factors factors() {
    return device.inScope(this::factor);
  }

  /** The Gram matrix of one trial, K and the factors included. */
  @Benchmark
  public SymmetricSystems gram() {
    return device.inScope(
        () ->
            device
                .fisher()
                .gram(
                    device.sampleGram(samples, Precision.DOUBLE),
                    List.of(),
                    List.of(),
                    factor(),
                    new int[] {0}));
  }

  private Factors factor() {
    return device.fisher().factor(probabilities, labels, Fisher.EXACT, unbounded);
  }
}
