package dev.geodesic.report.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The holdout losses by which configurations are compared.
 *
 * @param bySeed the loss by configuration id and seed; seeds without a loss are left out
 */
record Scores(Map<String, SortedMap<Integer, Double>> bySeed) {
  /** Returns the losses after all steps. */
  static Scores afterAllSteps(List<Configuration> configurations) {
    Map<String, SortedMap<Integer, Double>> bySeed = new HashMap<>();
    for (Configuration configuration : configurations) {
      SortedMap<Integer, Double> losses = new TreeMap<>();
      for (Seed seed : configuration.seeds()) {
        Double loss = seed.loss();
        if (seed.isCompleted() && loss != null) {
          losses.put(seed.seed(), loss);
        }
      }
      bySeed.put(configuration.id(), losses);
    }
    return new Scores(bySeed);
  }

  /** Returns the losses of one configuration by seed; empty if it has none. */
  SortedMap<Integer, Double> of(Configuration configuration) {
    return bySeed.getOrDefault(configuration.id(), new TreeMap<>());
  }
}
