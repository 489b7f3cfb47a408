package dev.geodesic.report;

import dev.geodesic.store.Location;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.Views;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run leaves to look at: a table on the console and a chart beside the results. */
public final class SweepReport {
  private static final Logger LOG = LoggerFactory.getLogger(SweepReport.class);

  /** Characters that no shell takes for anything but themselves. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./-]+");

  /** A ready one, which shows more of what the table above it begins. */
  private static final String QUESTION = "best";

  private SweepReport() {}

  /**
   * Writes the chart, and returns the table and where everything lies.
   *
   * @param results directory of the sweep
   */
  public static String write(SparkSession spark, URI results) throws IOException {
    Views.register(spark, results);
    Dataset<Row> best = BestConfigurations.table(spark);
    return """

    The best configuration of each optimizer, by mean holdout loss after the last step:
    %s
    %sResults: %s%s
    Ask:     submit/geodesic query %s %s
    """
        .formatted(
            QueryFormat.table(best.schema(), best.collectAsList()),
            failures(spark) + notFinite(spark),
            Location.describe(results),
            chart(spark, results),
            shellWord(Location.describe(results)),
            QUESTION)
        .stripTrailing();
  }

  /** Trials without a result: how many of each class of cause, and one cause of each. */
  private static String failures(SparkSession spark) {
    return spark
        .sql(
            """
            SELECT rpad(concat(status, ':'), 9, ' '), count(*), trouble, count(DISTINCT cause),
                   mode(cause)
            FROM trials WHERE status IN ('FAILED', 'NOT_RUN')
            GROUP BY status, trouble ORDER BY status, 2 DESC, trouble
            """)
        .collectAsList()
        .stream()
        .map(
            row ->
                "%s%,d %s, %s%s: %s%n"
                    .formatted(
                        row.getString(0),
                        row.getLong(1),
                        row.getLong(1) == 1 ? "trial" : "trials",
                        row.getString(2),
                        row.getLong(3) == 1 ? "" : ", for example",
                        row.getString(4)))
        .collect(Collectors.joining());
  }

  /** What the table leaves empty, and why. */
  private static String notFinite(SparkSession spark) {
    Row trials =
        spark
            .sql(
                "SELECT count(*), coalesce(mode(cause), '%s') FROM trials WHERE %s"
                    .formatted(NotFinite.TRIALS, NotFinite.CONDITION))
            .head();
    boolean isFitToo = !spark.table("baselines").where("test_loss IS NULL").isEmpty();
    return (trials.getLong(0) == 0
            ? ""
            : "without a loss: %,d %s that completed: %s%n"
                .formatted(
                    trials.getLong(0),
                    trials.getLong(0) == 1 ? "trial" : "trials",
                    trials.getString(1)))
        + (isFitToo ? "without a loss: MLlib L-BFGS: %s%n".formatted(NotFinite.FIT) : "");
  }

  private static String shellWord(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A picture is worth having, but no reason to fail: a machine may have no fonts. */
  private static String chart(SparkSession spark, URI results) {
    try {
      LossChart chart = LossChart.of(spark);
      if (chart.isEmpty()) {
        return " (no chart: no trial took a step)";
      }
      ByteArrayOutputStream picture = new ByteArrayOutputStream();
      chart.writePng(picture);
      new ResultStore(results, spark.sparkContext().hadoopConfiguration())
          .write(LossChart.FILE, picture.toByteArray());
      return ", with a chart in " + LossChart.FILE;
    } catch (Throwable e) {
      LOG.warn("The chart could not be drawn", e);
      return " (no chart: %s)".formatted(e);
    }
  }
}
