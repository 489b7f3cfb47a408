package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Directions checked by an independent solver while a trial trains. */
class CrossChecksTest {
  private static final int STEPS = 12;

  /**
   * A direction comes to the weights in float32; what it is checked by never leaves float64.
   * Without damping the samples' parts cancel for the most part, which costs a digit.
   */
  private static final double SINGLE_PRECISION = 5e-6;

  private static final StepSize SIZE = Specs.rate(0.1);
  private static final Damping DAMPED = Specs.damping(0.1);
  private static final ModelSpec NETWORK =
      Specs.model(List.of(6), Activation.TANH, true, Initialization.GLOROT);

  private static NaturalGradient natural(
      double reltol, Damping damping, double cap, Fisher fisher, Solver solver) {
    return Specs.natural(SIZE, reltol, damping, cap, fisher, solver);
  }

  /** Undamped, only short steps keep a trial alive. */
  private static NaturalGradient undamped(double cap, Solver solver) {
    return Specs.natural(Specs.rate(0.005), 0, Specs.UNDAMPED, cap, Fisher.EXACT, solver);
  }

  private static ConjugateGradient cg(Damping damping, int iterations) {
    return Specs.cg(SIZE, damping, 1e-9, iterations, Preconditioner.NONE);
  }

  static Stream<Arguments> checked() {
    double off = StepSize.OFF;
    Damping fading = Specs.damping(0.5, DampingSchedule.LINEAR);
    Damping learning = Specs.damping(0.5, DampingSchedule.LEVENBERG_MARQUARDT);
    Stream<OptimizerSpec> ofBoth =
        Stream.concat(
            Stream.of(Solver.AUTO, Solver.GRAM, Solver.DENSE)
                .flatMap(
                    solver ->
                        Arrays.stream(Fisher.values())
                            .map(fisher -> natural(0, DAMPED, off, fisher, solver))),
            Stream.of(
                natural(0, fading, off, Fisher.EXACT, Solver.AUTO),
                natural(0, learning, off, Fisher.EXACT, Solver.AUTO),
                natural(0, DAMPED, 3, Fisher.EXACT, Solver.GRAM),
                cg(DAMPED, 500),
                cg(fading, 500),
                Specs.sgd(0.1)));
    Stream<OptimizerSpec> ofSoftmaxRegression =
        Stream.of(
            undamped(off, Solver.CLOSED_FORM),
            undamped(5, Solver.CLOSED_FORM),
            undamped(off, Solver.AUTO),
            Specs.cg(SIZE, DAMPED, 1e-9, 500, Preconditioner.SECOND_MOMENT));
    List<OptimizerSpec> both = ofBoth.toList();
    return Stream.of(
            both.stream().map(optimizer -> Arguments.of(Packs.PLAIN, optimizer)),
            both.stream().map(optimizer -> Arguments.of(NETWORK, optimizer)),
            ofSoftmaxRegression.map(optimizer -> Arguments.of(Packs.PLAIN, optimizer)))
        .flatMap(arguments -> arguments);
  }

  private static List<CurvePoint> train(ModelSpec model, OptimizerSpec optimizer, int every) {
    return Packs.train(checkedEvery(every, Packs.of(4, 8, STEPS, model, optimizer))).get(0).curve();
  }

  private static Pack checkedEvery(int every, Pack pack) {
    List<TrialSpec> trials = new ArrayList<>();
    for (TrialSpec trial : pack.specs()) {
      Schedule s = trial.schedule();
      trials.add(
          new TrialSpec(
              trial.data(),
              trial.model(),
              trial.optimizer(),
              Specs.schedule(s.steps(), s.evalEvery(), s.divergenceBound(), every, 1),
              trial.seed()));
    }
    return Pack.of(trials, "data");
  }

  private static double check(CurvePoint point) {
    return Objects.requireNonNull(point.crossCheck());
  }

  @ParameterizedTest
  @MethodSource("checked")
  void stepsThatAreCheckedAreRight(ModelSpec model, OptimizerSpec optimizer) {
    List<CurvePoint> curve = train(model, optimizer, 5);
    assertThat(curve.stream().filter(point -> point.crossCheck() != null).map(CurvePoint::step))
        .containsExactly(5, 10);
    for (int step : new int[] {5, 10}) {
      assertThat(check(curve.get(step - 1))).as("step %s", step).isLessThan(SINGLE_PRECISION);
    }
  }

