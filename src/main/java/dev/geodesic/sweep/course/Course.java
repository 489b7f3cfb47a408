package dev.geodesic.sweep.course;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Confirmation;
import dev.geodesic.space.Halving;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.plan.PlannedSearch;
import dev.geodesic.sweep.plan.StepRates;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Trial;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The course of a sweep: what trains first, and what follows on it.
 *
 * @param plan what is left to do
 * @param followUp names the packs that follow
 * @param ladder what is left of a halving; empty without one
 * @param earlier rows of the trials that earlier runs left
 */
public record Course(
    SweepPlan plan, FollowUp followUp, List<ExpectedRung> ladder, List<Row> earlier) {
  /**
   * Begins a sweep, or goes on with it.
   *
   * @param data by the name that the conf uses
   * @param keeper of the states at the rungs of a halving
   * @param store has what came of earlier runs
   * @param finished ids of the trials that have a result there
   * @throws RequestException if a seed would both choose and confirm
   */
  public static Course of(
      SweepSpec sweep,
      Map<String, DataSet> data,
      RungKeeper keeper,
      ResultStore store,
      Set<String> finished)
      throws IOException {
    List<Row> earlier =
        store.ledger().trials().isEmpty()
            ? List.of()
            : SweepScan.read(store, SweepScan::trials).stream()
                .filter(StoredTrial::hasResult)
                .toList();
    PlannedSearch tried = PlannedSearch.of(sweep, data);
    requireSeparateSeeds(tried.trials(), sweep.confirmation(), earlier);
    Halving halving = sweep.halving();
    Course search;
    if (halving == null) {
      SweepPlan plan = SweepPlan.of(sweep, tried, data, finished);
      search = new Course(plan, FollowUp.NONE, List.of(), earlier);
    } else {
      Climb climb = Climb.of(sweep, halving, tried, data, keeper, store, earlier);
      search = new Course(climb.plan(), climb, climb.ladder(), earlier);
    }
    return sweep.confirmation() == null
        ? search
        : search.confirmed(sweep.confirmation(), sweep.packSize(), data, finished);
  }

  /** Returns the rates of earlier packs; none where no trial of this sweep has a result. */
  public StepRates earlierRates() {
    return plan.finished() == 0 ? StepRates.NONE : StepRates.ofResults(earlier);
  }

  private Course confirmed(
      Confirmation confirmation,
      PackSize packSize,
      Map<String, DataSet> data,
      Set<String> finished) {
    Confirming confirming =
        new Confirming(confirmation, plan, followUp, packSize, data, earlier, finished);
    return new Course(confirming.plan(), confirming, ladder, earlier);
  }

  /**
   * Refuses seeds that were used to choose configurations and are to confirm them, or vice versa.
   */
  private static void requireSeparateSeeds(
      List<Trial> search, @Nullable Confirmation confirmation, List<Row> earlier) {
    Set<String> configurations =
        search.stream().map(Trial::configurationId).collect(Collectors.toSet());
    Set<String> trials = search.stream().map(Trial::id).collect(Collectors.toSet());
    Set<Integer> chose = new TreeSet<>();
    Set<Integer> confirmed = new TreeSet<>();
    for (Row row : earlier) {
      int seed = row.<Integer>getAs("seed");
      if (StoredTrial.isConfirmation(row)) {
        if (trials.contains(row.<String>getAs("trial_id"))) {
          confirmed.add(seed);
        }
      } else if (confirmation != null
          && confirmation.seeds().contains(seed)
          && configurations.contains(row.<String>getAs("configuration_id"))) {
        chose.add(seed);
      }
    }
    refuse(
        chose,
        "sweep.confirm.seeds must be fresh, got: %s, with which the results hold trials of the search");
    refuse(
        confirmed,
        "sweep.seeds must be others than those that have confirmed a choice in the results, got: %s");
  }

  private static void refuse(Set<Integer> seeds, String message) {
    if (!seeds.isEmpty()) {
      throw new RequestException(message.formatted(seeds) + "; choose others, or set --results");
    }
  }
}
