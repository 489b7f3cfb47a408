package dev.geodesic.report.page;

import dev.geodesic.report.NotFinite;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trials without a whole curve or without a finite loss at its end, of one class.
 *
 * @param status as in the view {@code trials}
 * @param trouble the class; NOT_FINITE of those that completed
 * @param optimizer its name
 * @param trials how many
 * @param cause the most frequent one
 * @param causes how many different ones there are
 * @param hosts where, as far as known
 * @param example the id of one of them
 */
record Lost(
    String status,
    String trouble,
    String optimizer,
    long trials,
    String cause,
    long causes,
    List<String> hosts,
    String example) {
  private static final String QUESTION =
      """
      SELECT status, coalesce(trouble, 'NOT_FINITE') AS class, optimizer, count(*) AS trials,
             coalesce(mode(cause), '%1$s') AS cause,
             greatest(count(DISTINCT cause), 1) AS causes, array_sort(collect_set(host)) AS hosts,
             min(trial_id) AS example
      FROM trials WHERE status <> 'COMPLETED' OR %2$s
      GROUP BY status, class, optimizer
      ORDER BY status <> 'DIVERGED' DESC, trials DESC, optimizer
      """
          .formatted(NotFinite.TRIALS, NotFinite.CONDITION);

  /** Of the registered views, what is not a divergence first. */
  static List<Lost> read(SparkSession spark) {
    return spark.sql(QUESTION).collectAsList().stream().map(Lost::of).toList();
  }

  private static Lost of(Row row) {
    return new Lost(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getString(4),
        row.getLong(5),
        row.getList(6),
        row.getString(7));
  }
}
