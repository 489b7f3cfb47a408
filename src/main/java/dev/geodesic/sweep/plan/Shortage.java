package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Footprint;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds trials that lack memory even alone, before anything trains. */
public final class Shortage {
  private Shortage() {}

  /**
   * Says which trials cannot train. They will end as FAILED, and the others train.
   *
   * @param data by the name that the conf uses
   * @param memory bytes of the device on which they would train
   * @param say receives a line for each kind of trial and data set
   * @throws RequestException with such a line if no trial can train
   */
  public static void report(
      SweepPlan plan, Map<String, DataSet> data, long memory, Consumer<String> say) {
    List<Optional<String>> found =
        plan.packs().stream().map(planned -> of(planned.pack(), data, memory)).toList();
    if (!found.isEmpty() && found.stream().allMatch(Optional::isPresent)) {
      throw new RequestException(found.get(0).orElseThrow());
    }
    found.stream()
        .flatMap(Optional::stream)
        .distinct()
        .forEach(line -> say.accept("note: " + line + "; the other trials train"));
  }

  private static Optional<String> of(Pack pack, Map<String, DataSet> data, long memory) {
    DataSpec spec = pack.structure().data();
    DataSet set = PlannedPack.dataOf(spec, data);
    Pack alone = new Pack(pack.trials().subList(0, 1));
    return Footprint.shortage(alone, CostModel.features(spec, set), set.classes(), memory)
        .map(
            reason ->
                "Cannot train %s on %s with batch %d: %s"
                    .formatted(
                        alone.specs().get(0).optimizer().name(),
                        spec.dataset(),
                        spec.batchSize(),
                        reason));
  }
}
