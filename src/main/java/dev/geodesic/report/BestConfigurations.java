package dev.geodesic.report;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The best configuration of each optimizer on each data set, over seeds, beside the linear fit. */
public final class BestConfigurations {
  /**
   * By mean holdout loss at the end, among configurations of which no seed diverged if there are
   * any: a mean over the survivors alone would flatter a configuration that loses seeds.
   */
  private static final String BEST =
      """
      WITH finals AS (
        SELECT configuration_id, max(step) AS step FROM summary
        WHERE test_loss_mean IS NOT NULL GROUP BY configuration_id),
      parameters AS (
        SELECT configuration_id, first(optimizer) AS optimizer, first(dataset) AS dataset,
               first(downsample) AS downsample, first(batch_size) AS batch_size,
               first(learning_rate) AS learning_rate, first(reltol) AS reltol,
               first(damping) AS damping, first(fisher) AS fisher,
               count(*) AS seeds, count_if(status = 'DIVERGED') AS diverged,
               sum(seconds) / sum(steps_taken) * 1e6 AS step_microseconds
        FROM (SELECT t.*, size(sequence(1, coalesce(diverged_step, steps))) AS steps_taken
              FROM trials t)
        GROUP BY configuration_id),
      ranked AS (
        SELECT p.*, s.train_loss_mean, s.test_loss_mean, s.test_loss_interval, s.test_accuracy_mean,
               row_number() OVER (PARTITION BY dataset, downsample, optimizer
                 ORDER BY p.diverged > 0, s.test_loss_mean) AS place
        FROM parameters p JOIN finals f USING (configuration_id)
        JOIN summary s ON s.configuration_id = f.configuration_id AND s.step = f.step)
      SELECT * FROM ranked WHERE place = 1
      """;

  private BestConfigurations() {}
}
