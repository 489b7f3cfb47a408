package dev.geodesic.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that exists is valid: what no record takes, and in which words. */
class RefusalsTest {
  private static final double OFF = StepSize.OFF;
  private static final StepSize RATE = Specs.rate(0.1);
  private static final Damping DAMPED = Specs.damping(0.1);
  private static final ModelSpec SOFTMAX = Specs.model(List.of(), false, Initialization.GLOROT);
  private static final ModelSpec NETWORK =
      Specs.model(List.of(6, 4), Activation.RELU, true, Initialization.GLOROT);
  private static final Schedule SCHEDULE = Specs.schedule(10, 5, 100);

  private static Arguments refusal(ThrowingCallable construction, String message) {
    return arguments(message, construction);
  }

  private static NaturalGradient natural(
      double reltol, double damping, double maxInverseProbability, Fisher fisher, Solver solver) {
    return Specs.natural(
        RATE, reltol, Specs.damping(damping), maxInverseProbability, fisher, solver);
  }

  private static NaturalGradient capped(double maxInverseProbability) {
    return natural(0, 0, maxInverseProbability, Fisher.EXACT, Solver.AUTO);
  }

  private static ConjugateGradient cg(double tolerance, int iterations) {
    return Specs.cg(RATE, DAMPED, tolerance, iterations, Preconditioner.NONE);
  }

  private static KroneckerFactored kfac(double damping, double averaging, int updateEvery) {
    return Specs.kronecker(
        RATE,
        Specs.damping(damping),
        averaging,
        updateEvery,
        KroneckerFactored.Eigenvalues.PRODUCTS);
  }

  static Stream<Arguments> stepSizes() {
    String rate = "learning-rate must be a finite number > 0, got: ";
    return Stream.of(
        refusal(() -> Specs.rate(0), rate + "0.0"),
        refusal(() -> Specs.rate(-0.1), rate + "-0.1"),
        refusal(() -> Specs.rate(Double.NaN), rate + "NaN"),
        refusal(() -> Specs.rate(Double.POSITIVE_INFINITY), rate + "Infinity"),
        refusal(
            () -> Specs.stepSize(0.1, Decay.LINEAR, -1, OFF, OFF), "warm-up must be >= 0, got: -1"),
        refusal(
            () -> Specs.stepSize(0.1, Decay.LINEAR, 0, 0, OFF),
            "max-norm must be a number > 0, or off, got: 0.0"),
        refusal(
            () -> Specs.stepSize(0.1, Decay.LINEAR, 0, Double.NaN, OFF),
            "max-norm must be a number > 0, or off, got: NaN"),
        refusal(
            () -> Specs.stepSize(0.1, Decay.LINEAR, 0, OFF, -0.01),
            "max-kl must be a number > 0, or off, got: -0.01"),
        refusal(
            () -> Specs.stepSize(0.1, Decay.LINEAR, 0, OFF, Double.NEGATIVE_INFINITY),
            "max-kl must be a number > 0, or off, got: -Infinity"));
  }

