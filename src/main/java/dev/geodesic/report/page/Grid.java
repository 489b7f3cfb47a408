package dev.geodesic.report.page;

import dev.geodesic.store.Estimate;
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
 * All that was tried of one optimizer on one problem.
 *
 * @param optimizer its name
 * @param configurations with a score, at least one
 * @param tried those without one included
 * @param scores by which they are judged
 */
record Grid(String optimizer, List<Configuration> configurations, int tried, Scores scores) {
  /** With fewer no half of them tells one configuration from another. */
  static final int LEAST_SEEDS = 4;

  /** The grids of one problem, ranked by their best configurations. */
  static List<Grid> ranked(List<Configuration> configurations, Scores scores) {
    Map<String, List<Configuration>> byOptimizer =
        configurations.stream()
            .filter(configuration -> !scores.of(configuration).isEmpty())
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
            Comparator.comparing((Grid grid) -> grid.lost() > 0)
                .thenComparingDouble(grid -> mean(grid.losses(grid.best(), grid.seeds())))
                .thenComparing(Grid::optimizer))
        .toList();
  }

  private static int tried(List<Configuration> configurations, String optimizer) {
    return (int) configurations.stream().filter(c -> c.optimizer().equals(optimizer)).count();
  }

  /** The best over all seeds: those that lost the fewest first, then the least mean loss. */
  Configuration best() {
    return best(seeds());
  }

  private Configuration best(Set<Integer> judges) {
    return configurations.stream()
        .min(
            Comparator.<Configuration>comparingInt(c -> -losses(c, judges).length)
                .thenComparingDouble(c -> mean(losses(c, judges)))
                .thenComparingInt(Configuration::place))
        .orElseThrow();
  }

  /** The best configuration's loss. */
  Estimate loss() {
    return Estimate.of(scores.of(best()).values());
  }

  /** Seeds of the best configuration without a loss. */
  int lost() {
    return best().seeds().size() - scores.of(best()).size();
  }

  private double[] losses(Configuration configuration, Set<Integer> judges) {
    return scores.of(configuration).entrySet().stream()
        .filter(loss -> judges.contains(loss.getKey()))
        .mapToDouble(loss -> loss.getValue())
        .toArray();
  }

  private static double mean(double[] losses) {
    return losses.length == 0 ? Double.POSITIVE_INFINITY : StatUtils.mean(losses);
  }

  private SortedSet<Integer> seeds() {
    SortedSet<Integer> seeds = new TreeSet<>();
    configurations.forEach(c -> c.seeds().forEach(seed -> seeds.add(seed.seed())));
    return seeds;
  }

  /**
   * Losses of this optimizer, tuned, on seeds that had no part in tuning it: each half of the seeds
   * is judged in the configuration that is best on the other half. The best of a large grid looks
   * better than it is on the seeds that chose it, and more so the larger the grid.
   *
   * @return by seed; empty for too few seeds
   */
  SortedMap<Integer, Double> heldOut() {
    SortedMap<Integer, Double> losses = new TreeMap<>();
    List<Integer> seeds = new ArrayList<>(seeds());
    if (seeds.size() < LEAST_SEEDS) {
      return losses;
    }
    for (int half = 0; half < 2; half++) {
      Set<Integer> judges = everySecond(seeds, 1 - half);
      SortedMap<Integer, Double> judged = new TreeMap<>(scores.of(best(judges)));
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
