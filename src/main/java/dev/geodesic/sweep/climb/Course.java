package dev.geodesic.sweep.climb;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Confirmation;
import dev.geodesic.space.Halving;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.plan.SweepPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * The course of a sweep: what trains first, and what follows on it.
 *
 * @param plan what is left to do
 * @param followUp names the packs that follow
 * @param ladder what is left of a halving; empty without one
 */
public record Course(SweepPlan plan, FollowUp followUp, List<ExpectedRung> ladder) {
  /**
   * Begins a sweep, or goes on with it.
   *
   * @param data by the name that the conf uses
   * @param keeper of the states at the rungs of a halving
   * @param store has what came of earlier runs
   * @param finished ids of the trials that have a result there
   * @throws dev.geodesic.trial.RequestException if the results do not fit the sweep
   */
  public static Course of(
      SweepSpec sweep,
      Map<String, DataSet> data,
      RungKeeper keeper,
      ResultStore store,
      Set<String> finished)
      throws IOException {
    Course search = search(sweep, data, keeper, store, finished);
    Confirmation confirmation = sweep.confirmation();
    if (confirmation == null) {
      return search;
    }
    List<Row> rows = finished.isEmpty() ? List.of() : SweepScan.read(store, SweepScan::trials);
    Confirming confirming =
        new Confirming(
            confirmation, search.plan, search.followUp, sweep.packSize(), data, rows, finished);
    return new Course(confirming.plan(), confirming, search.ladder);
  }

  private static Course search(
      SweepSpec sweep,
      Map<String, DataSet> data,
      RungKeeper keeper,
      ResultStore store,
      Set<String> finished)
      throws IOException {
    Halving halving = sweep.halving();
    if (halving == null) {
      return new Course(SweepPlan.of(sweep, data, finished), FollowUp.NONE, List.of());
    }
    Climb climb = Climb.of(sweep, halving, data, keeper, store);
    return new Course(climb.plan(), climb, climb.ladder());
  }
}
