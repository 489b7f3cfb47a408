package dev.geodesic.report;

import dev.geodesic.store.ResultStore;
import dev.geodesic.store.Views;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run leaves to look at: a table on the console and a chart beside the results. */
public final class SweepReport {
  private static final Logger LOG = LoggerFactory.getLogger(SweepReport.class);

  private SweepReport() {}

  /**
   * Writes the chart, and returns the table and where everything lies.
   *
   * @param results directory of the sweep
   */
  public static String write(SparkSession spark, URI results) throws IOException {
    Views.register(spark, results);
    Dataset<Row> best = BestConfigurations.table(spark);
    String table = QueryFormat.table(best.schema().fields(), best.collectAsList());
    return """

    The best configuration of each optimizer, by mean holdout loss after the last step:
    %s
    Results: %s%s
    Ask:     submit/geodesic query %s "SELECT * FROM summary WHERE step = steps"
    """
        .formatted(table, location(results), chart(spark, results), location(results))
        .stripTrailing();
  }

  private static String location(URI results) {
    return "file".equals(results.getScheme()) ? results.getPath() : results.toString();
  }

  /** A picture is worth having, but no reason to fail: a machine may have no fonts. */
  private static String chart(SparkSession spark, URI results) {
    try {
      ByteArrayOutputStream picture = new ByteArrayOutputStream();
      LossChart.of(spark).writePng(picture);
      new ResultStore(results, spark.sparkContext().hadoopConfiguration())
          .write(LossChart.FILE, picture.toByteArray());
      return ", with a chart in " + LossChart.FILE;
    } catch (Exception | LinkageError e) {
      LOG.warn("The chart could not be drawn", e);
      return " (no chart: %s)".formatted(e);
    }
  }
}
