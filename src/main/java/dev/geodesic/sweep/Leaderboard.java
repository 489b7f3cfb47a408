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

/**
 * The best configuration of each optimizer so far, by mean holdout loss over the seeds that have
 * ended: the least loss of a single seed would flatter the optimizer that was tried most often. For
 * each configuration it keeps two counts and a sum.
 */
public final class Leaderboard {
  private final Map<Problem, Map<String, Map<String, Tally>>> problems = new LinkedHashMap<>();

  /**
   * The best of one optimizer.
   *
   * @param optimizer its name
   * @param score of its best configuration
   * @param seeds of that configuration that ended
   */
  public record Leader(String optimizer, Score score, int seeds) {}

  /**
   * The best of every optimizer on one problem.
   *
   * @param problem its difference from the sweep's other problems in words; empty if it is the only
   *     one
   * @param leaders best first
   */
  public record Standing(String problem, List<Leader> leaders) {}

  /** The seeds of one configuration. */
  private static final class Tally {
    private int ended;
    private int completed;
    private double sum;

    Score score() {
      return new Score(ended - completed, completed == 0 ? Double.NaN : sum / completed);
    }
  }

  /** Counts a trial that ended. */
  void add(Problem problem, String optimizer, TrialEnd end) {
    Tally tally =
        problems
            .computeIfAbsent(problem, key -> new HashMap<>())
            .computeIfAbsent(optimizer, key -> new HashMap<>())
            .computeIfAbsent(end.configurationId(), key -> new Tally());
    tally.ended++;
    // One that completed without a finite loss is as good as lost, and would take all from a mean.
    if (end.holdoutLoss() != null && Double.isFinite(end.holdoutLoss())) {
      tally.completed++;
      tally.sum += end.holdoutLoss();
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

  private static Leader best(String optimizer, Map<String, Tally> configurations) {
    Tally best =
        configurations.values().stream().min(Comparator.comparing(Tally::score)).orElseThrow();
    return new Leader(optimizer, best.score(), best.ended);
  }
}
