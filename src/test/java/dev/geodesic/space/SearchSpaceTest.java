package dev.geodesic.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  @Test
  void holdsEveryCombinationInTheOrderOfTheConf() {
    SearchSpace space =
        SearchSpace.of(
            Sweeps.sweep(
                List.of(Sweeps.data(28), Sweeps.data(14)),
                List.of(Specs.sgd(3), Specs.sgd(1)),
                List.of(5, 4)));

    assertThat(space.duplicates()).isZero();
    assertThat(space.trials())
        .containsExactly(
            trial(28, 3, 5),
            trial(28, 3, 4),
            trial(28, 1, 5),
            trial(28, 1, 4),
            trial(14, 3, 5),
            trial(14, 3, 4),
            trial(14, 1, 5),
            trial(14, 1, 4));
  }

  @Test
  void dropsAndCountsWhatIsSpelledTwice() {
    SearchSpace space =
        SearchSpace.of(
            Sweeps.sweep(
                List.of(Sweeps.data(14)),
                List.of(Specs.sgd(1), Specs.sgd(2), Specs.sgd(1.0), Specs.sgd(1)),
                List.of(0, 1)));

    assertThat(space.duplicates()).isEqualTo(4);
    assertThat(space.trials())
        .containsExactly(trial(14, 1, 0), trial(14, 1, 1), trial(14, 2, 0), trial(14, 2, 1));
  }

  private static TrialSpec trial(int downsample, double learningRate, int seed) {
    return new TrialSpec(
        Sweeps.data(downsample), Sweeps.MODEL, Specs.sgd(learningRate), Sweeps.SCHEDULE, seed);
  }
}
