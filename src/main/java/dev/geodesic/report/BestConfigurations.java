package dev.geodesic.report;

import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The best configuration of each optimizer for each data set and model, over seeds, together with
 * the linear fit.
 */
public final class BestConfigurations {
  /** The column with the number of a configuration's seeds that completed without a finite loss. */
  static final String NOT_FINITE = "not_finite";

  /** Columns in which rows of one optimizer differ; left out where all rows have one value. */
  private static final List<String> SETTINGS =
      Stream.of(
              List.of(Problems.DATASET, "data"),
              List.of("holdout", "downsample", "hidden", "activation", "bias", Problem.TRAINER),
              Labels.CHOICES)
          .flatMap(List::stream)
          .toList();

  /** Columns that only sort a table of several problems, and are not shown. */
  private static final List<String> PLACES = List.of("problem_steps", "problem_trainer");

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

  private static final String PLACE = "place";
  private static final String OPTIMIZER = "optimizer";
  private static final String DATA = "data";
  private static final String LOSS = "test_loss";
  private static final String LOSS_MEAN = "test_loss_mean";
  private static final String ACCURACY = "test_accuracy";
  private static final String INTERVAL = "+-95 %";
  private static final String PROBLEM_STEPS = "problem_steps";
  private static final String PROBLEM_TRAINER = "problem_trainer";
  private static final String SOFTMAX_REGRESSION = "[]";

  private static final StructType RANKED =
      Configurations.TYPE
          .add("test_loss_count", DataTypes.IntegerType)
          .add(LOSS_MEAN, DataTypes.DoubleType)
          .add("test_loss_sd", DataTypes.DoubleType)
          .add("test_loss_low", DataTypes.DoubleType)
          .add("test_loss_high", DataTypes.DoubleType)
          .add("test_accuracy_mean", DataTypes.DoubleType)
          .add(PLACE, DataTypes.IntegerType);

  /** The columns of {@link #unabridged}. */
  static final StructType TABLE = tableType();

  /** The order of tables of configurations; their outcomes come after it. */
  static final Comparator<Row> TABLE_ORDER =
      byDataAndModel(DATA)
          .thenComparing(Rows.descending(PROBLEM_STEPS))
          .thenComparing(Rows.descending(PROBLEM_TRAINER));

  private static final Comparator<Row> BY_OUTCOME =
      Comparator.comparing(BestConfigurations::score)
          .thenComparing(Rows.ascending("learning_rate"))
          .thenComparing(Rows.descending("damping"))
          .thenComparing(Rows.descending("reltol"))
          .thenComparing(Rows.ascending(Labels.ID));

  private BestConfigurations() {}

  /** Orders by data and model; softmax regression, the model of the linear fit, comes first. */
  private static Comparator<Row> byDataAndModel(String fingerprint) {
    return Rows.ascending("dataset")
        .thenComparing(Rows.ascending(fingerprint))
        .thenComparing(Rows.ascending("holdout"))
        .thenComparing(Rows.ascending("downsample"))
        .thenComparing(row -> !SOFTMAX_REGRESSION.equals(row.getAs("hidden")))
        .thenComparing(Rows.ascending("hidden"))
        .thenComparing(Rows.ascending("activation"))
        .thenComparing(Rows.ascending("bias"));
  }

  private static StructType tableType() {
    StructType type = new StructType();
    for (String name : List.of("dataset", "data", "holdout")) {
      type = type.add(name, DataTypes.StringType);
    }
    List<String> ofConfigurations =
        Stream.of(
                List.of("downsample", "hidden", "activation", "bias", Problem.TRAINER, "optimizer"),
                Hyperparameters.COLUMNS,
                Labels.CHOICES,
                List.of(Problem.STEPS, "seeds", "diverged", "failed", NOT_FINITE))
            .flatMap(List::stream)
            .toList();
    for (String name : ofConfigurations) {
      type = type.add(Configurations.TYPE.apply(name));
    }
    return type.add(LOSS, DataTypes.DoubleType)
        .add(INTERVAL, DataTypes.DoubleType)
        .add("test_accuracy", DataTypes.DoubleType)
        .add("problem_steps", DataTypes.IntegerType)
        .add("problem_trainer", DataTypes.IntegerType);
  }

  /**
   * Returns every configuration with its place among those of its optimizer on its problem, by its
   * {@link Score} after the last step. Among equal ones, the more careful step comes first.
   *
   * @param trials rows of the view of trials
   * @return rows of the view of configurations, with statistics over the seeds that took all steps
   */
  static List<Row> ranked(List<Row> trials) {
    Map<String, List<Row>> completed =
        trials.stream()
            .filter(trial -> trial.<String>getAs("status").equals("COMPLETED"))
            .collect(Collectors.groupingBy(trial -> trial.<String>getAs(Labels.ID)));
    List<Row> configurations = new ArrayList<>();
    for (Row configuration : Configurations.of(trials)) {
      String id = configuration.getAs(Labels.ID);
      configurations.add(withOutcome(configuration, completed.getOrDefault(id, List.of())));
    }
    configurations.sort(BY_OUTCOME);
    Map<List<String>, Integer> places = new HashMap<>();
    return configurations.stream()
        .map(
            row -> {
              List<String> rivals = List.of(row.getAs("problem"), row.getAs("optimizer"));
              Map<String, @Nullable Object> values = Rows.values(row);
              values.put(PLACE, places.merge(rivals, 1, Integer::sum));
              return Rows.of(RANKED, values);
            })
        .toList();
  }

