package dev.geodesic.space;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The trials of a sweep.
 *
 * @param configurations every one once, in the order of the conf
 * @param duplicates number of further trials that the conf spells, each of which repeats one
 */
public record SearchSpace(List<Configuration> configurations, int duplicates) {
  public SearchSpace {
    configurations = List.copyOf(configurations);
  }

  /**
   * Trials that differ in the seed only.
   *
   * @param entry number of the optimizer's entry in the conf, from 0
   * @param trials one for each seed
   */
  public record Configuration(int entry, List<TrialSpec> trials) {
    public Configuration {
      trials = List.copyOf(trials);
    }
  }

  /**
   * Returns the trials of a sweep's configurations, one for each seed.
   *
   * @throws IllegalArgumentException if a combination is not allowed
   */
  public static SearchSpace of(SweepSpec sweep) {
    record Key(DataSpec data, ModelSpec model, OptimizerSpec optimizer) {}
    Set<Key> seen = new HashSet<>();
    List<Configuration> configurations = new ArrayList<>();
    int duplicates = 0;
    for (Candidate one : sweep.axes().candidates()) {
      if (!seen.add(new Key(one.data(), one.model(), one.optimizer()))) {
        duplicates += sweep.seeds().size();
        continue;
      }
      configurations.add(
          new Configuration(
              one.entry(),
              sweep.seeds().stream()
                  .map(
                      seed ->
                          new TrialSpec(
                              one.data(), one.model(), one.optimizer(), sweep.schedule(), seed))
                  .toList()));
    }
    return new SearchSpace(configurations, duplicates);
  }

  /** All trials, those of a configuration side by side. */
  public List<TrialSpec> trials() {
    return configurations.stream().flatMap(one -> one.trials().stream()).toList();
  }
}
