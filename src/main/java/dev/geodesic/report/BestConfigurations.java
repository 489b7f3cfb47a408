package dev.geodesic.report;

import dev.geodesic.trial.Hyperparameter;
import dev.geodesic.trial.Problem;
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
  /** Of a configuration's seeds, those that completed and have no finite loss. */
  static final String NOT_FINITE = "not_finite";

  /** What tells rows of one optimizer apart; of no interest where a sweep has one value of it. */
  private static final List<String> SETTINGS =
      Stream.of(
              List.of(Problems.DATASET, "data"),
              List.of("holdout", "downsample", "hidden", "activation", "bias", Problem.TRAINER),
              Labels.CHOICES)
          .flatMap(List::stream)
          .toList();

  /** Columns of a problem as tables show them, and its data as far as people read it. */
  private static final String PROBLEM =
      "dataset, left(data_fingerprint, %d) AS data, holdout, downsample, hidden, activation, bias"
          .formatted(Problem.FINGERPRINT_DIGITS);

  /** Softmax regression, the model of the linear fit, comes first. */
  private static final String PROBLEM_ORDER =
      "dataset, data, holdout, downsample, hidden <> '[]', hidden, activation, bias";

  /** By what a table of several problems is sorted besides. */
  private static final List<String> PLACES = List.of("problem_steps", "problem_trainer");

  static final String TABLE_ORDER =
      PROBLEM_ORDER + PLACES.stream().map(", %s DESC"::formatted).collect(Collectors.joining());

  /** Every column of a configuration that comparisons show, the optimizer's own after its name. */
  static final List<String> CONFIGURATION =
      Stream.of(
              List.of("dataset", "holdout", "downsample", "hidden", "activation", "bias"),
              List.of("optimizer"),
              Hyperparameters.COLUMNS,
              Labels.CHOICES,
              List.of("steps"))
          .flatMap(List::stream)
          .toList();

  /**
   * Every configuration with its place among those of its optimizer on its problem: by mean holdout
   * loss after the last step, configurations that lost no seed first: a mean over the survivors
   * alone would flatter one that did. Equal ones by the more careful step.
   */
  private static final String RANKED =
      """
      SELECT c.*, s.test_loss_count, s.test_loss_mean, s.test_loss_sd, s.test_loss_low,
             s.test_loss_high, s.test_accuracy_mean,
             row_number() OVER (
               PARTITION BY c.problem, c.optimizer
               ORDER BY c.lost + c.not_finite, s.test_loss_mean NULLS LAST, c.learning_rate,
                        c.damping DESC, c.reltol DESC, c.configuration_id) AS place
      FROM configurations c
      LEFT JOIN summary s
        ON s.sweep = c.sweep AND s.configuration_id = c.configuration_id AND s.step = c.steps
      """;

  private static final String BEST =
      """
      SELECT *, left(data_fingerprint, %d) AS data FROM (%s) WHERE place = 1
      ORDER BY %s, steps DESC, trainer_version DESC, lost + not_finite > 0,
               test_loss_mean NULLS LAST, optimizer
      """
          .formatted(Problem.FINGERPRINT_DIGITS, RANKED, PROBLEM_ORDER);

  private static final String TABLE =
      """
      SELECT %1$s, trainer_version, optimizer, %2$s, %3$s,
             steps, seeds, diverged, nullif(failed, 0) AS failed,
             nullif(not_finite, 0) AS not_finite,
             test_loss_mean AS test_loss, (test_loss_high - test_loss_low) / 2 AS `+-95 %%`,
             test_accuracy_mean AS test_accuracy,
             steps AS problem_steps, trainer_version AS problem_trainer
      FROM (%4$s)
      UNION ALL
      SELECT %1$s, NULL, 'MLlib L-BFGS, full batch', %5$s,
             iterations, NULL, NULL, NULL, NULL,
             test_loss, NULL, test_accuracy,
             (SELECT max(steps) FROM trials),
             (SELECT max(trainer_version) FROM trials)
      FROM (SELECT *, '[]' AS hidden, NULL AS activation FROM baselines)
      ORDER BY %6$s,
               coalesce(diverged, 0) + coalesce(failed, 0) + coalesce(not_finite, 0) > 0,
               test_loss NULLS LAST, optimizer
      """
          .formatted(
              PROBLEM,
              String.join(", ", Hyperparameters.COLUMNS),
              String.join(", ", Labels.CHOICES),
              "SELECT * FROM (%s) WHERE place = 1".formatted(RANKED),
              String.join(
                  ", ",
                  Collections.nCopies(
                      Hyperparameters.COLUMNS.size() + Labels.CHOICES.size(), "NULL")),
              TABLE_ORDER);

  private BestConfigurations() {}

  /** A row each, best optimizer first, with its {@code configuration_id}; over the views. */
  static Dataset<Row> query(SparkSession spark) {
    Configurations.register(spark);
    return spark.sql(BEST);
  }

  /** All configurations with their places, in any order; over the views. */
  public static Dataset<Row> ranked(SparkSession spark) {
    Configurations.register(spark);
    return spark.sql(RANKED);
  }

  /** The same to be read, beside the baselines; columns that would say nothing are left out. */
  public static Dataset<Row> table(SparkSession spark) {
    return telling(unabridged(spark));
  }

  /** The same with all columns, at hand. */
  static Dataset<Row> unabridged(SparkSession spark) {
    Configurations.register(spark);
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
    if (SETTINGS.contains(column)
        || column.startsWith(OutcomeComparison.DATA)
        || column.startsWith(OutcomeComparison.TRAINER)) {
      return countOfValues(rows, column) > 1;
    }
    if (PLACES.contains(column)) {
      return false;
    }
    if (column.equals("failed") || column.equals(NOT_FINITE)) {
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
