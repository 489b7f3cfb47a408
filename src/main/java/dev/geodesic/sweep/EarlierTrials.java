package dev.geodesic.sweep;

import dev.geodesic.store.ResultStore;
import dev.geodesic.store.Views;
import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What earlier runs of a sweep found, for a leaderboard that a resumed run shall go on with. */
final class EarlierTrials {
  private EarlierTrials() {}

  /**
   * Adds them to the progress.
   *
   * @param finished ids of trials that ended before this run: it may commit others meanwhile, and
   *     reports those itself
   */
  static void addTo(
      Progress progress, SparkSession session, ResultStore store, Set<String> finished)
      throws IOException {
    Views.register(session, store.root());
    Iterator<Row> rows =
        session
            .sql(
                "SELECT trial_id, configuration_id, optimizer, status, test_loss, %s FROM trials"
                    .formatted(String.join(", ", Problem.COLUMNS)))
            .toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (finished.contains(row.<String>getAs("trial_id"))) {
        progress.endedBefore(
            Problem.of(column -> row.getAs(column)), row.getAs("optimizer"), end(row));
      }
    }
  }

  private static TrialEnd end(Row row) {
    TrialStatus completed = new TrialStatus.Completed();
    return row.<String>getAs("status").equals(completed.name())
        ? new TrialEnd(row.getAs("configuration_id"), completed, row.getAs("test_loss"))
        : new TrialEnd(
            row.getAs("configuration_id"), new TrialStatus.Diverged(0, Double.NaN), null);
  }
}