  static Stream<Arguments> dampings() {
    String rule = "damping must be >= 0 and finite, got: ";
    return Stream.of(
        refusal(() -> Specs.damping(-0.1), rule + "-0.1"),
        refusal(() -> Specs.damping(Double.NaN), rule + "NaN"),
        refusal(() -> Specs.damping(Double.POSITIVE_INFINITY), rule + "Infinity"),
        refusal(
            () -> Specs.damping(0, DampingSchedule.LINEAR),
            "damping-schedule linear needs a damping > 0, got: damping 0.0"),
        refusal(
            () -> Specs.damping(0, DampingSchedule.COSINE),
            "damping-schedule cosine needs a damping > 0, got: damping 0.0"),
        refusal(
            () -> Specs.damping(0, DampingSchedule.LEVENBERG_MARQUARDT),
            "damping-schedule levenberg-marquardt needs a damping > 0, got: damping 0.0"));
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        refusal(() -> Specs.sgd(0), "learning-rate must be a finite number > 0, got: 0.0"),
        refusal(() -> Specs.momentum(RATE, 1, false), "momentum must be >= 0 and < 1, got: 1.0"),
        refusal(() -> Specs.momentum(RATE, -0.5, true), "momentum must be >= 0 and < 1, got: -0.5"),
        refusal(() -> Specs.adam(RATE, 1, 0.9, 1e-8), "beta1 must be >= 0 and < 1, got: 1.0"),
        refusal(() -> Specs.adam(RATE, 0.9, -1, 1e-8), "beta2 must be >= 0 and < 1, got: -1.0"),
        refusal(() -> Specs.adam(RATE, 0.9, Double.NaN, 1), "beta2 must be >= 0 and < 1, got: NaN"),
        refusal(
            () -> Specs.adam(RATE, 0.9, 0.99, 0), "epsilon must be a finite number > 0, got: 0.0"),
        refusal(
            () -> Specs.spring(RATE, Specs.UNDAMPED, 0.9),
            "damping must be a finite number > 0, got: 0.0"),
        refusal(() -> Specs.spring(RATE, DAMPED, 1), "momentum must be >= 0 and < 1, got: 1.0"),
        refusal(() -> cg(0, 5), "cg-tolerance must be a finite number > 0, got: 0.0"),
        refusal(() -> cg(1, 5), "cg-tolerance must be >= 0 and < 1, got: 1.0"),
        refusal(() -> cg(1e-3, 0), "cg-iterations must be >= 1, got: 0"),
        refusal(() -> kfac(0, 0.95, 10), "damping must be a finite number > 0, got: 0.0"),
        refusal(() -> kfac(0.1, 1, 10), "averaging must be >= 0 and < 1, got: 1.0"),
        refusal(() -> kfac(0.1, 0.95, 0), "update-every must be >= 1, got: 0"));
  }

  static Stream<Arguments> naturalGradients() {
    String closedForm =
        "solver closed-form neither truncates nor damps: leave out reltol and damping (got: ";
    return Stream.of(
        refusal(
            () -> natural(1, 0, OFF, Fisher.EXACT, Solver.AUTO),
            "reltol must be >= 0 and < 1, got: 1.0"),
        refusal(
            () -> natural(-1e-6, 0, OFF, Fisher.EXACT, Solver.AUTO),
            "reltol must be >= 0 and < 1, got: -1.0E-6"),
        refusal(
            () -> capped(0.5), "max-inverse-probability must be a number >= 1, or off, got: 0.5"),
        refusal(() -> capped(0), "max-inverse-probability must be a number >= 1, or off, got: 0.0"),
        refusal(
            () -> capped(Double.NaN),
            "max-inverse-probability must be a number >= 1, or off, got: NaN"),
        refusal(
            () -> natural(1e-6, 0, OFF, Fisher.EXACT, Solver.CLOSED_FORM),
            closedForm + "reltol 1.0E-6, damping 0.0), or use solver auto"),
        refusal(
            () -> natural(0, 0.1, OFF, Fisher.EXACT, Solver.CLOSED_FORM),
            closedForm + "reltol 0.0, damping 0.1), or use solver auto"),
        refusal(
            () -> natural(0, 0, OFF, Fisher.EMPIRICAL, Solver.CLOSED_FORM),
            "solver closed-form does not know the empirical Fisher matrix; use solver auto"));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        refusal(
            () -> Specs.data("mnist", new Holdout.TestSet(), -1, 16, BatchOrder.SHUFFLED),
            "downsample must be >= 1, got: -1"),
        refusal(
            () -> Specs.data("mnist", new Holdout.TestSet(), 14, 0, BatchOrder.SHUFFLED),
            "batch-size must be >= 1, got: 0"),
        refusal(() -> new Holdout.Fraction(0), "holdout must be a finite number > 0, got: 0.0"),
        refusal(() -> new Holdout.Fraction(1), "holdout must be >= 0 and < 1, got: 1.0"),
        refusal(() -> Specs.schedule(0, 5, 100), "steps must be >= 1, got: 0"),
        refusal(() -> Specs.schedule(10, 0, 100), "eval-every must be >= 1, got: 0"),
        refusal(
            () -> Specs.schedule(10, 5, 0),
            "divergence-bound must be a finite number > 0, got: 0.0"),
        refusal(() -> Specs.schedule(10, 5, 100, -1, 1), "cross-check must be >= 0, got: -1"),
        refusal(() -> Specs.schedule(10, 5, 100, 0, 0), "record-every must be >= 1, got: 0"),
        refusal(
            () -> Specs.model(List.of(6, 0), true, Initialization.GLOROT),
            "hidden must be >= 1, got: 0"),
        refusal(
            () -> Specs.model(List.of(6), true, Initialization.ZEROS),
            "init zeros leaves all hidden units alike for ever, and hidden is [6]; use glorot"),
        refusal(() -> trial(SOFTMAX, Specs.sgd(0.1), SCHEDULE, -1), "seed must be >= 0, got: -1"));
  }

  static Stream<Arguments> trials() {
    String warm = "warm-up must be < steps (10), got: 10";
    StepSize late = Specs.stepSize(0.1, Decay.CONSTANT, 10, OFF, OFF);
    return Stream.of(
        refusal(() -> trial(SOFTMAX, Specs.sgd(late), SCHEDULE, 0), warm),
        refusal(() -> trial(SOFTMAX, Specs.adam(late, 0.9, 0.9, 1), SCHEDULE, 0), warm),
        refusal(() -> trial(SOFTMAX, Specs.momentum(late, 0, false), SCHEDULE, 0), warm),
        refusal(() -> trial(SOFTMAX, Specs.spring(late, DAMPED, 0), SCHEDULE, 0), warm),
        refusal(
            () ->
                trial(
                    SOFTMAX,
                    Specs.natural(late, 0, DAMPED, OFF, Fisher.EXACT, Solver.AUTO),
                    SCHEDULE,
                    0),
            warm),
        refusal(
            () -> trial(SOFTMAX, Specs.cg(late, DAMPED, 1e-3, 5, Preconditioner.NONE), SCHEDULE, 0),
            warm),
        refusal(
            () ->
                trial(
                    SOFTMAX,
                    Specs.kronecker(late, DAMPED, 0.9, 1, KroneckerFactored.Eigenvalues.CORRECTED),
                    SCHEDULE,
                    0),
            warm),
        refusal(
            () -> trial(NETWORK, natural(0, 0, OFF, Fisher.EXACT, Solver.CLOSED_FORM), SCHEDULE, 0),
            "solver closed-form holds for softmax regression alone, and hidden is [6, 4]; use"
                + " solver auto"),
        refusal(
            () ->
                trial(
                    NETWORK,
                    Specs.cg(RATE, DAMPED, 1e-3, 5, Preconditioner.SECOND_MOMENT),
                    SCHEDULE,
                    0),
            "preconditioner second-moment holds for softmax regression alone, and hidden is [6, 4];"
                + " use none"));
  }

  private static TrialSpec trial(
      ModelSpec model, OptimizerSpec optimizer, Schedule schedule, int seed) {
    DataSpec data = Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED);
    return new TrialSpec(data, model, optimizer, schedule, seed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"stepSizes", "dampings", "optimizers", "naturalGradients", "others", "trials"})
  void isRefusedInTheseWords(String message, ThrowingCallable construction) {
    assertThatThrownBy(construction)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsJustAllowedIsTaken() {
    assertThat(Specs.stepSize(0.1, Decay.COSINE, 9, 1e-9, 1e-9).maxKl()).isEqualTo(1e-9);
    assertThat(
            trial(SOFTMAX, Specs.sgd(Specs.stepSize(0.1, Decay.COSINE, 9, OFF, OFF)), SCHEDULE, 0))
        .isNotNull();
    assertThat(capped(1).maxInverseProbability()).isEqualTo(1);
    assertThat(natural(0, 0, 5, Fisher.EXACT, Solver.CLOSED_FORM).reltol()).isEqualTo(0);
    assertThat(Specs.adam(RATE, 0, 0, 1e-8).values().get(Adam.BETA1)).isEqualTo(0);
    assertThat(Specs.model(List.of(), true, Initialization.ZEROS).bias()).isTrue();
    assertThat(trial(NETWORK, Specs.cg(RATE, DAMPED, 1e-3, 5, Preconditioner.NONE), SCHEDULE, 0))
        .isNotNull();
  }
}
