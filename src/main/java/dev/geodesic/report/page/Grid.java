package dev.geodesic.report.page;

import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The configurations of one optimizer on one problem.
 *
 * @param optimizer the name of the optimizer
 * @param configurations the configurations that have a score, at least one
 * @param tried the number of all configurations, with and without a score
 * @param scores the losses by which they are compared
 */
record Grid(String optimizer, List<Configuration> configurations, int tried, Scores scores) {
  /** With fewer seeds, half of them are too few to select a configuration. */
  static final int LEAST_SEEDS = 4;

  /** Returns the grids of one problem, ranked by what is told of their best configurations. */
  static List<Grid> ranked(List<Configuration> configurations, Scores scores) {
    Map<String, List<Configuration>> byOptimizer =
        configurations.stream()
            .filter(configuration -> !scores.choosing(configuration).isEmpty())
            .collect(Collectors.groupingBy(Configuration::optimizer));
    return byOptimizer.entrySet().stream()
        .map(
            scored ->
                new Grid(
                    scored.getKey(),
                    scored.getValue(),
                    tried(configurations, scored.getKey()),
                    scores))
        .sorted(
            Comparator.comparing((Grid grid) -> new Score(grid.lost(), grid.meanTold()))
                .thenComparing(Grid::optimizer))
        .toList();
  }

  private static int tried(List<Configuration> configurations, String optimizer) {
    return (int) configurations.stream().filter(c -> c.optimizer().equals(optimizer)).count();
  }

  /** Returns the configuration that lost the fewest seeds and then has the lowest mean loss. */
  Configuration best() {
    return best(seeds());
  }

  private Configuration best(Set<Integer> judges) {
    return configurations.stream()
        .min(
            Comparator.<Configuration, Score>comparing(c -> score(c, judges))
                .thenComparingInt(Configuration::place))
        .orElseThrow();
  }

  /** Returns the loss told of the best configuration. */
  Estimate loss() {
    return Estimate.of(scores.told(best()).values());
  }

  private double meanTold() {
    Double mean = loss().mean();
    return mean == null ? Double.NaN : mean;
  }

  /** Returns the number of seeds of which the loss of the best configuration is told. */
  int seedsTold() {
    return scores.seedsTold(best()).size();
  }

  /** Returns the number of these seeds that have no loss. */
  int lost() {
    return seedsTold() - scores.told(best()).size();
  }

  private Score score(Configuration configuration, Set<Integer> judges) {
    double[] losses =
        scores.choosing(configuration).entrySet().stream()
            .filter(loss -> judges.contains(loss.getKey()))
            .mapToDouble(loss -> loss.getValue())
            .toArray();
    return new Score(judges.size() - losses.length, StatUtils.mean(losses));
  }

  private SortedSet<Integer> seeds() {
    SortedSet<Integer> seeds = new TreeSet<>();
    configurations.forEach(c -> c.seeds().forEach(seed -> seeds.add(seed.seed())));
    return seeds;
  }

  /**
   * Returns the losses of the tuned optimizer on seeds that were not used to tune it: fresh seeds
   * if there are some, and else each half of the seeds gets the losses of the configuration that is
   * best on the other half. On the seeds that selected it, the best configuration looks better than
   * it is, and more so the larger the grid.
   *
   * @return the losses by seed; empty if there are fewer than {@value #LEAST_SEEDS} to be halved
   */
  SortedMap<Integer, Double> heldOut() {
    if (scores.isFresh()) {
      return scores.told(best());
    }
    SortedMap<Integer, Double> losses = new TreeMap<>();
    List<Integer> seeds = new ArrayList<>(seeds());
    if (seeds.size() < LEAST_SEEDS) {
      return losses;
    }
    for (int half = 0; half < 2; half++) {
      Set<Integer> judges = everySecond(seeds, 1 - half);
      SortedMap<Integer, Double> judged = new TreeMap<>(scores.told(best(judges)));
      judged.keySet().retainAll(everySecond(seeds, half));
      losses.putAll(judged);
    }
    return losses;
  }

  private static Set<Integer> everySecond(List<Integer> seeds, int first) {
    Set<Integer> half = new TreeSet<>();
    for (int i = first; i < seeds.size(); i += 2) {
      half.add(seeds.get(i));
    }
    return half;
  }
}
