package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.Trial;
import java.util.List;
import java.util.Map;

/**
 * What a sweep tries.
 *
 * @param space its configurations
 * @param byConfiguration the trials of each of them, in the same order
 */
public record PlannedSearch(SearchSpace space, List<List<Trial>> byConfiguration) {
  /**
   * Returns what a sweep tries.
   *
   * @param data by the name that the conf uses
   */
  public static PlannedSearch of(SweepSpec sweep, Map<String, DataSet> data) {
    SearchSpace space = SearchSpace.of(sweep);
    return new PlannedSearch(
        space,
        space.configurations().stream()
            .map(
                one ->
                    Trial.all(
                        one.trials(),
                        PlannedPack.dataOf(one.trials().get(0).data(), data).fingerprint()))
            .toList());
  }

  /** Returns all trials, in the order of their configurations. */
  public List<Trial> trials() {
    return byConfiguration.stream().flatMap(List::stream).toList();
  }
}
