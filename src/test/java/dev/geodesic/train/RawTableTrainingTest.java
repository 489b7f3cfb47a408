package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.Samples;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trainings on tables that nobody has scaled or cleaned, beside the dense solver's. */
class RawTableTrainingTest {
  private static final StepSize RATE = Specs.rate(0.02);
  private static final int COLUMNS = 12;
  private static final double ROUNDING = 1e-3;

  private static final ModelSpec LINEAR = Specs.model(List.of(), false, Initialization.ZEROS);
  private static final ModelSpec BIASED = Specs.model(List.of(), true, Initialization.ZEROS);
  private static final ModelSpec TANH =
      Specs.model(List.of(4), Activation.TANH, true, Initialization.GLOROT);

  /** Six lines of two columns, in batches of four: no batch has independent rows. */
  private static PreparedData small() {
    float[] train = {1, 2, 3, 1, 2, 5, 1, 1, 4, 2, 1, 3};
    float[] holdout = {3, 3, 2, 0.5f};
    return new PreparedData(
        new Samples(train, new int[] {0, 1, 0, 1, 1, 0}, 2),
        null,
        new Samples(holdout, new int[] {0, 1}, 2),
        2,
        "small");
  }

  /** Whole numbers up to {@code largest}, and labels that depend on two columns. */
  private static PreparedData table(int largest) {
    SplittableRandom random = new SplittableRandom(1);
    List<Samples> parts = new ArrayList<>();
    for (int count : new int[] {400, 100}) {
      float[] features = new float[count * COLUMNS];
      int[] labels = new int[count];
      for (int b = 0; b < count; b++) {
        for (int i = 0; i < COLUMNS; i++) {
          features[b * COLUMNS + i] = random.nextInt(largest + 1);
        }
        double noise = random.nextDouble(-0.3, 0.3) * largest;
        labels[b] = features[b * COLUMNS] - features[b * COLUMNS + 1] + noise > 0 ? 1 : 0;
      }
      parts.add(new Samples(features, labels, COLUMNS));
    }
    return new PreparedData(parts.get(0), null, parts.get(1), 2, "table");
  }

  private static Outcome train(
      PreparedData data, ModelSpec model, int batch, int steps, OptimizerSpec optimizer) {
    DataSpec spec = Specs.data("table", new Holdout.TestSet(), 28, batch, BatchOrder.SHUFFLED);
    Schedule schedule = Specs.schedule(steps, steps, 100, 1, 1);
    TrialSpec trial = new TrialSpec(spec, model, optimizer, schedule, 3);
    return Packs.train(Pack.of(List.of(trial), "data"), data).get(0);
  }

  private static OptimizerSpec natural(Solver solver, Damping damping) {
    return Specs.natural(RATE, 0, damping, StepSize.OFF, Fisher.EXACT, solver);
  }

  private static double testLoss(Outcome outcome) {
    assertThat(outcome.status()).isInstanceOf(TrialStatus.Completed.class);
    CurvePoint last = outcome.curve().get(outcome.curve().size() - 1);
    return Objects.requireNonNull(last.holdout()).loss();
  }

  /** The float64 reference agrees with each direction, as far as the curve says it may. */
  private static void assertChecked(Outcome outcome) {
    assertThat(outcome.curve())
        .allSatisfy(
            point -> {
              double rounding =
                  Objects.requireNonNull(Objects.requireNonNull(point.curvature()).rounding());
              assertThat(Objects.requireNonNull(point.crossCheck()))
                  .as("%s", point)
                  .isLessThan(ROUNDING + 100 * rounding);
            });
  }

  private static void assertEqualToDense(Outcome found, Outcome dense) {
    assertChecked(dense);
    assertChecked(found);
    double expected = testLoss(dense);
    assertThat(testLoss(found)).isCloseTo(expected, within(ROUNDING * (1 + expected)));
  }

  static Stream<Arguments> dampings() {
    return Stream.of(0.1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-18, 1e-30, 1e-60, 0.0)
        .flatMap(
            damping ->
                Stream.of(Solver.AUTO, Solver.GRAM).map(solver -> Arguments.of(solver, damping)));
  }

  @ParameterizedTest
  @MethodSource("dampings")
  void dependentRowsTrainAsByTheDenseMatrix(Solver solver, double damping) {
    Damping constant = Specs.damping(damping);
    assertEqualToDense(
        train(small(), LINEAR, 4, 20, natural(solver, constant)),
        train(small(), LINEAR, 4, 20, natural(Solver.DENSE, constant)));
  }

  @ParameterizedTest
  @MethodSource("dampings")
  void rawColumnsAndABiasTrainAsByTheDenseMatrix(Solver solver, double damping) {
    Damping constant = Specs.damping(damping);
    assertEqualToDense(
        train(table(800), BIASED, 16, 20, natural(solver, constant)),
        train(table(800), BIASED, 16, 20, natural(Solver.DENSE, constant)));
  }

  @ParameterizedTest
  @EnumSource(DampingSchedule.class)
  void scheduledDampingTrainsAsByTheDenseMatrix(DampingSchedule schedule) {
    Damping damping = Specs.damping(0.1, schedule);
    for (int batch : new int[] {16, 24}) {
      assertEqualToDense(
          train(table(800), BIASED, batch, 40, natural(Solver.GRAM, damping)),
          train(table(800), BIASED, batch, 40, natural(Solver.DENSE, damping)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-4, 1e-6, 1e-8})
  void springAndConjugateGradientsTrainSo(double damping) {
    Damping constant = Specs.damping(damping);
    Outcome dense = train(table(8), BIASED, 16, 20, natural(Solver.DENSE, constant));
    assertEqualToDense(
        train(table(8), BIASED, 16, 20, Specs.cg(RATE, constant, 1e-10, 1000, Preconditioner.NONE)),
        dense);
    assertEqualToDense(
        train(
            table(8),
            BIASED,
            16,
            20,
            Specs.cg(RATE, constant, 1e-10, 1000, Preconditioner.SECOND_MOMENT)),
        dense);
    Outcome spring = train(table(8), BIASED, 16, 20, Specs.spring(RATE, constant, 0));
    assertThat(testLoss(spring)).isCloseTo(testLoss(dense), within(ROUNDING));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-4, 1e-6})
  void networksTrainSo(double damping) {
    Damping constant = Specs.damping(damping);
    Outcome dense = train(table(1), TANH, 32, 10, natural(Solver.DENSE, constant));
    assertEqualToDense(train(table(1), TANH, 32, 10, natural(Solver.GRAM, constant)), dense);
    assertEqualToDense(train(table(1), TANH, 32, 10, natural(Solver.AUTO, constant)), dense);
    assertEqualToDense(
        train(table(1), TANH, 32, 10, Specs.cg(RATE, constant, 1e-8, 2000, Preconditioner.NONE)),
        dense);
  }

  /** The only batch there is is empty: nothing is learnt of λ, and nothing moves. */
  @Test
  void anEmptyBatchTellsNothingOfDamping() {
    Samples empty = new Samples(new float[8], new int[] {0, 1, 0, 1}, 2);
    PreparedData data = new PreparedData(empty, null, empty, 2, "empty");
    Damping damping = Specs.damping(0.1, DampingSchedule.LEVENBERG_MARQUARDT);
    Outcome outcome = train(data, LINEAR, 4, 5, natural(Solver.AUTO, damping));
    assertThat(outcome.curve())
        .allSatisfy(
            point ->
                assertThat(Objects.requireNonNull(point.curvature()).damping()).isEqualTo(0.1));
    assertThat(testLoss(outcome)).isCloseTo(Math.log(2), within(1e-12));
  }
}
