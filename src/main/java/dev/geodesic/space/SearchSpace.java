package dev.geodesic.space;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The trials of a sweep.
 *
 * @param trials every combination once, in the order of the conf
 * @param duplicates number of further combinations of the conf, each of which repeats a trial
 */
public record SearchSpace(List<TrialSpec> trials, int duplicates) {
  public SearchSpace {
    trials = List.copyOf(trials);
  }

  /**
   * Returns the Cartesian product of a sweep's axes.
   *
   * @throws IllegalArgumentException if a combination is not allowed
   */
  public static SearchSpace of(SweepSpec sweep) {
    List<ModelSpec> models = sweep.models();
    List<OptimizerSpec> optimizers = sweep.optimizers();
    List<TrialSpec> all = new ArrayList<>();
    for (DataSpec data : sweep.data()) {
      for (ModelSpec model : models) {
        for (OptimizerSpec optimizer : optimizers) {
          for (int seed : sweep.seeds()) {
            all.add(new TrialSpec(data, model, optimizer, sweep.schedule(), seed));
          }
        }
      }
    }
    Set<TrialSpec> distinct = new LinkedHashSet<>(all);
    return new SearchSpace(List.copyOf(distinct), all.size() - distinct.size());
  }
}
