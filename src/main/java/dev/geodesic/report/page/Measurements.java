package dev.geodesic.report.page;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Every measurement on the holdout, for questions about time: one row a configuration and step,
 * with the mean clock and the losses over the seeds that took all their steps, null for a loss that
 * is no finite number. Kept by Spark while open, as reading curves is what costs.
 */
final class Measurements implements AutoCloseable {
  private static final String MEASURED =
      """
      SELECT configuration_id, step, avg(seconds) AS seconds,
             collect_list(struct(seed, test_loss)) AS losses
      FROM curves
      WHERE test_accuracy IS NOT NULL AND status = 'COMPLETED'
      GROUP BY configuration_id, step
      """;

  private final Dataset<Row> measured;

  private Measurements(Dataset<Row> measured) {
    this.measured = measured;
  }

  /** Of the registered views. */
  static Measurements of(SparkSession spark) {
    return new Measurements(spark.sql(MEASURED).persist());
  }

  /**
   * The last measurement that a configuration reaches within so many seconds of training, by the
   * mean clock over its seeds: so all seeds are judged at one step.
   */
  Scores within(double seconds) {
    Map<String, SortedMap<Integer, Double>> bySeed = new HashMap<>();
    Dataset<Row> last =
        measured
            .filter(functions.col("seconds").leq(seconds))
            .groupBy("configuration_id")
            .agg(functions.max_by(functions.col("losses"), functions.col("step")));
    for (Row row : last.collectAsList()) {
      SortedMap<Integer, Double> losses = new TreeMap<>();
      for (Row loss : row.<Row>getList(1)) {
        if (!loss.isNullAt(1)) {
          losses.put(loss.getInt(0), loss.getDouble(1));
        }
      }
      bySeed.put(row.getString(0), losses);
    }
    return new Scores(bySeed);
  }

  @Override
  public void close() {
    measured.unpersist();
  }
}
