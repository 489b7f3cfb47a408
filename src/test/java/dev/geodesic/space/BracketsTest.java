package dev.geodesic.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.geodesic.space.Halving.Bracket;
import dev.geodesic.space.Halving.Brackets;
import dev.geodesic.trial.Specs;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The rungs of halvings, and who climbs which ladder. */
class BracketsTest {
  private static List<List<Integer>> rungs(Halving halving, int steps, int evalEvery) {
    return halving.brackets(Specs.schedule(steps, evalEvery, 100)).stream()
        .map(Bracket::rungs)
        .toList();
  }

  @Test
  void rungsAreTheStepsDividedByPowersOfEta() {
    assertThat(rungs(new Halving(3, 100, Brackets.ONE), 900, 50))
        .containsExactly(List.of(100, 300, 900));
    assertThat(rungs(new Halving(3, 1, Brackets.ALL), 81, 1))
        .containsExactly(
            List.of(1, 3, 9, 27, 81),
            List.of(3, 9, 27, 81),
            List.of(9, 27, 81),
            List.of(27, 81),
            List.of(81));
  }

  @Test
  void rungsLieAtTheNearestMeasurementButNotBelowTheLeastSteps() {
    assertThat(rungs(new Halving(3, 100, Brackets.ONE), 1000, 50))
        .containsExactly(List.of(100, 350, 1000));
    assertThat(rungs(new Halving(3, 110, Brackets.ONE), 1000, 50))
        .containsExactly(List.of(150, 350, 1000));
  }

  @Property
  void theMeasurementsThatAreChosenFitTheRungs(
      @ForAll @IntRange(min = 2, max = 5) int eta,
      @ForAll @IntRange(min = 1, max = 50) int minSteps,
      @ForAll @IntRange(min = 300, max = 3000) int steps) {
    Halving halving = new Halving(eta, minSteps, Brackets.ALL);
    int every = halving.evalEvery(steps);
    assertThat(every).isBetween(1, Math.max(1, steps / 10));
    for (List<Integer> rungs : rungs(halving, steps, every)) {
      assertThat(rungs).isSorted().doesNotHaveDuplicates().endsWith(steps);
      assertThat(rungs.get(0)).isGreaterThanOrEqualTo(minSteps);
      for (int rung : rungs.subList(0, rungs.size() - 1)) {
        assertThat(rung % every).isZero();
      }
    }
  }

  @Test
  void withoutARungOrWithTwoInOnePlaceThereIsNoHalving() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rungs(new Halving(3, 400, Brackets.ONE), 1000, 50))
        .withMessage(
            "min-steps must be <= steps / eta, or no rung is left, got: min-steps 400, steps 1000, eta 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rungs(new Halving(3, 10, Brackets.ONE), 1000, 100))
        .withMessageStartingWith(
            "rungs must be different measurements, got: steps [100, 100, 100, 300, 1000], measured every 100;"
                + " set sweep.eval-every = ");
  }

  /** Of 143 configurations, Hyperband's 81, 34, 15, 8 and 5, to one. */
  @Test
  void bracketsHaveHyperbandsShares() {
    List<Bracket> brackets = new Halving(3, 1, Brackets.ALL).brackets(Specs.schedule(81, 1, 100));
    Map<Integer, Long> counts =
        Halving.divide(brackets, 143).stream()
            .collect(Collectors.groupingBy(Bracket::number, Collectors.counting()));

    assertThat(counts.get(4)).isBetween(80L, 83L);
    assertThat(counts.get(3)).isBetween(33L, 35L);
    assertThat(counts.get(2)).isBetween(14L, 16L);
    assertThat(counts.get(1)).isBetween(7L, 9L);
    assertThat(counts.get(0)).isBetween(4L, 6L);
  }

  @Property
  void moreConfigurationsLeaveTheFirstOnesInTheirBrackets(
      @ForAll @IntRange(min = 1, max = 60) int few, @ForAll @IntRange(max = 60) int more) {
    List<Bracket> brackets =
        new Halving(3, 10, Brackets.ALL).brackets(Specs.schedule(270, 10, 100));

    assertThat(Halving.divide(brackets, few + more).subList(0, few))
        .extracting(Function.identity())
        .containsExactlyElementsOf(Halving.divide(brackets, few));
  }
}
