package dev.geodesic.report;

import dev.geodesic.trial.Hyperparameter;
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
  public static final List<String> PROBLEM = TrialSpec.PROBLEM;

  /** What a linear fit to the whole training set depends on. */
  public static final List<String> LINEAR_PROBLEM =
      List.of("dataset", "holdout", "downsample", "bias");

  /** What tells rows of one optimizer apart; of no interest where a sweep has one value of it. */
  static final List<String> SETTINGS =
      Stream.concat(PROBLEM.stream(), Stream.of("batch_size")).toList();

  /** What may tell configurations of several sweeps apart besides. */
  private static final List<String> FURTHER_SETTINGS =
      List.of("batch_order", "init", "eval_every", "divergence_bound");

  /** Every column of a configuration that reports may show, the optimizer's own after its name. */
  static final List<String> CONFIGURATION =
      Stream.of(
              PROBLEM,
              List.of("optimizer"),
              Hyperparameters.COLUMNS,
              List.of("batch_size"),
              FURTHER_SETTINGS,
              List.of("steps"))
          .flatMap(List::stream)
          .toList();

  /** Softmax regression, the model of the linear fit, comes first. */
  static final String PROBLEM_ORDER =
      "dataset, holdout, downsample, hidden <> '[]', hidden, activation, bias";

  /**
   * Every configuration with its place among those of its optimizer on its problem: by mean holdout
   * loss after the last step, configurations that lost no seed first: a mean over the survivors
   * alone would flatter one that did. Equal ones by the more careful step.
   */
  public static final String RANKED =
      """
      SELECT t.*, s.test_loss_count, s.test_loss_mean, s.test_loss_sd, s.test_loss_low,
             s.test_loss_high, s.test_accuracy_mean,
             row_number() OVER (
               PARTITION BY %1$s, t.optimizer
               ORDER BY lost, s.test_loss_mean NULLS LAST, t.learning_rate, t.damping DESC,
                        t.reltol DESC, t.configuration_id) AS place
      FROM (
        SELECT configuration_id, %2$s, optimizer, %3$s, steps, count(*) AS seeds,
               count_if(status = 'DIVERGED') AS diverged, count_if(status = 'FAILED') AS failed,
               count_if(status <> 'COMPLETED') AS lost
        FROM trials GROUP BY ALL) t
      LEFT JOIN summary s ON s.configuration_id = t.configuration_id AND s.step = t.steps
      """
          .formatted(
              PROBLEM.stream().map("t."::concat).collect(Collectors.joining(", ")),
              String.join(", ", SETTINGS),
              String.join(", ", Hyperparameters.COLUMNS));

  private static final String BEST =
      """
      SELECT * FROM (%s) WHERE place = 1
      ORDER BY %s, lost > 0, test_loss_mean NULLS LAST, optimizer
      """
          .formatted(RANKED, PROBLEM_ORDER);

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
              String.join(", ", Hyperparameters.COLUMNS),
              BEST,
              String.join(", ", Collections.nCopies(Hyperparameters.COLUMNS.size(), "NULL")),
              PROBLEM_ORDER);

  private BestConfigurations() {}

  /** A row each, best optimizer first, with its {@code configuration_id}; over the views. */
  static Dataset<Row> query(SparkSession spark) {
    return spark.sql(BEST);
  }

  /** The same to be read, beside the baselines; columns that would say nothing are left out. */
  public static Dataset<Row> table(SparkSession spark) {
    return telling(unabridged(spark));
  }

  /** The same with all columns, at hand. */
  static Dataset<Row> unabridged(SparkSession spark) {
    Dataset<Row> computed = spark.sql(TABLE);
    return spark.createDataFrame(computed.collectAsList(), computed.schema());
  }

  /** Those columns of a table of configurations that say something. */
  static Dataset<Row> telling(Dataset<Row> table) {
    List<Row> rows = table.collectAsList();
    return table.select(
        Arrays.stream(table.columns())
            .filter(name -> isTelling(rows, name))
            .map(name -> functions.col("`" + name + "`"))
            .toArray(Column[]::new));
  }

  private static boolean isTelling(List<Row> rows, String column) {
    if (SETTINGS.contains(column) || FURTHER_SETTINGS.contains(column)) {
      return countOfValues(rows, column) > 1;
    }
    if (column.equals("failed")) {
      return countOfValues(rows, column) > 0;
    }
    return Arrays.stream(Hyperparameter.values())
        .filter(hyperparameter -> Hyperparameters.column(hyperparameter).equals(column))
        .allMatch(
            hyperparameter ->
                rows.stream().anyMatch(row -> Hyperparameters.isTelling(hyperparameter, row)));
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
