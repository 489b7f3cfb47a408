package dev.geodesic.report.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The losses by which configurations are compared, by configuration id and seed; seeds without a
 * loss are left out.
 *
 * @param choosing those that choose between the configurations of an optimizer
 * @param told those by which optimizers are compared
 * @param isFresh whether the seeds of {@code told} took no part in the choice
 */
record Scores(
    Map<String, SortedMap<Integer, Double>> choosing,
    Map<String, SortedMap<Integer, Double>> told,
    boolean isFresh) {

  /** Returns the losses after all steps, of the seeds of the search. */
  static Scores afterAllSteps(List<Configuration> configurations) {
    return new Scores(
        losses(configurations, Configuration::seeds, Seed::loss),
        losses(configurations, Configuration::seeds, Seed::told),
        false);
  }

  /**
   * Returns the same, with those of fresh seeds to be told, of the optimizers whose best
   * configuration has some.
   */
  static Scores confirmed(List<Configuration> configurations) {
    Set<String> optimizers =
        configurations.stream()
            .filter(one -> one.place() == 1 && !one.confirmed().isEmpty())
            .map(Configuration::optimizer)
            .collect(Collectors.toSet());
    List<Configuration> confirmed =
        configurations.stream()
            .filter(one -> optimizers.contains(one.optimizer()) && !one.confirmed().isEmpty())
            .toList();
    return new Scores(
        losses(confirmed, Configuration::seeds, Seed::loss),
        losses(confirmed, Configuration::confirmed, Seed::told),
        true);
  }

  private static Map<String, SortedMap<Integer, Double>> losses(
      List<Configuration> configurations,
      Function<Configuration, List<Seed>> seeds,
      Function<Seed, @Nullable Double> loss) {
    Map<String, SortedMap<Integer, Double>> bySeed = new HashMap<>();
    for (Configuration configuration : configurations) {
      SortedMap<Integer, Double> losses = new TreeMap<>();
      for (Seed seed : seeds.apply(configuration)) {
        Double value = loss.apply(seed);
        if (seed.isCompleted() && value != null) {
          losses.put(seed.seed(), value);
        }
      }
      bySeed.put(configuration.id(), losses);
    }
    return bySeed;
  }

  /** Returns the losses that choose, of one configuration by seed; empty if it has none. */
  SortedMap<Integer, Double> choosing(Configuration configuration) {
    return choosing.getOrDefault(configuration.id(), new TreeMap<>());
  }

  /** Returns the losses that are told, of one configuration by seed; empty if it has none. */
  SortedMap<Integer, Double> told(Configuration configuration) {
    return told.getOrDefault(configuration.id(), new TreeMap<>());
  }

  /** Returns the seeds of which the losses of a configuration are told, lost ones included. */
  List<Seed> seedsTold(Configuration configuration) {
    return isFresh ? configuration.confirmed() : configuration.seeds();
  }
}