  @ParameterizedTest
  @MethodSource("checked")
  void checkingChangesNoBit(ModelSpec model, OptimizerSpec optimizer) {
    assertThat(bits(train(model, optimizer, 1))).isEqualTo(bits(train(model, optimizer, 0)));
  }

  /** All that a curve tells but the checks and the time. */
  private static List<CurvePoint> bits(List<CurvePoint> curve) {
    return curve.stream()
        .map(
            point ->
                new CurvePoint(
                    point.step(),
                    point.trainLoss(),
                    point.change(),
                    point.curvature(),
                    null,
                    point.holdout(),
                    point.validation(),
                    0))
        .toList();
  }

  static Stream<OptimizerSpec> unchecked() {
    return Stream.of(
        Specs.momentum(SIZE, 0.9, false),
        Specs.adam(SIZE, 0.9, 0.999, 1e-8),
        Specs.spring(SIZE, DAMPED, 0.9));
  }

  @ParameterizedTest
  @MethodSource("unchecked")
  void memoriesHaveNoIndependentSolver(OptimizerSpec optimizer) {
    assertThat(train(Packs.PLAIN, optimizer, 1)).allMatch(point -> point.crossCheck() == null);
  }

  /** Iterations that were cut short did not reach the solution, and a check says how far off. */
  @Test
  void aCheckShowsAWrongDirection() {
    for (ModelSpec model : List.of(Packs.PLAIN, NETWORK)) {
      assertThat(train(model, cg(Specs.damping(0.01), 1), 1))
          .allSatisfy(point -> assertThat(check(point)).isBetween(0.1, 1.0));
      assertThat(train(model, cg(Specs.damping(0.01), 6), 1))
          .allSatisfy(point -> assertThat(check(point)).isBetween(1e-5, 0.9));
    }
  }

  /** With a truncation whose cut-off lies in the thick of the spectrum. */
  @Test
  void aTruncatedStepIsCheckedToo() {
    for (Solver solver : List.of(Solver.AUTO, Solver.GRAM, Solver.DENSE)) {
      NaturalGradient cut = natural(0.1, Specs.UNDAMPED, StepSize.OFF, Fisher.EXACT, solver);
      assertThat(train(Packs.PLAIN, cut, 3).stream().filter(p -> p.crossCheck() != null))
          .hasSize(4)
          .allSatisfy(point -> assertThat(check(point)).isLessThan(SINGLE_PRECISION));
    }
  }

  /** Each trial of a pack is checked against its own hyperparameters and weights. */
  @Test
  void everyTrialHasItsOwn() {
    Pack pack =
        checkedEvery(
            4,
            Packs.of(
                4,
                8,
                STEPS,
                NETWORK,
                cg(DAMPED, 500),
                cg(Specs.damping(0.01), 2),
                cg(Specs.damping(2), 500)));
    List<Outcome> outcomes = Packs.train(pack);
    for (int step : new int[] {4, 8, 12}) {
      assertThat(check(outcomes.get(0).curve().get(step - 1))).isLessThan(SINGLE_PRECISION);
      assertThat(check(outcomes.get(1).curve().get(step - 1))).isGreaterThan(1e-3);
      assertThat(check(outcomes.get(2).curve().get(step - 1))).isLessThan(SINGLE_PRECISION);
    }
  }

  /** Plain loops take many times what the step itself does, and are not to count as training. */
  @Test
  void checkingTakesNoTrainingTime() {
    Pack pack =
        checkedEvery(
            1,
            Packs.of(
                14,
                16,
                10,
                Packs.PLAIN,
                natural(0, DAMPED, StepSize.OFF, Fisher.EXACT, Solver.AUTO)));
    try (Device device = new CpuDevice();
        ResidentData data =
            ResidentData.upload(device, RealDigits.at(14), ResidentData.Bias.NONE)) {
      long start = System.nanoTime();
      List<CurvePoint> curve = PackTrainer.train(pack, data, device, Monitor.NONE).get(0).curve();
      double wall = (System.nanoTime() - start) / 1e9;
      assertThat(curve.get(9).seconds()).isPositive().isLessThan(wall / 2);
    }
  }
}
