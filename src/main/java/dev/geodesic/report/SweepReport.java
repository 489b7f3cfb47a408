package dev.geodesic.report;

import dev.geodesic.store.ResultStore;
import dev.geodesic.store.Views;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
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

  /** Columns that a reader compares optimizers by. */
  private static final String QUESTION =
      "SELECT optimizer, learning_rate, reltol, damping, downsample, hidden, diverged,"
          + " test_loss_mean FROM summary WHERE step = steps ORDER BY test_loss_mean";

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
    Ask:     submit/geodesic query %s "%s"
    """
        .formatted(
            QueryFormat.table(best.schema(), best.collectAsList()),
            failures(spark),
            location(results),
            chart(spark, results),
            shellWord(location(results)),
            QUESTION)
        .stripTrailing();
  }

  /** Trials that could not be computed: how many and why, the most frequent cause. */
  private static String failures(SparkSession spark) {
    List<Row> causes =
        spark
            .sql(
                "SELECT cause, count(*) FROM trials WHERE status = 'FAILED' GROUP BY cause"
                    + " ORDER BY 2 DESC, 1")
            .collectAsList();
    if (causes.isEmpty()) {
      return "";
    }
    long failed = causes.stream().mapToLong(row -> row.getLong(1)).sum();
    return "FAILED:  %d %s, %s%s%n"
        .formatted(
            failed,
            failed == 1 ? "trial" : "trials",
            causes.size() == 1 ? "" : "for example ",
            causes.get(0).getString(0));
  }

  private static String location(URI results) {
    return "file".equals(results.getScheme())
        ? results.getPath().replaceFirst("(?<=.)/$", "")
        : results.toString();
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
    } catch (Exception | LinkageError e) {
      LOG.warn("The chart could not be drawn", e);
      return " (no chart: %s)".formatted(e);
    }
  }
}
