package dev.geodesic.sweep;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.TrialStatus;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Adds the results of earlier runs to the leaderboard of a resumed run. */
final class EarlierTrials {
  private EarlierTrials() {}

  /**
   * Adds trials that ended in earlier runs to the progress of this run.
   *
   * @param trials rows of {@link dev.geodesic.store.SweepScan#trials}
   * @param finished ids of trials that ended before this run: it may commit others meanwhile, and
   *     reports those itself
   */
  static void addTo(Progress progress, List<Row> trials, Set<String> finished) {
    for (Row trial : trials) {
      if (finished.contains(trial.<String>getAs("trial_id"))) {
        progress.endedBefore(
            Problem.of(column -> trial.getAs(column)),
            trial.getAs("optimizer"),
            StoredTrial.isConfirmation(trial),
            end(trial));
      }
    }
  }

  private static TrialEnd end(Row row) {
    TrialStatus completed = new TrialStatus.Completed();
    return row.<String>getAs("status").equals(completed.name())
        ? new TrialEnd(
            row.getAs("configuration_id"),
            completed,
            StoredTrial.selectionLoss(row),
            row.getAs("test_loss"))
        : new TrialEnd(
            row.getAs("configuration_id"), new TrialStatus.Diverged(0, Double.NaN), null, null);
  }
}
