package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.sweep.Leaderboard.Leader;
import dev.geodesic.sweep.Leaderboard.Standing;
import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.Score;
import dev.geodesic.trial.TrialStatus.Completed;
import dev.geodesic.trial.TrialStatus.Diverged;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
  private static final Problem SMALL = problem(14, "[]", null, "f00d", 10);
  private static final Problem LARGE = problem(28, "[]", null, "f00d", 10);
  private static final Problem NETWORK = problem(28, "[64]", "tanh", "f00d", 10);

  private static Problem problem(
      int side, String hidden, @Nullable String activation, String data, int steps) {
    return new Problem(
        Arrays.asList(data, "test", null, side, hidden, activation, false, steps, 2));
  }

  private final Leaderboard leaderboard = new Leaderboard();

  private void completed(String optimizer, String configuration, double loss) {
    leaderboard.add(
        SMALL, optimizer, false, new TrialEnd(configuration, new Completed(), loss, loss));
  }

  private void diverged(String optimizer, String configuration) {
    leaderboard.add(
        SMALL, optimizer, false, new TrialEnd(configuration, new Diverged(3, 1e9), null, null));
  }

  private List<Leader> leaders() {
    List<Standing> standings = leaderboard.standings();
    assertThat(standings).hasSize(1);
    assertThat(standings.get(0).problem()).isEmpty();
    return standings.get(0).leaders();
  }

  @Test
  void nothingIsBestBeforeTheFirstEnd() {
    assertThat(leaderboard.standings()).isEmpty();
  }

  @Test
  void aConfigurationCountsByItsMeanAndNotByItsLuckiestSeed() {
    completed("sgd", "lucky once", 0.25);
    completed("sgd", "lucky once", 0.75);
    completed("sgd", "steady", 0.375);
    completed("sgd", "steady", 0.375);
    assertThat(leaders()).containsExactly(new Leader("sgd", new Score(0, 0.375), 2, false));
  }

  @Test
  void optimizersStandBestFirst() {
    completed("sgd", "a", 0.5);
    completed("adam", "b", 0.25);
    completed("kfac", "c", 0.5);
    assertThat(leaders()).extracting(Leader::optimizer).containsExactly("adam", "kfac", "sgd");
  }

  @Test
  void whatLostASeedStandsBehindWhatDidNot() {
    completed("sgd", "fast", 0.125);
    diverged("sgd", "fast");
    completed("sgd", "safe", 0.5);
    assertThat(leaders()).containsExactly(new Leader("sgd", new Score(0, 0.5), 1, false));
    diverged("sgd", "safe");
    assertThat(leaders()).containsExactly(new Leader("sgd", new Score(1, 0.125), 2, false));
  }

  @Test
  void anOptimizerThatLostAllHasNoLoss() {
    diverged("cg", "a");
    leaderboard.add(
        SMALL,
        "cg",
        false,
        new TrialEnd("a", new Unfinished(FailureKind.OUT_OF_MEMORY, "cause"), null, null));
    completed("sgd", "b", 9);
    assertThat(leaders())
        .containsExactly(
            new Leader("sgd", new Score(0, 9), 1, false),
            new Leader("cg", new Score(2, Double.NaN), 2, false));
  }

  @Test
  void problemsAreToldApartByWhatTheyDifferIn() {
    completed("sgd", "a", 1);
    leaderboard.add(LARGE, "sgd", false, new TrialEnd("b", new Completed(), 2.0, 2.0));
    assertThat(leaderboard.standings())
        .extracting(Standing::problem)
        .containsExactly("side 14", "side 28");
    leaderboard.add(NETWORK, "sgd", false, new TrialEnd("c", new Completed(), 3.0, 3.0));
    assertThat(leaderboard.standings())
        .extracting(Standing::problem)
        .containsExactly(
            "side 14, hidden []", "side 28, hidden []", "side 28, hidden [64], activation tanh");
    assertThat(leaderboard.standings())
        .extracting(standing -> standing.leaders().get(0).score().loss())
        .containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void otherDataAndOtherLengthsAreOtherProblems() {
    completed("sgd", "a", 1);
    Problem changed = problem(14, "[]", null, "0123456789abcdef", 10);
    leaderboard.add(changed, "sgd", false, new TrialEnd("b", new Completed(), 0.5, 0.5));
    Problem longer = problem(14, "[]", null, "f00d", 200);
    leaderboard.add(longer, "sgd", false, new TrialEnd("c", new Completed(), 0.25, 0.25));
    assertThat(leaderboard.standings())
        .extracting(Standing::problem)
        .containsExactly(
            "data f00d, steps 10", "data 0123456789ab, steps 10", "data f00d, steps 200");
  }

  /** One infinite loss would be the mean of all. */
  @Test
  void whatCompletedWithoutAFiniteLossIsAsGoodAsLost() {
    completed("sgd", "a", Double.POSITIVE_INFINITY);
    completed("sgd", "a", 0.5);
    completed("sgd", "b", 0.75);
    assertThat(leaders()).containsExactly(new Leader("sgd", new Score(0, 0.75), 1, false));
  }
}
