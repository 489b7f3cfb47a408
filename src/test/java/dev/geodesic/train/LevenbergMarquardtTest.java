package dev.geodesic.train;

import static dev.geodesic.train.Packs.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;
import dev.geodesic.space.Pack;
import dev.geodesic.train.ReferenceRules.LevenbergMarquardt;
import dev.geodesic.train.ReferenceTrainer.Point;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** λ follows how well the quadratic model predicted each step. */
class LevenbergMarquardtTest {
  private static final int STEPS = 20;
  private static final double RATE = 1;
  private static final double INITIAL = 0.05;
  private static final Damping DAMPING =
      Specs.damping(INITIAL, DampingSchedule.LEVENBERG_MARQUARDT);

  /** Rounding to float32, which steps so long that some fail multiply tenfold in a few steps. */
  private static final double SINGLE_PRECISION = 1e-3;

  private static NaturalGradient natural(double rate, Damping damping) {
    return Specs.natural(Specs.rate(rate), 0, damping, StepSize.OFF, Fisher.EXACT, Solver.AUTO);
  }

  /** With a λ that is too small for some steps at this rate. */
  static Stream<Arguments> modelsAndOptimizers() {
    ModelSpec network = Specs.model(List.of(6), Activation.TANH, true, Initialization.GLOROT);
    return Stream.concat(cases(Packs.PLAIN, INITIAL), cases(network, 3 * INITIAL));
  }

  private static Stream<Arguments> cases(ModelSpec model, double initial) {
    StepSize size = Specs.rate(RATE);
    Damping damping = Specs.damping(initial, DampingSchedule.LEVENBERG_MARQUARDT);
    return Stream.of(
            natural(RATE, damping),
            Specs.cg(size, damping, 1e-7, 500, Preconditioner.NONE),
            Specs.spring(size, damping, 0))
        .map(optimizer -> Arguments.of(model, initial, optimizer));
  }

  private static double damping(CurvePoint point) {
    return Objects.requireNonNull(point.curvature()).damping();
  }

  /**
   * The model −f·gᵀd + ½f²·dᵀ(F + λI)d and the gain, both from plain loops, decide every change of
   * λ; the curve tells the λ that was in force.
   */
  @ParameterizedTest
  @MethodSource("modelsAndOptimizers")
  void dampingGoesDownWhereTheModelHoldsAndUpWhereItFails(
      ModelSpec model, double initial, OptimizerSpec optimizer) {
    Pack pack = Packs.of(7, 8, STEPS, model, optimizer);
    LevenbergMarquardt rule = new LevenbergMarquardt(initial);
    List<Point> expected = ReferenceTrainer.train(pack.specs().get(0), rule, step -> RATE);
    // No ratio is so near a threshold that rounding would decide.
    assertThat(rule.ratios)
        .allSatisfy(
            ratio ->
                assertThat(Math.min(Math.abs(ratio - 0.75), Math.abs(ratio - 0.25)))
                    .isGreaterThan(5e-3));
    assertThat(rule.ratios).anyMatch(ratio -> ratio > 0.75).anyMatch(ratio -> ratio < 0.25);

    List<CurvePoint> curve = Packs.train(pack).get(0).curve();
    assertThat(curve).hasSize(STEPS);
    for (int i = 0; i < STEPS; i++) {
      String step = "step " + (i + 1);
      assertThat(damping(curve.get(i))).as(step).isCloseTo(rule.dampings.get(i), within(1e-14));
      assertThat(curve.get(i).trainLoss())
          .as(step)
          .isCloseTo(expected.get(i).loss(), within(SINGLE_PRECISION * expected.get(i).loss()));
      assertThat(change(curve.get(i)).norm())
          .as(step)
          .isCloseTo(expected.get(i).norm(), within(SINGLE_PRECISION * expected.get(i).norm()));
    }
  }

  @Test
  void everyChangeIsByOneTwentieth() {
    List<CurvePoint> curve =
        Packs.train(Packs.of(7, 8, 60, Packs.PLAIN, natural(RATE, DAMPING))).get(0).curve();
    assertThat(damping(curve.get(0))).isEqualTo(INITIAL);
    assertThat(IntStream.range(1, curve.size()))
        .allSatisfy(
            i -> {
              double change = damping(curve.get(i)) / damping(curve.get(i - 1));
              assertThat(
                      Stream.of(19.0 / 20, 1.0, 20.0 / 19)
                          .mapToDouble(allowed -> Math.abs(change / allowed - 1))
                          .min()
                          .orElseThrow())
                  .isLessThan(1e-14);
            });
  }

  /** Short steps are always predicted well: their quadratic part hardly counts. */
  @Test
  void shortStepsOnlyLowerIt() {
    List<CurvePoint> curve =
        Packs.train(Packs.of(7, 8, 20, Packs.PLAIN, natural(0.01, DAMPING))).get(0).curve();
    assertThat(damping(curve.get(19))).isCloseTo(INITIAL * Math.pow(19.0 / 20, 19), within(1e-14));
  }

  /** Trials of a pack adapt each its own λ, and some not at all. */
  @Test
  void everyTrialHasItsOwn() {
    List<Outcome> outcomes =
        Packs.train(
            Packs.of(
                7,
                8,
                STEPS,
                Packs.PLAIN,
                natural(0.01, DAMPING),
                natural(RATE, Specs.damping(INITIAL)),
                natural(RATE, DAMPING)));
    assertThat(damping(outcomes.get(0).curve().get(STEPS - 1)))
        .isCloseTo(INITIAL * Math.pow(19.0 / 20, STEPS - 1), within(1e-14));
    assertThat(outcomes.get(1).curve()).allMatch(point -> damping(point) == INITIAL);
    List<CurvePoint> alone =
        Packs.train(Packs.of(7, 8, STEPS, Packs.PLAIN, natural(RATE, DAMPING))).get(0).curve();
    assertThat(outcomes.get(2).curve().stream().map(LevenbergMarquardtTest::damping))
        .containsExactlyElementsOf(alone.stream().map(LevenbergMarquardtTest::damping).toList());
  }

  /** On one batch again and again λ fades, and what is left is Newton's method. */
  @Test
  void theFullBatchReachesTheOptimum() {
    PreparedData digits = RealDigits.at(2);
    int count = 300;
    Samples train = digits.train();
    Samples few =
        new Samples(
            Arrays.copyOf(train.features(), count * train.width()),
            Arrays.copyOf(train.labels(), count),
            train.width());
    ModelSpec zeros = Specs.model(List.of(), false, Initialization.ZEROS);
    Pack pack =
        Packs.of(
            2,
            count,
            250,
            zeros,
            natural(1, Specs.damping(0.3, DampingSchedule.LEVENBERG_MARQUARDT)));
    List<CurvePoint> curve =
        Packs.train(
                pack,
                new PreparedData(
                    few, null, digits.holdout(), digits.classes(), digits.fingerprint()))
            .get(0)
            .curve();
    double optimum = NewtonOptimum.of(few, digits.classes());
    assertThat(curve.get(0).trainLoss()).isGreaterThan(optimum + 0.3);
    assertThat(curve.get(249).trainLoss()).isCloseTo(optimum, within(1e-6));
    assertThat(damping(curve.get(249))).isLessThan(0.3 / 100);
  }
}
