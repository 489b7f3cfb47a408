package dev.geodesic.sweep;

import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The best configuration of each optimizer so far, by mean selection loss over the seeds that have
 * ended: the least loss of a single seed would flatter the optimizer that was tried most often. For
 * each configuration it keeps counts and sums alone. What is told of it is its holdout loss, of
 * fresh seeds once it is confirmed.
 */
public final class Leaderboard {
  private final Map<Problem, Map<String, Map<String, Tallies>>> problems = new LinkedHashMap<>();

  /**
   * The best of one optimizer, or the best of its configurations that are confirmed.
   *
   * @param optimizer its name
   * @param score of that configuration on the holdout
   * @param seeds of the score that ended: fresh ones if it is confirmed, else those of the search
   * @param isConfirmed whether fresh seeds have confirmed it
   */
  public record Leader(String optimizer, Score score, int seeds, boolean isConfirmed) {}

  /**
   * The best of every optimizer on one problem.
   *
   * @param problem its difference from the sweep's other problems in words; empty if it is the only
   *     one
   * @param leaders best first
   */
  public record Standing(String problem, List<Leader> leaders) {}

  /** The losses of some seeds of one configuration. */
  private static final class Tally {
    private int ended;
    private int completed;
    private double sum;

    void add(@Nullable Double loss) {
      ended++;
      // One that completed without a finite loss is as good as lost, and would take all from a
      // mean.
      if (loss != null && Double.isFinite(loss)) {
        completed++;
        sum += loss;
      }
    }

    Score score() {
      return new Score(ended - completed, completed == 0 ? Double.NaN : sum / completed);
    }
  }

  /** The seeds of one configuration. */
  private static final class Tallies {
    private final Tally choosing = new Tally();
    private final Tally told = new Tally();
    private final Tally fresh = new Tally();

    boolean isConfirmed() {
      return fresh.ended > 0;
    }

    Leader leader(String optimizer) {
      Tally shown = isConfirmed() ? fresh : told;
      return new Leader(optimizer, shown.score(), shown.ended, isConfirmed());
    }
  }

  /**
   * Counts a trial that ended.
   *
   * @param confirms whether it confirms a choice
   */
  void add(Problem problem, String optimizer, boolean confirms, TrialEnd end) {
    Tallies tallies =
        problems
            .computeIfAbsent(problem, key -> new HashMap<>())
            .computeIfAbsent(optimizer, key -> new HashMap<>())
            .computeIfAbsent(end.configurationId(), key -> new Tallies());
    if (confirms) {
      tallies.fresh.add(end.testLoss());
    } else {
      tallies.choosing.add(end.selectionLoss());
      tallies.told.add(end.testLoss());
    }
  }

  /** Returns the present state, problems in the order of their first trials. */
  List<Standing> standings() {
    List<Standing> standings = new ArrayList<>();
    List<String> differing = Problem.differing(problems.keySet());
    problems.forEach(
        (problem, optimizers) -> {
          List<Leader> leaders = new ArrayList<>();
          optimizers.forEach((optimizer, tallies) -> leaders.add(best(optimizer, tallies)));
          leaders.sort(Comparator.comparing(Leader::score).thenComparing(Leader::optimizer));
          standings.add(new Standing(problem.describe(differing), List.copyOf(leaders)));
        });
    return standings;
  }

  private static Leader best(String optimizer, Map<String, Tallies> configurations) {
    return configurations.values().stream()
        .min(
            Comparator.comparing((Tallies one) -> !one.isConfirmed())
                .thenComparing(one -> one.choosing.score()))
        .orElseThrow()
        .leader(optimizer);
  }
}
