package dev.geodesic.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A trial's identity holds what decides its outcome, all of it, and nothing else. */
class TrialIdTest {
  private static final double OFF = StepSize.OFF;
  private static final DataSpec DATA =
      Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED);
  private static final ModelSpec SOFTMAX = model(List.of(), Activation.TANH, false);
  private static final Schedule SCHEDULE = Specs.schedule(10, 5, 100);
  private static final StepSize RATE = Specs.rate(0.1);
  private static final Damping DAMPED = Specs.damping(0.1);

  private static ModelSpec model(List<Integer> hidden, Activation activation, boolean bias) {
    return Specs.model(hidden, activation, bias, Initialization.GLOROT);
  }

  private static String id(OptimizerSpec optimizer) {
    return new TrialSpec(DATA, SOFTMAX, optimizer, SCHEDULE, 0).id("digits");
  }

  private static String id(ModelSpec model) {
    return new TrialSpec(DATA, model, Specs.sgd(0.1), SCHEDULE, 0).id("digits");
  }

  private static String id(DataSpec data) {
    return new TrialSpec(data, SOFTMAX, Specs.sgd(0.1), SCHEDULE, 0).id("digits");
  }

  private static String id(Schedule schedule) {
    return new TrialSpec(DATA, SOFTMAX, Specs.sgd(0.1), schedule, 0).id("digits");
  }

  @Test
  void watchingATrialDoesNotMakeItAnother() {
    assertThat(id(Specs.schedule(10, 5, 100, 3, 4)))
        .isEqualTo(id(Specs.schedule(10, 5, 100, 0, 1)))
        .isEqualTo(id(Specs.schedule(10, 5, 100)));
    assertThat(new TrialSpec(DATA, SOFTMAX, Specs.sgd(0.1), SCHEDULE, 0).parameters())
        .doesNotContainKey("cross-check");
  }

  @Test
  void anActivationDecidesNothingWithoutHiddenUnits() {
    assertThat(id(model(List.of(), Activation.RELU, false)))
        .isEqualTo(id(model(List.of(), Activation.TANH, false)));
    assertThat(model(List.of(), Activation.RELU, false))
        .isEqualTo(model(List.of(), Activation.TANH, false));
    assertThat(id(model(List.of(6), Activation.RELU, false)))
        .isNotEqualTo(id(model(List.of(6), Activation.TANH, false)));
  }

  @Test
  void whereTheDataLieDecidesNothingAndWhatTheyHoldDecides() {
    TrialSpec trial = new TrialSpec(DATA, SOFTMAX, Specs.sgd(0.1), SCHEDULE, 0);
    DataSpec elsewhere =
        Specs.data("/copies/of/mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED);
    assertThat(id(elsewhere)).isEqualTo(id(DATA));
    assertThat(trial.id("digits")).isNotEqualTo(trial.id("letters"));
  }

  @Test
  void repetitionsOverSeedsShareAConfiguration() {
    TrialSpec first = new TrialSpec(DATA, SOFTMAX, Specs.sgd(0.1), SCHEDULE, 0);
    TrialSpec second = new TrialSpec(DATA, SOFTMAX, Specs.sgd(0.1), SCHEDULE, 1);
    assertThat(second.id("digits")).isNotEqualTo(first.id("digits"));
    assertThat(second.configurationId("digits")).isEqualTo(first.configurationId("digits"));
    assertThat(first.configurationId("digits")).isNotEqualTo(first.configurationId("letters"));
  }

  private static OptimizerSpec natural(
      StepSize size, double reltol, Damping damping, double cap, Fisher fisher, Solver solver) {
    return Specs.natural(size, reltol, damping, cap, fisher, solver);
  }

  /** Each differs from some other of its kind in one number or choice alone. */
  static Stream<OptimizerSpec> optimizers() {
    return Stream.of(
            sized().map(Specs::sgd),
            sized().map(size -> Specs.adam(size, 0.9, 0.999, 1e-8)),
            Stream.of(
                Specs.adam(RATE, 0.8, 0.999, 1e-8),
                Specs.adam(RATE, 0.9, 0.99, 1e-8),
                Specs.adam(RATE, 0.9, 0.999, 1e-7)),
            Stream.of(
                Specs.momentum(RATE, 0.9, false),
                Specs.momentum(RATE, 0.8, false),
                Specs.momentum(RATE, 0.9, true)),
            sized().map(size -> natural(size, 0, DAMPED, OFF, Fisher.EXACT, Solver.AUTO)),
            Stream.of(
                natural(RATE, 1e-3, DAMPED, OFF, Fisher.EXACT, Solver.AUTO),
                natural(RATE, 0, Specs.UNDAMPED, OFF, Fisher.EXACT, Solver.AUTO),
                natural(RATE, 0, damping(DampingSchedule.LINEAR), OFF, Fisher.EXACT, Solver.AUTO),
                natural(RATE, 0, damping(DampingSchedule.COSINE), OFF, Fisher.EXACT, Solver.AUTO),
                natural(
                    RATE,
                    0,
                    damping(DampingSchedule.LEVENBERG_MARQUARDT),
                    OFF,
                    Fisher.EXACT,
                    Solver.AUTO),
                natural(RATE, 0, DAMPED, 10, Fisher.EXACT, Solver.AUTO),
                natural(RATE, 0, DAMPED, OFF, Fisher.SOFTMAX_OF_PROBABILITIES, Solver.AUTO),
                natural(RATE, 0, DAMPED, OFF, Fisher.EMPIRICAL, Solver.AUTO),
                natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.GRAM),
                natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.DENSE)),
            Stream.of(
                Specs.spring(RATE, DAMPED, 0.9),
                Specs.spring(RATE, DAMPED, 0),
                Specs.spring(RATE, Specs.damping(0.2), 0.9),
                Specs.spring(RATE, damping(DampingSchedule.LINEAR), 0.9)),
            Stream.of(
                cg(DAMPED, 1e-3, 50, Preconditioner.NONE),
                cg(Specs.UNDAMPED, 1e-3, 50, Preconditioner.NONE),
                cg(DAMPED, 1e-4, 50, Preconditioner.NONE),
                cg(DAMPED, 1e-3, 51, Preconditioner.NONE),
                cg(DAMPED, 1e-3, 50, Preconditioner.SECOND_MOMENT)),
            Stream.of(
                kfac(0.1, 0.95, 10, KroneckerFactored.Eigenvalues.PRODUCTS),
                kfac(0.2, 0.95, 10, KroneckerFactored.Eigenvalues.PRODUCTS),
                kfac(0.1, 0.9, 10, KroneckerFactored.Eigenvalues.PRODUCTS),
                kfac(0.1, 0.95, 1, KroneckerFactored.Eigenvalues.PRODUCTS),
                kfac(0.1, 0.95, 10, KroneckerFactored.Eigenvalues.CORRECTED)))
        .flatMap(kind -> kind);
  }

  private static Stream<StepSize> sized() {
    return Stream.of(
        RATE,
        Specs.rate(0.2),
        Specs.stepSize(0.1, Decay.LINEAR, 0, OFF, OFF),
        Specs.stepSize(0.1, Decay.COSINE, 0, OFF, OFF),
        Specs.stepSize(0.1, Decay.CONSTANT, 3, OFF, OFF),
        Specs.stepSize(0.1, Decay.CONSTANT, 0, 1, OFF),
        Specs.stepSize(0.1, Decay.CONSTANT, 0, OFF, 1),
        Specs.stepSize(0.1, Decay.CONSTANT, 0, OFF, 2));
  }

  private static Damping damping(DampingSchedule schedule) {
    return Specs.damping(0.1, schedule);
  }

  private static OptimizerSpec cg(
      Damping damping, double tolerance, int iterations, Preconditioner preconditioner) {
    return Specs.cg(RATE, damping, tolerance, iterations, preconditioner);
  }

  private static OptimizerSpec kfac(
      double damping,
      double averaging,
      int updateEvery,
      KroneckerFactored.Eigenvalues eigenvalues) {
    return Specs.kronecker(RATE, Specs.damping(damping), averaging, updateEvery, eigenvalues);
  }

  @Test
  void everyHyperparameterDecides() {
    assertThat(optimizers().map(TrialIdTest::id).toList()).doesNotHaveDuplicates();
  }

  /** A bound that is off is no parameter at all, so that neither is one a trial lacks. */
  @Test
  void aBoundThatIsOffIsLeftOut() {
    assertThat(Specs.hyperparameters(Specs.sgd(0.1)))
        .containsOnlyKeys("learning-rate", "learning-rate-schedule", "warm-up");
    assertThat(Specs.hyperparameters(Specs.sgd(Specs.stepSize(0.1, Decay.LINEAR, 2, 3, 4))))
        .containsEntry("max-norm", 3.0)
        .containsEntry("max-kl", 4.0)
        .containsEntry("warm-up", 2)
        .containsEntry("learning-rate-schedule", "linear");
    assertThat(
            Specs.hyperparameters(natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.AUTO))
                .keySet())
        .doesNotContain("max-inverse-probability");
  }

  @Test
  void everyChoiceOfModelDataAndLengthDecides() {
    assertThat(
            Stream.of(
                    id(SOFTMAX),
                    id(model(List.of(), Activation.TANH, true)),
                    id(model(List.of(6), Activation.TANH, false)),
                    id(model(List.of(6, 6), Activation.TANH, false)),
                    id(Specs.model(List.of(), false, Initialization.ZEROS)),
                    id(Specs.data("mnist", new Holdout.TestSet(), 7, 16, BatchOrder.SHUFFLED)),
                    id(Specs.data("mnist", new Holdout.TestSet(), 14, 8, BatchOrder.SHUFFLED)),
                    id(Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SEQUENTIAL)),
                    id(Specs.data("mnist", new Holdout.Fraction(0.1), 14, 16, BatchOrder.SHUFFLED)),
                    id(Specs.data("mnist", new Holdout.Fraction(0.2), 14, 16, BatchOrder.SHUFFLED)),
                    id(Specs.schedule(11, 5, 100)),
                    id(Specs.schedule(10, 4, 100)),
                    id(Specs.schedule(10, 5, 99)))
                .toList())
        .doesNotHaveDuplicates();
  }

  /**
   * Trials that differ in numbers alone train fused; a choice that changes the program parts them.
   */
  @Test
  void onlyChoicesOfTheProgramPartAPack() {
    assertThat(
            Stream.of(
                    natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.AUTO),
                    natural(Specs.rate(1), 0, Specs.damping(1e-9), 9, Fisher.EXACT, Solver.AUTO),
                    natural(
                        Specs.stepSize(0.1, Decay.LINEAR, 2, 3, 4),
                        0,
                        damping(DampingSchedule.LEVENBERG_MARQUARDT),
                        OFF,
                        Fisher.EXACT,
                        Solver.AUTO))
                .map(OptimizerSpec::structure)
                .distinct())
        .hasSize(1);
    assertThat(natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.GRAM).structure())
        .isNotEqualTo(natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.AUTO).structure())
        .isEqualTo(natural(RATE, 0, Specs.UNDAMPED, OFF, Fisher.EXACT, Solver.GRAM).structure());
    // What solver auto chooses for one of these would else depend on the other.
    assertThat(natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.AUTO).structure())
        .isNotEqualTo(natural(RATE, 0, Specs.UNDAMPED, OFF, Fisher.EXACT, Solver.AUTO).structure());
    assertThat(natural(RATE, 0.1, DAMPED, OFF, Fisher.EXACT, Solver.AUTO).structure())
        .isEqualTo(natural(RATE, 0.2, DAMPED, OFF, Fisher.EXACT, Solver.AUTO).structure())
        .isNotEqualTo(natural(RATE, 0, DAMPED, OFF, Fisher.EXACT, Solver.AUTO).structure());
    assertThat(Specs.momentum(RATE, 0.9, false).structure())
        .isEqualTo(Specs.momentum(RATE, 0, false).structure())
        .isNotEqualTo(Specs.momentum(RATE, 0.9, true).structure());
  }
}
