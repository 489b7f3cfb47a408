package dev.geodesic.train;

import static dev.geodesic.train.Packs.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.train.ReferenceTrainer.Point;
import dev.geodesic.train.ReferenceTrainer.Rule;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer takes the steps of its definition, written down in plain loops. */
class UpdateRulesTest {
  private static final int STEPS = 25;

  /**
   * Weights, sums and their products are float32 here and float64 there: 6e-8 an operation, some
   * hundred of which meet in a gradient, and 25 steps pass their errors on.
   */
  private static final double SINGLE_PRECISION = 1e-5;

  private static final ModelSpec NETWORK =
      Specs.model(List.of(6), Activation.TANH, true, Initialization.GLOROT);

  static Stream<ModelSpec> models() {
    return Stream.of(
        Packs.PLAIN,
        Specs.model(List.of(), true, Initialization.ZEROS),
        NETWORK,
        Specs.model(List.of(7, 5), Activation.RELU, false, Initialization.GLOROT));
  }

  private static List<CurvePoint> train(ModelSpec model, OptimizerSpec optimizer) {
    return Packs.train(Packs.of(7, 8, STEPS, model, optimizer)).get(0).curve();
  }

  private static void assertTakesTheStepsOf(
      Rule rule, IntToDoubleFunction rate, ModelSpec model, OptimizerSpec optimizer) {
    List<Point> expected =
        ReferenceTrainer.train(Packs.of(7, 8, STEPS, model, optimizer).specs().get(0), rule, rate);
    assertAlike(train(model, optimizer), expected);
  }

