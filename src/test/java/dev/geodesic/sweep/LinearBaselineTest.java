package dev.geodesic.sweep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.Features;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;
import dev.geodesic.data.SparseFeatures;
import dev.geodesic.data.SparseRows;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.ResidentData.Bias;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On 300 digits at side 2, which no linear model separates, so that there is one optimum. */
class LinearBaselineTest {
  private static final int TRAIN = 300;
  private static final int TEST = 200;
  private static final int NEWTON_STEPS = 20;

  private static final Map<Boolean, LinearBaseline.Fit> CONVERGED = new HashMap<>();

  private final SparkSession spark = SparkFixture.spark();

  private static DataSet digits() {
    PreparedData all = RealDigits.at(2);
    return DataSet.of(first(all.train(), TRAIN), first(all.holdout(), TEST));
  }

  private static Features first(Samples samples, int count) {
    return new Features(
        Arrays.copyOf(samples.features(), count * samples.width()),
        Arrays.copyOf(samples.labels(), count),
        samples.width());
  }

  private static DataSpec spec() {
    return Specs.data("digits", new Holdout.TestSet(), 0, TRAIN, BatchOrder.SEQUENTIAL);
  }

  private LinearBaseline.Fit fit(LinearBaseline baseline, DataSet data, boolean intercept) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return baseline.fit(context.broadcast(data), spec().prepared(), intercept);
  }

  /** Fits to convergence, which takes seconds, once for all tests. */
  private LinearBaseline.Fit converged(DataSet data, boolean intercept) {
    return CONVERGED.computeIfAbsent(
        intercept, with -> fit(new LinearBaseline(spark, 1e-12, 10_000), data, with));
  }

  /** The full batch's Fisher matrix is the Hessian: at rate 1 this is Newton's method. */
  private static List<CurvePoint> newton(DataSet data, boolean bias) {
    ModelSpec model = Specs.model(List.of(), bias, Initialization.ZEROS);
    Schedule schedule = Specs.schedule(NEWTON_STEPS, NEWTON_STEPS, 100);
    TrialSpec trial =
        new TrialSpec(spec(), model, Sweeps.natural(1, 1e-9, 0, Solver.DENSE), schedule, 0);
    try (Device device = new CpuDevice();
        ResidentData resident =
            ResidentData.upload(
                device, data.prepare(spec().prepared()), bias ? Bias.APPENDED : Bias.NONE)) {
      return PackTrainer.train(Pack.of(List.of(trial), "data"), resident, device, Monitor.NONE)
          .get(0)
          .curve();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mllibAndNewtonFindTheSameOptimum(boolean bias) {
    DataSet data = digits();
    LinearBaseline.Fit fit = converged(data, bias);
    List<CurvePoint> curve = newton(data, bias);
    assertThat(curve).hasSize(NEWTON_STEPS);
    CurvePoint last = curve.get(NEWTON_STEPS - 1);
    Measurement measured = requireNonNull(last.holdout());
    assertThat(requireNonNull(last.change()).norm()).isLessThan(1e-2);
    assertThat(fit.trainLoss()).isCloseTo(last.trainLoss(), within(1e-4)).isBetween(0.5, 2.2);
    assertThat(fit.testLoss()).isCloseTo(measured.loss(), within(1e-2));
    assertThat(fit.testAccuracy()).isCloseTo(measured.accuracy(), within(1.5 / TEST));
    assertThat(fit.iterations()).isGreaterThan(10);
  }

  /** Sparse samples take MLlib's own loops, and lead to the same optimum. */
  @Test
  void sparseSamplesFitAsDenseOnesDo() {
    PreparedData all = RealDigits.at(2);
    DataSet sparse =
        DataSet.of(sparse(first(all.train(), TRAIN)), sparse(first(all.holdout(), TEST)));
    assertThat(sparse.fingerprint()).isEqualTo(digits().fingerprint());
    LinearBaseline.Fit expected = fit(new LinearBaseline(spark), digits(), true);
    LinearBaseline.Fit fit = fit(new LinearBaseline(spark), sparse, true);
    assertThat(fit.trainLoss()).isCloseTo(expected.trainLoss(), within(1e-6));
    assertThat(fit.testLoss()).isCloseTo(expected.testLoss(), within(1e-4));
  }

  private static SparseFeatures sparse(Features dense) {
    int width = dense.width();
    float[] all = dense.values();
    int[] elements = IntStream.range(0, all.length).filter(i -> all[i] != 0).toArray();
    float[] values = new float[elements.length];
    int[] starts = new int[dense.count() + 1];
    for (int k = 0; k < elements.length; k++) {
      values[k] = all[elements[k]];
      starts[elements[k] / width + 1] = k + 1;
    }
    for (int row = 1; row < starts.length; row++) {
      starts[row] = Math.max(starts[row], starts[row - 1]);
    }
    int[] columns = Arrays.stream(elements).map(i -> i % width).toArray();
    return new SparseFeatures(new SparseRows(starts, columns, values, width), dense.labels());
  }

  @Test
  void anInterceptHelps() {
    DataSet data = digits();
    assertThat(converged(data, true).trainLoss())
        .isLessThan(converged(data, false).trainLoss() - 0.01);
  }

  /** MLlib knows the classes of its training set, and the holdout may have more. */
  @Test
  void aClassThatTrainingNeverShowedIsInfinitelySurprising() {
    PreparedData all = RealDigits.at(2);
    Features train = first(all.train(), TRAIN);
    int[] withoutNine = Arrays.stream(train.labels()).map(label -> label % 9).toArray();
    DataSet data =
        DataSet.of(
            new Features(train.values(), withoutNine, train.width()), first(all.holdout(), TEST));
    LinearBaseline.Fit fit = fit(new LinearBaseline(spark), data, false);
    assertThat(fit.trainLoss()).isFinite();
    assertThat(fit.testLoss()).isInfinite();
    assertThat(fit.testAccuracy()).isBetween(0.05, 0.9);
  }
}
