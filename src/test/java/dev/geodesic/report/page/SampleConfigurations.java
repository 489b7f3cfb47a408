package dev.geodesic.report.page;

import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations with losses that a test chooses, on one problem. */
final class SampleConfigurations {
  private static final Problem PROBLEM =
      new Problem(Arrays.asList("f00d", "test", null, 14, "[]", null, false, 10, 2));

  private SampleConfigurations() {}

  /**
   * Holdout losses of seeds 0, 1, …; NaN for one that diverged at step 7, infinity for one that
   * took all steps to a loss of that.
   */
  static Configuration configuration(
      String optimizer, int place, double learningRate, double... losses) {
    return configuration(optimizer, place, learningRate, Map.of(), losses);
  }

  static Configuration configuration(
      String optimizer,
      int place,
      double learningRate,
      Map<String, Object> others,
      double... losses) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Configuration.LEARNING_RATE, learningRate);
    values.putAll(others);
    List<Seed> seeds = new ArrayList<>();
    List<Double> ended = new ArrayList<>();
    for (int seed = 0; seed < losses.length; seed++) {
      if (Double.isNaN(losses[seed])) {
        seeds.add(new Seed(seed, "DIVERGED", 7, 3.0, 3.0, 0.1));
      } else if (Double.isInfinite(losses[seed])) {
        seeds.add(new Seed(seed, "COMPLETED", null, null, null, 1.0));
      } else {
        seeds.add(new Seed(seed, "COMPLETED", null, losses[seed], losses[seed], 1.0));
        ended.add(losses[seed]);
      }
    }
    String name = "%s %s %s".formatted(optimizer, learningRate, others);
    return new Configuration(
        name, PROBLEM, optimizer, name, place, values, 10, seeds, List.of(), Estimate.of(ended));
  }

  /** The same, taking so long. */
  static Configuration taking(double seconds, Configuration configuration) {
    return with(
        configuration,
        configuration.seeds().stream()
            .map(s -> new Seed(s.seed(), s.status(), s.divergedStep(), s.loss(), s.told(), seconds))
            .toList());
  }

  /** The same, with so many more seeds whose turn has not come. */
  static Configuration withoutResult(int more, Configuration configuration) {
    List<Seed> seeds = new ArrayList<>(configuration.seeds());
    for (int i = 0; i < more; i++) {
      seeds.add(new Seed(seeds.size(), "NOT_RUN", null, null, null, null));
    }
    return with(configuration, seeds);
  }

  private static Configuration with(Configuration configuration, List<Seed> seeds) {
    return new Configuration(
        configuration.id(),
        configuration.problem(),
        configuration.optimizer(),
        configuration.label(),
        configuration.place(),
        configuration.values(),
        configuration.steps(),
        seeds,
        configuration.confirmed(),
        configuration.loss());
  }
}
