package dev.geodesic.report;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The best configuration of each optimizer on each data set, over seeds, beside the linear fit. */
public final class BestConfigurations {
  /**
   * By mean holdout loss after the last step, configurations that lost no seed first: a mean over
   * the survivors alone would flatter one that did.
   */
  private static final String BEST =
      """
      SELECT * FROM (
        SELECT t.*, s.test_loss_mean, s.test_loss_low, s.test_loss_high, s.test_accuracy_mean,
               row_number() OVER (
                 PARTITION BY t.dataset, t.holdout, t.downsample, t.bias, t.optimizer
                 ORDER BY lost, s.test_loss_mean NULLS LAST) AS place
        FROM (
          SELECT configuration_id, dataset, holdout, downsample, bias, batch_size, optimizer,
                 learning_rate, reltol, damping, steps, count(*) AS seeds,
                 count_if(status <> 'COMPLETED') AS lost
          FROM trials GROUP BY ALL) t
        LEFT JOIN summary s ON s.configuration_id = t.configuration_id AND s.step = t.steps)
      WHERE place = 1
      """;

  private static final String TABLE =
      """
      SELECT downsample, optimizer, learning_rate, reltol, damping, batch_size, steps, seeds,
             lost AS diverged, test_loss_mean AS test_loss,
             (test_loss_high - test_loss_low) / 2 AS `+-95 %%`, test_accuracy_mean AS test_accuracy
      FROM (%s)
      UNION ALL
      SELECT downsample, 'MLlib L-BFGS, full batch', NULL, NULL, NULL, NULL, iterations, NULL, NULL,
             test_loss, NULL, test_accuracy
      FROM baselines
      ORDER BY downsample, test_loss NULLS LAST
      """
          .formatted(BEST);

  private BestConfigurations() {}

  /** A row each, with its {@code configuration_id}; over the registered views. */
  static Dataset<Row> query(SparkSession spark) {
    return spark.sql(BEST);
  }

  /** The same to be read, beside the baselines. */
  public static Dataset<Row> table(SparkSession spark) {
    return spark.sql(TABLE);
  }
}
