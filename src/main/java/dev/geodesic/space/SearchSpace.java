package dev.geodesic.space;

import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The trials of a sweep.
 *
 * @param trials every one once, in the order of the conf
 * @param duplicates number of further combinations of the conf, each of which repeats a trial
 */
public record SearchSpace(List<TrialSpec> trials, int duplicates) {
  public SearchSpace {
    trials = List.copyOf(trials);
  }

  /**
   * Returns the trials of a sweep's configurations, one for each seed.
   *
   * @throws IllegalArgumentException if a combination is not allowed
   */
  public static SearchSpace of(SweepSpec sweep) {
    List<TrialSpec> all = new ArrayList<>();
    for (Candidate one : sweep.axes().candidates()) {
      for (int seed : sweep.seeds()) {
        all.add(new TrialSpec(one.data(), one.model(), one.optimizer(), sweep.schedule(), seed));
      }
    }
    Set<TrialSpec> distinct = new LinkedHashSet<>(all);
    return new SearchSpace(List.copyOf(distinct), all.size() - distinct.size());
  }
}
