package dev.geodesic.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Learning rates and dampings, step by step. */
class SchedulesTest {
  private static final double ROUNDING = 1e-15;

  private static double[] rates(Decay decay, int warmUp, int steps) {
    StepSize size = Specs.stepSize(0.8, decay, warmUp, StepSize.OFF, StepSize.OFF);
    return IntStream.rangeClosed(1, steps).mapToDouble(step -> size.at(step, steps)).toArray();
  }

  @Test
  void aConstantRateStays() {
    assertThat(rates(Decay.CONSTANT, 0, 5)).containsExactly(0.8, 0.8, 0.8, 0.8, 0.8);
    assertThat(Specs.rate(0.8).at(3, 5)).isEqualTo(0.8);
  }

  /** The first step takes the whole rate, and the last one is not in vain. */
  @Test
  void aLinearRateGoesDownToOneStepBeforeZero() {
    assertThat(rates(Decay.LINEAR, 0, 4)).containsExactly(0.8, 0.8 * 0.75, 0.8 * 0.5, 0.8 * 0.25);
  }

  @Test
  void aCosineRateGoesDownAlongHalfAWave() {
    double[] rates = rates(Decay.COSINE, 0, 4);
    double root = Math.sqrt(0.5);
    assertThat(rates[0]).isEqualTo(0.8);
    assertThat(rates[1]).isCloseTo(0.4 * (1 + root), within(ROUNDING));
    assertThat(rates[2]).isCloseTo(0.4, within(ROUNDING));
    assertThat(rates[3]).isCloseTo(0.4 * (1 - root), within(ROUNDING));
  }

  /** It starts above zero and reaches the whole rate with the last step of the warm-up. */
  @Test
  void aWarmUpGrowsInAStraightLine() {
    assertThat(rates(Decay.CONSTANT, 4, 6))
        .containsExactly(0.8 * 1 / 4, 0.8 * 2 / 4, 0.8 * 3 / 4, 0.8, 0.8, 0.8);
    assertThat(rates(Decay.CONSTANT, 1, 2)).containsExactly(0.8, 0.8);
  }

  /** The decay begins where the warm-up ends, and spans what is left. */
  @Test
  void aDecayFollowsTheWarmUp() {
    assertThat(rates(Decay.LINEAR, 2, 6))
        .containsExactly(0.4, 0.8, 0.8, 0.8 * 0.75, 0.8 * 0.5, 0.8 * 0.25);
    double[] cosine = rates(Decay.COSINE, 3, 5);
    assertThat(cosine[2]).isEqualTo(0.8);
    assertThat(cosine[3]).isEqualTo(0.8);
    assertThat(cosine[4]).isCloseTo(0.4, within(ROUNDING));
    assertThat(rates(Decay.LINEAR, 5, 6)).endsWith(0.8, 0.8);
  }

  @Test
  void oneStepTakesTheWholeRate() {
    for (Decay decay : Decay.values()) {
      assertThat(rates(decay, 0, 1)).as("%s", decay).containsExactly(0.8);
    }
  }

  @ParameterizedTest
  @EnumSource(Decay.class)
  void aFactorStartsAtOneAndNeitherGrowsNorVanishes(Decay decay) {
    assertThat(decay.factor(1, 1000)).isEqualTo(1);
    for (int step = 2; step <= 1000; step++) {
      assertThat(decay.factor(step, 1000))
          .as("step %s", step)
          .isGreaterThan(0)
          .isLessThanOrEqualTo(decay.factor(step - 1, 1000));
    }
  }

  @Test
  void aFactorKnowsOnlyWhatIsBehind() {
    assertThat(Decay.LINEAR.factor(0.3)).isEqualTo(0.7);
    assertThat(Decay.COSINE.factor(0.5)).isCloseTo(0.5, within(ROUNDING));
    assertThat(Decay.COSINE.factor(1.0 / 3)).isCloseTo(0.75, within(ROUNDING));
    assertThat(Decay.CONSTANT.factor(0.9)).isEqualTo(1);
  }

  @Test
  void dampingFollowsItsSchedule() {
    assertThat(Specs.damping(0.4).at(7, 8)).isEqualTo(0.4);
    assertThat(Specs.damping(0.4, DampingSchedule.LINEAR).at(1, 8)).isEqualTo(0.4);
    assertThat(Specs.damping(0.4, DampingSchedule.LINEAR).at(8, 8)).isEqualTo(0.4 / 8);
    assertThat(Specs.damping(0.4, DampingSchedule.COSINE).at(1, 8)).isEqualTo(0.4);
    assertThat(Specs.damping(0.4, DampingSchedule.COSINE).at(5, 8))
        .isCloseTo(0.2, within(ROUNDING));
    assertThat(Specs.UNDAMPED.at(3, 8)).isEqualTo(0);
  }

  /** What the steps teach, no schedule knows. */
  @Test
  void anAdaptedDampingIsKnownOnlyAtItsStart() {
    assertThat(Specs.damping(0.4, DampingSchedule.LEVENBERG_MARQUARDT).at(1, 8)).isEqualTo(0.4);
  }

  @Test
  void theLastStepIsMeasuredWhateverTheInterval() {
    Schedule schedule = Specs.schedule(25, 10, 100, 8, 1);
    assertThat(IntStream.rangeClosed(1, 25).filter(schedule::evaluatesAfter))
        .containsExactly(10, 20, 25);
    assertThat(IntStream.rangeClosed(1, 25).filter(schedule::crossChecks))
        .containsExactly(8, 16, 24);
    assertThat(IntStream.rangeClosed(1, 25).filter(Specs.schedule(25, 10, 100)::crossChecks))
        .isEmpty();
  }
}