  private static void assertAlike(List<CurvePoint> curve, List<Point> expected) {
    assertThat(curve).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Point point = expected.get(i);
      CurvePoint found = curve.get(i);
      String step = "step " + (i + 1);
      assertThat(found.trainLoss()).as(step).isCloseTo(point.loss(), near(point.loss()));
      assertThat(change(found).norm()).as(step).isCloseTo(point.norm(), near(point.norm()));
      // Squared in the change of the logits, so twice as far.
      assertThat(change(found).kl()).as(step).isCloseTo(point.kl(), near(4 * point.kl()));
    }
  }

  private static Offset<Double> near(double size) {
    return within(SINGLE_PRECISION * size);
  }

  private static IntToDoubleFunction always(double value) {
    return step -> value;
  }

  private static Curvature curvature(CurvePoint point) {
    return Objects.requireNonNull(point.curvature());
  }

  @ParameterizedTest
  @MethodSource("models")
  void sgdFollowsTheGradient(ModelSpec model) {
    assertTakesTheStepsOf(ReferenceRules.gradient(), always(0.3), model, Specs.sgd(0.3));
  }

  @ParameterizedTest
  @MethodSource("models")
  void momentumIsPolyaksHeavyBall(ModelSpec model) {
    assertTakesTheStepsOf(
        ReferenceRules.heavyBall(0.8),
        always(0.1),
        model,
        Specs.momentum(Specs.rate(0.1), 0.8, false));
  }

  @ParameterizedTest
  @MethodSource("models")
  void lookingAheadIsNesterovs(ModelSpec model) {
    assertTakesTheStepsOf(
        ReferenceRules.nesterov(0.8, 0.1),
        always(0.1),
        model,
        Specs.momentum(Specs.rate(0.1), 0.8, true));
  }

  @ParameterizedTest
  @MethodSource("models")
  void withoutMomentumBothAreSgd(ModelSpec model) {
    for (boolean isNesterov : new boolean[] {false, true}) {
      assertTakesTheStepsOf(
          ReferenceRules.gradient(),
          always(0.3),
          model,
          Specs.momentum(Specs.rate(0.3), 0, isNesterov));
    }
  }

  /** An epsilon that weighs as much as the roots shows where it is added. */
  @ParameterizedTest
  @MethodSource("models")
  void adamIsAlgorithmOne(ModelSpec model) {
    for (double epsilon : new double[] {1e-4, 0.01}) {
      assertTakesTheStepsOf(
          ReferenceRules.adam(0.9, 0.99, epsilon),
          always(0.02),
          model,
          Specs.adam(Specs.rate(0.02), 0.9, 0.99, epsilon));
    }
    assertTakesTheStepsOf(
        ReferenceRules.adam(0, 0.9, 0.01),
        always(0.02),
        model,
        Specs.adam(Specs.rate(0.02), 0, 0.9, 0.01));
  }

  private static NaturalGradient damped(Damping damping, Fisher fisher, Solver solver) {
    return Specs.natural(Specs.rate(0.3), 0, damping, StepSize.OFF, fisher, solver);
  }

  @ParameterizedTest
  @MethodSource("models")
  void theDampedStepSolvesItsSystem(ModelSpec model) {
    for (Fisher fisher : Fisher.values()) {
      assertTakesTheStepsOf(
          ReferenceRules.damped(fisher, always(0.2)),
          always(0.3),
          model,
          damped(Specs.damping(0.2), fisher, Solver.AUTO));
    }
    assertTakesTheStepsOf(
        ReferenceRules.damped(Fisher.EXACT, always(0.2)),
        always(0.3),
        model,
        damped(Specs.damping(0.2), Fisher.EXACT, Solver.GRAM));
  }

  @ParameterizedTest
  @MethodSource("models")
  void dampingFollowsItsScheduleWhileATrialTrains(ModelSpec model) {
    Damping linear = Specs.damping(0.5, DampingSchedule.LINEAR);
    Damping cosine = Specs.damping(0.5, DampingSchedule.COSINE);
    IntToDoubleFunction straight = step -> 0.5 * (STEPS - step + 1) / STEPS;
    IntToDoubleFunction wave = step -> 0.25 * (1 + Math.cos(Math.PI * (step - 1) / STEPS));
    assertTakesTheStepsOf(
        ReferenceRules.damped(Fisher.EXACT, straight),
        always(0.3),
        model,
        damped(linear, Fisher.EXACT, Solver.AUTO));
    assertTakesTheStepsOf(
        ReferenceRules.damped(Fisher.EXACT, wave),
        always(0.3),
        model,
        damped(cosine, Fisher.EXACT, Solver.AUTO));
    assertThat(train(model, damped(linear, Fisher.EXACT, Solver.AUTO)))
        .allSatisfy(
            point ->
                assertThat(curvature(point).damping())
                    .isCloseTo(straight.applyAsDouble(point.step()), within(1e-15)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void springIsItsFormula(ModelSpec model) {
    assertTakesTheStepsOf(
        ReferenceRules.spring(0.9, always(0.5)),
        always(0.2),
        model,
        Specs.spring(Specs.rate(0.2), Specs.damping(0.5), 0.9));
    assertTakesTheStepsOf(
        ReferenceRules.spring(0.5, step -> 0.5 * (STEPS - step + 1) / STEPS),
        always(0.2),
        model,
        Specs.spring(Specs.rate(0.2), Specs.damping(0.5, DampingSchedule.LINEAR), 0.5));
  }

  @ParameterizedTest
  @MethodSource("models")
  void springWithoutMomentumIsTheDampedStep(ModelSpec model) {
    assertTakesTheStepsOf(
        ReferenceRules.damped(Fisher.EXACT, always(0.2)),
        always(0.3),
        model,
        Specs.spring(Specs.rate(0.3), Specs.damping(0.2), 0));
  }

  private static ConjugateGradient cg(
      Damping damping, double tolerance, int iterations, Preconditioner preconditioner) {
    return Specs.cg(Specs.rate(0.3), damping, tolerance, iterations, preconditioner);
  }

  @ParameterizedTest
  @MethodSource("models")
  void conjugateGradientsEndAtTheDampedStep(ModelSpec model) {
    assertTakesTheStepsOf(
        ReferenceRules.damped(Fisher.EXACT, always(0.2)),
        always(0.3),
        model,
        cg(Specs.damping(0.2), 1e-6, 500, Preconditioner.NONE));
    assertTakesTheStepsOf(
        ReferenceRules.damped(Fisher.EXACT, step -> 0.5 * (STEPS - step + 1) / STEPS),
        always(0.3),
        model,
        cg(Specs.damping(0.5, DampingSchedule.LINEAR), 1e-6, 500, Preconditioner.NONE));
  }

  @Test
  void aPreconditionerChangesTheWayAndNotTheEnd() {
    ConjugateGradient conditioned =
        cg(Specs.damping(0.01), 1e-6, 500, Preconditioner.SECOND_MOMENT);
    ConjugateGradient plain = cg(Specs.damping(0.01), 1e-6, 500, Preconditioner.NONE);
    Rule rule = ReferenceRules.damped(Fisher.EXACT, always(0.01));
    assertTakesTheStepsOf(rule, always(0.3), Packs.PLAIN, conditioned);
    assertThat(train(Packs.PLAIN, conditioned))
        .extracting(point -> curvature(point).iterations())
        .isNotEqualTo(
            train(Packs.PLAIN, plain).stream()
                .map(point -> curvature(point).iterations())
                .toList());
  }

  @ParameterizedTest
  @MethodSource("models")
  void conjugateGradientsKeepToTheirIterations(ModelSpec model) {
    for (int most : new int[] {1, 3}) {
      assertThat(train(model, cg(Specs.damping(0.01), 1e-6, most, Preconditioner.NONE)))
          .allSatisfy(
              point -> {
                assertThat(curvature(point).path()).isEqualTo(SolverPath.CG);
                assertThat(curvature(point).damping()).isEqualTo(0.01);
                assertThat(curvature(point).iterations()).isEqualTo(most);
              });
    }
    assertThat(train(model, cg(Specs.damping(0.01), 0.1, 500, Preconditioner.NONE)))
        .allSatisfy(point -> assertThat(curvature(point).iterations()).isBetween(1, 80));
  }

  /** Cut short it depends on where it starts and on every iteration: from zero, as written. */
  @ParameterizedTest
  @MethodSource("models")
  void conjugateGradientsCutShortAreTheirIterates(ModelSpec model) {
    for (int iterations : new int[] {1, 2, 4}) {
      assertTakesTheStepsOf(
          ReferenceRules.conjugateGradients(0.05, iterations),
          always(0.3),
          model,
          cg(Specs.damping(0.05), 1e-6, iterations, Preconditioner.NONE));
    }
  }

  static Stream<Decay> decays() {
    return Stream.of(Decay.LINEAR, Decay.COSINE);
  }

  @ParameterizedTest
  @MethodSource("decays")
  void aLearningRateWarmsUpAndGoesDownWhileATrialTrains(Decay decay) {
    int warmUp = 5;
    IntToDoubleFunction rate =
        step -> {
          double behind = (step - warmUp - 1.0) / (STEPS - warmUp);
          double left = decay == Decay.LINEAR ? 1 - behind : 0.5 + 0.5 * Math.cos(Math.PI * behind);
          return step <= warmUp ? 0.5 * step / warmUp : 0.5 * left;
        };
    StepSize size = Specs.stepSize(0.5, decay, warmUp, StepSize.OFF, StepSize.OFF);
    for (ModelSpec model : List.of(Packs.PLAIN, NETWORK)) {
      assertTakesTheStepsOf(ReferenceRules.gradient(), rate, model, Specs.sgd(size));
      assertTakesTheStepsOf(
          ReferenceRules.heavyBall(0.5), rate, model, Specs.momentum(size, 0.5, false));
      assertTakesTheStepsOf(
          ReferenceRules.damped(Fisher.EXACT, always(0.5)),
          rate,
          model,
          Specs.natural(size, 0, Specs.damping(0.5), StepSize.OFF, Fisher.EXACT, Solver.AUTO));
    }
  }
}
