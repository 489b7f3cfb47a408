package dev.geodesic.report;

import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  /** Columns in which rows of one optimizer differ; left out where all rows have one value. */
  private static final List<String> SETTINGS =
      Stream.of(
              List.of(Problems.DATASET, "data"),
              List.of("holdout", "validation", "downsample", "hidden", "activation", "bias"),
              List.of(Problem.TRAINER),
              Labels.CHOICES)
          .flatMap(List::stream)
          .toList();

  /** Columns that only sort a table of several problems, and are not shown. */
  private static final List<String> PLACES = List.of("problem_steps", "problem_trainer");

  /** Every column of a configuration that comparisons show, the optimizer's own after its name. */
  static final List<String> CONFIGURATION =
      Stream.of(
              List.of("dataset", "holdout", "validation", "downsample"),
              List.of("hidden", "activation", "bias"),
              List.of("optimizer"),
              Hyperparameters.COLUMNS,
              Labels.CHOICES,
              List.of("steps"))
          .flatMap(List::stream)
          .toList();

  private static final String OPTIMIZER = "optimizer";
  private static final String DATA = "data";

  /** Tells that seeds and losses are of fresh seeds, which took no part in the choice. */
  private static final String FRESH = "fresh_seeds";

  private static final String CHOSEN_BY = "validation_loss";
  private static final String LOSS = "test_loss";

  /** Columns that are left out where no row has a value. */
  private static final List<String> OPTIONAL =
      List.of("failed", Configurations.NOT_FINITE, FRESH, CHOSEN_BY);

  private static final String ACCURACY = "test_accuracy";
  private static final String INTERVAL = "+-95 %";
  private static final String PROBLEM_STEPS = "problem_steps";
  private static final String PROBLEM_TRAINER = "problem_trainer";
  private static final String SOFTMAX_REGRESSION = "[]";

  /** The columns of {@link #unabridged}. */
  static final StructType TABLE = tableType();

  /** The order of tables of configurations; their outcomes come after it. */
  static final Comparator<Row> TABLE_ORDER =
      byDataAndModel(DATA)
          .thenComparing(Rows.descending(PROBLEM_STEPS))
          .thenComparing(Rows.descending(PROBLEM_TRAINER));

  private BestConfigurations() {}

  /** Orders by data and model; softmax regression, the model of the linear fit, comes first. */
  private static Comparator<Row> byDataAndModel(String fingerprint) {
    return Rows.ascending("dataset")
        .thenComparing(Rows.ascending(fingerprint))
        .thenComparing(Rows.ascending("holdout"))
        .thenComparing(Rows.ascending("validation"))
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
    type = type.add("validation", DataTypes.DoubleType);
    List<String> ofConfigurations =
        Stream.of(
                List.of("downsample", "hidden", "activation", "bias", Problem.TRAINER, "optimizer"),
                Hyperparameters.COLUMNS,
                Labels.CHOICES,
                List.of(Problem.STEPS),
                RankedConfigurations.COUNTS)
            .flatMap(List::stream)
            .toList();
    for (String name : ofConfigurations) {
      type = type.add(Configurations.TYPE.apply(name));
    }
    return type.add(FRESH, DataTypes.BooleanType)
        .add(CHOSEN_BY, DataTypes.DoubleType)
        .add(LOSS, DataTypes.DoubleType)
        .add(INTERVAL, DataTypes.DoubleType)
        .add("test_accuracy", DataTypes.DoubleType)
        .add("problem_steps", DataTypes.IntegerType)
        .add("problem_trainer", DataTypes.IntegerType);
  }

  /** Returns the best configuration of each optimizer on each problem, grouped by problem. */
  static List<Row> of(List<Row> ranked) {
    return RankedConfigurations.chosen(ranked).stream()
        .sorted(
            byDataAndModel(Problem.DATA)
                .thenComparing(Rows.descending(Problem.STEPS))
                .thenComparing(Rows.descending(Problem.TRAINER))
                .thenComparing(RankedConfigurations::toldScore)
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
    return RankedConfigurations.score(
        Stream.of("diverged", "failed", Configurations.NOT_FINITE)
            .map(row::<@Nullable Long>getAs)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sum(),
        row.getAs(LOSS));
  }

  private static Row shown(Row best) {
    Map<String, @Nullable Object> values = Rows.values(best);
    Estimate loss = RankedConfigurations.estimate(best, RankedConfigurations.LOSS);
    Double low = loss.low();
    Double high = loss.high();
    values.put(DATA, digits(best));
    for (String count : RankedConfigurations.COUNTS) {
      values.put(count, best.getAs(RankedConfigurations.TOLD + count));
    }
    values.computeIfPresent("failed", (name, count) -> nullIfZero((Long) count));
    values.computeIfPresent(Configurations.NOT_FINITE, (name, count) -> nullIfZero((Long) count));
    values.put(FRESH, RankedConfigurations.isConfirmed(best) ? true : null);
    if (best.getAs("validation") != null) {
      values.put(CHOSEN_BY, best.getAs(RankedConfigurations.SELECTION + "_mean"));
    }
    values.put(LOSS, loss.mean());
    values.put(INTERVAL, low == null || high == null ? null : (high - low) / 2);
    values.put(ACCURACY, best.getAs(RankedConfigurations.ACCURACY));
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
    if (OPTIONAL.contains(column)) {
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
