package dev.geodesic.report;

import dev.geodesic.trial.TrialSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The best configuration of each optimizer for each data set and model, over seeds, beside the
 * linear fit.
 */
public final class BestConfigurations {
  /** What optimizers are compared on, each by itself. */
  static final List<String> PROBLEM = TrialSpec.PROBLEM;

  /** What a linear fit to the whole training set depends on. */
  static final List<String> LINEAR_PROBLEM = List.of("dataset", "holdout", "downsample", "bias");

  /** What tells rows of one optimizer apart; of no interest where a sweep has one value of it. */
  static final List<String> SETTINGS =
      Stream.concat(PROBLEM.stream(), Stream.of("batch_size")).toList();

  /** Softmax regression, the model of the linear fit, comes first. */
  private static final String PROBLEM_ORDER =
      "dataset, holdout, downsample, hidden <> '[]', hidden, activation, bias";

  /**
   * By mean holdout loss after the last step, configurations that lost no seed first: a mean over
   * the survivors alone would flatter one that did. Equal ones by the more careful step.
   */
  private static final String BEST =
      """
      SELECT * FROM (
        SELECT t.*, s.test_loss_mean, s.test_loss_low, s.test_loss_high, s.test_accuracy_mean,
               row_number() OVER (
                 PARTITION BY %1$s, t.optimizer
                 ORDER BY lost, s.test_loss_mean NULLS LAST, t.learning_rate, t.damping DESC,
                          t.reltol DESC, t.configuration_id) AS place
        FROM (
          SELECT configuration_id, %2$s, optimizer, %3$s, steps, count(*) AS seeds,
                 count_if(status = 'DIVERGED') AS diverged, count_if(status = 'FAILED') AS failed,
                 count_if(status <> 'COMPLETED') AS lost
          FROM trials GROUP BY ALL) t
        LEFT JOIN summary s ON s.configuration_id = t.configuration_id AND s.step = t.steps)
      WHERE place = 1
      ORDER BY %4$s, lost > 0, test_loss_mean NULLS LAST, optimizer
      """
          .formatted(
              PROBLEM.stream().map("t."::concat).collect(Collectors.joining(", ")),
              String.join(", ", SETTINGS),
              String.join(", ", Hyperparameter.COLUMNS),
              PROBLEM_ORDER);

  private static final String TABLE =
      """
      SELECT %1$s, optimizer, %2$s,
             batch_size, steps, seeds, diverged, nullif(failed, 0) AS failed,
             test_loss_mean AS test_loss, (test_loss_high - test_loss_low) / 2 AS `+-95 %%`,
             test_accuracy_mean AS test_accuracy
      FROM (%3$s)
      UNION ALL
      SELECT dataset, holdout, downsample, '[]', NULL, bias, 'MLlib L-BFGS, full batch', %4$s,
             NULL, iterations, NULL, NULL, NULL,
             test_loss, NULL, test_accuracy
      FROM baselines
      ORDER BY %5$s, coalesce(diverged, 0) + coalesce(failed, 0) > 0,
               test_loss NULLS LAST, optimizer
      """
          .formatted(
              String.join(", ", PROBLEM),
              String.join(", ", Hyperparameter.COLUMNS),
              BEST,
              String.join(", ", Collections.nCopies(Hyperparameter.COLUMNS.size(), "NULL")),
              PROBLEM_ORDER);

  private BestConfigurations() {}

  /** A row each, best optimizer first, with its {@code configuration_id}; over the views. */
  static Dataset<Row> query(SparkSession spark) {
    return spark.sql(BEST);
  }

  /** The same to be read, beside the baselines; columns that would say nothing are left out. */
  public static Dataset<Row> table(SparkSession spark) {
    Dataset<Row> computed = spark.sql(TABLE);
    List<Row> rows = computed.collectAsList();
    Column[] telling =
        Arrays.stream(computed.columns())
            .filter(name -> isTelling(rows, name))
            .map(functions::col)
            .toArray(Column[]::new);
    return spark.createDataFrame(rows, computed.schema()).select(telling);
  }

  private static boolean isTelling(List<Row> rows, String column) {
    if (SETTINGS.contains(column)) {
      return countOfValues(rows, column) > 1;
    }
    if (column.equals("failed")) {
      return countOfValues(rows, column) > 0;
    }
    return Hyperparameter.ALL.stream()
        .filter(hyperparameter -> hyperparameter.column().equals(column))
        .allMatch(hyperparameter -> rows.stream().anyMatch(hyperparameter::isTelling));
  }

  /** How many values a column has, nulls left out. */
  static long countOfValues(List<Row> rows, String column) {
    return rows.stream()
        .map(row -> row.<Object>getAs(column))
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }
}