  private static Row withOutcome(Row configuration, List<Row> completed) {
    Map<String, @Nullable Object> values = Rows.values(configuration);
    Estimate loss = Estimate.of(numbers(completed, LOSS));
    values.put("test_loss_count", loss.count());
    values.put(LOSS_MEAN, loss.mean());
    values.put("test_loss_sd", loss.sd());
    values.put("test_loss_low", loss.low());
    values.put("test_loss_high", loss.high());
    values.put("test_accuracy_mean", Estimate.of(numbers(completed, ACCURACY)).mean());
    return Rows.of(RANKED, values);
  }

  private static double[] numbers(List<Row> trials, String column) {
    return trials.stream()
        .map(trial -> trial.<@Nullable Double>getAs(column))
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static Score score(Row configuration) {
    return scoreOf(
        configuration.<Long>getAs("lost") + configuration.<Long>getAs(NOT_FINITE),
        configuration.getAs(LOSS_MEAN));
  }

  private static Score scoreOf(long lost, @Nullable Double loss) {
    return new Score(Math.toIntExact(lost), loss == null ? Double.NaN : loss);
  }

  /** Returns the best configuration of each optimizer on each problem, grouped by problem. */
  static List<Row> of(List<Row> ranked) {
    return ranked.stream()
        .filter(row -> row.<Integer>getAs(PLACE) == 1)
        .sorted(
            byDataAndModel(Problem.DATA)
                .thenComparing(Rows.descending(Problem.STEPS))
                .thenComparing(Rows.descending(Problem.TRAINER))
                .thenComparing(BestConfigurations::score)
                .thenComparing(Rows.ascending(OPTIMIZER)))
        .toList();
  }

  /** The ranked configurations and the baselines as a table, without uninformative columns. */
  public static RowTable table(SweepResults results) {
    return informative(unabridged(results.configurations(), results.trials(), results.baselines()));
  }

  /** The ranked configurations and the baselines as a table, with all columns. */
  static RowTable unabridged(List<Row> ranked, List<Row> trials, List<Row> baselines) {
    List<Row> rows = new ArrayList<>();
    of(ranked).forEach(best -> rows.add(shown(best)));
    baselines.forEach(fit -> rows.add(shown(fit, trials)));
    rows.sort(
        TABLE_ORDER
            .thenComparing(BestConfigurations::scoreShown)
            .thenComparing(Rows.ascending(OPTIMIZER)));
    return new RowTable(TABLE, rows);
  }

  private static Score scoreShown(Row row) {
    return scoreOf(
        Stream.of("diverged", "failed", NOT_FINITE)
            .map(row::<@Nullable Long>getAs)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sum(),
        row.getAs(LOSS));
  }

  private static Row shown(Row best) {
    Map<String, @Nullable Object> values = Rows.values(best);
    Double low = best.getAs("test_loss_low");
    Double high = best.getAs("test_loss_high");
    values.put(DATA, digits(best));
    values.put("failed", nullIfZero(best.getAs("failed")));
    values.put(NOT_FINITE, nullIfZero(best.getAs(NOT_FINITE)));
    values.put(LOSS, best.getAs(LOSS_MEAN));
    values.put(INTERVAL, low == null || high == null ? null : (high - low) / 2);
    values.put(ACCURACY, best.getAs("test_accuracy_mean"));
    values.put(PROBLEM_STEPS, best.getAs(Problem.STEPS));
    values.put(PROBLEM_TRAINER, best.getAs(Problem.TRAINER));
    return Rows.of(TABLE, values);
  }

  /** Makes the row of a fit, which belongs to all trials and is sorted with the longest ones. */
  private static Row shown(Row fit, List<Row> trials) {
    Map<String, @Nullable Object> values = Rows.values(fit);
    values.put(DATA, digits(fit));
    values.put("hidden", SOFTMAX_REGRESSION);
    values.put(OPTIMIZER, "MLlib L-BFGS, full batch" + Labels.convergence(fit));
    values.put(Problem.STEPS, fit.getAs("iterations"));
    values.put(PROBLEM_STEPS, Rows.largest(trials, Problem.STEPS));
    values.put(PROBLEM_TRAINER, Rows.largest(trials, Problem.TRAINER));
    return Rows.of(TABLE, values);
  }

  private static String digits(Row row) {
    String fingerprint = row.getAs(Problem.DATA);
    return fingerprint.substring(0, Math.min(Problem.FINGERPRINT_DIGITS, fingerprint.length()));
  }

  private static @Nullable Long nullIfZero(Long count) {
    return count == 0 ? null : count;
  }

  /** Returns the table without its uninformative columns. */
  static RowTable informative(RowTable table) {
    return table.columns(name -> isInformative(table, name));
  }

  private static boolean isInformative(RowTable table, String column) {
    if (SETTINGS.contains(column)
        || column.startsWith(OutcomeComparison.DATA)
        || column.startsWith(OutcomeComparison.TRAINER)) {
      return table.countOfValues(column) > 1;
    }
    if (PLACES.contains(column)) {
      return false;
    }
    if (column.equals("failed") || column.equals(NOT_FINITE)) {
      return table.countOfValues(column) > 0;
    }
    return Families.PARAMETERS.stream()
        .filter(hyperparameter -> Hyperparameters.column(hyperparameter).equals(column))
        .allMatch(
            hyperparameter ->
                table.rows().stream()
                    .anyMatch(row -> Hyperparameters.isInformative(hyperparameter, row)));
  }
}
