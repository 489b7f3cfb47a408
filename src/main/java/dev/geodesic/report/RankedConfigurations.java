package dev.geodesic.report;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Ranks configurations by what chooses between them, and tells what is told of the chosen: rows of
 * the view of configurations with statistics. The search's seeds choose, by the validation loss
 * where there is one. The holdout loss is told, of fresh seeds where the choice was confirmed.
 */
public final class RankedConfigurations {
  /** The column with the rank among the configurations of one optimizer on one problem, from 1. */
  public static final String PLACE = "place";

  /** The beginning of the columns with the loss by which they are ranked. */
  public static final String SELECTION = "selection_loss";

  /** The beginning of the columns with the loss that is told. */
  static final String LOSS = "test_loss";

  /** The column with the mean accuracy that is told. */
  static final String ACCURACY = "test_accuracy_mean";

  /** The beginning of the columns that count the seeds of which the loss is told. */
  static final String TOLD = "told_";

  /** What is counted of those seeds. */
  static final List<String> COUNTS =
      List.of("seeds", "diverged", "failed", Configurations.NOT_FINITE);

  static final StructType TYPE = type();

  private static final Comparator<Row> ORDER =
      Comparator.comparing((Row row) -> row.<Long>getAs(Configurations.STOPPED) > 0)
          .thenComparing(RankedConfigurations::selectionScore)
          .thenComparing(Rows.ascending("learning_rate"))
          .thenComparing(Rows.descending("damping"))
          .thenComparing(Rows.descending("reltol"))
          .thenComparing(Rows.ascending(Labels.ID));

  private RankedConfigurations() {}

  private static StructType type() {
    StructType type = Configurations.TYPE;
    for (String metric : List.of(SELECTION, LOSS)) {
      type = type.add(metric + "_count", DataTypes.IntegerType);
      for (String statistic : List.of("_mean", "_sd", "_low", "_high")) {
        type = type.add(metric + statistic, DataTypes.DoubleType);
      }
    }
    for (String count : COUNTS) {
      type = type.add(TOLD + count, DataTypes.LongType);
    }
    return type.add(ACCURACY, DataTypes.DoubleType).add(PLACE, DataTypes.IntegerType);
  }

  /**
   * Returns every configuration with its place among those of its optimizer on its problem, by its
   * {@link Score} after the last step. Those that a halving stopped come last. Among equal ones,
   * the more careful step comes first.
   *
   * @param trials rows of the view of trials
   * @return rows of {@link #TYPE}, the best first
   */
  static List<Row> of(List<Row> trials) {
    Map<String, List<Row>> byConfiguration =
        trials.stream().collect(Collectors.groupingBy(trial -> trial.<String>getAs(Labels.ID)));
    List<Row> configurations = new ArrayList<>();
    for (Row configuration : Configurations.of(trials)) {
      String id = configuration.getAs(Labels.ID);
      configurations.add(
          withStatistics(configuration, byConfiguration.getOrDefault(id, List.of())));
    }
    configurations.sort(ORDER);
    Map<List<String>, Integer> places = new HashMap<>();
    return configurations.stream()
        .map(
            row -> {
              Map<String, @Nullable Object> values = Rows.values(row);
              values.put(PLACE, places.merge(rivals(row), 1, Integer::sum));
              return Rows.of(TYPE, values);
            })
        .toList();
  }

  private static List<String> rivals(Row configuration) {
    return List.of(configuration.getAs("problem"), configuration.getAs("optimizer"));
  }

  private static Row withStatistics(Row configuration, List<Row> trials) {
    List<Row> search = trials.stream().filter(row -> !StoredTrial.isConfirmation(row)).toList();
    List<Row> fresh = Configurations.fresh(trials);
    List<Row> told = fresh.isEmpty() ? search : fresh;
    Map<String, @Nullable Object> values = Rows.values(configuration);
    put(values, SELECTION, estimate(search, StoredTrial::selectionLoss));
    put(values, LOSS, estimate(told, row -> row.getAs(LOSS)));
    values.put(ACCURACY, estimate(told, row -> row.getAs("test_accuracy")).mean());
    values.put(TOLD + "seeds", (long) told.size());
    values.put(TOLD + "diverged", Configurations.count(told, "DIVERGED"::equals));
    values.put(TOLD + "failed", Configurations.count(told, "FAILED"::equals));
    values.put(
        TOLD + Configurations.NOT_FINITE,
        told.stream().filter(row -> isCompleted(row) && row.getAs(LOSS) == null).count());
    return Rows.of(TYPE, values);
  }

  private static boolean isCompleted(Row trial) {
    return trial.<String>getAs("status").equals("COMPLETED");
  }

  private static Estimate estimate(List<Row> trials, Function<Row, @Nullable Double> value) {
    return Estimate.of(
        trials.stream()
            .filter(RankedConfigurations::isCompleted)
            .map(value)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  private static void put(Map<String, @Nullable Object> values, String metric, Estimate estimate) {
    values.put(metric + "_count", estimate.count());
    values.put(metric + "_mean", estimate.mean());
    values.put(metric + "_sd", estimate.sd());
    values.put(metric + "_low", estimate.low());
    values.put(metric + "_high", estimate.high());
  }

  /** Returns the statistics of a metric in a row. */
  public static Estimate estimate(Row row, String metric) {
    Integer count = row.getAs(metric + "_count");
    return new Estimate(
        count == null ? 0 : count,
        row.getAs(metric + "_mean"),
        row.getAs(metric + "_sd"),
        row.getAs(metric + "_low"),
        row.getAs(metric + "_high"));
  }

  private static Score selectionScore(Row row) {
    return score(
        row.<Long>getAs("lost") + row.<Long>getAs(Configurations.NOT_FINITE),
        row.getAs(SELECTION + "_mean"));
  }

  /** Returns how well a configuration did by what is told of it. */
  static Score toldScore(Row row) {
    long lost =
        row.<Long>getAs(TOLD + "diverged")
            + row.<Long>getAs(TOLD + "failed")
            + row.<Long>getAs(TOLD + Configurations.NOT_FINITE);
    return score(lost, row.getAs(LOSS + "_mean"));
  }

  static Score score(long lost, @Nullable Double loss) {
    return new Score(Math.toIntExact(lost), loss == null ? Double.NaN : loss);
  }

  /**
   * Returns what is told of each optimizer on each problem: the configuration that the search found
   * best, confirmed or not.
   *
   * @param ranked as {@link #of} returns them
   */
  static List<Row> chosen(List<Row> ranked) {
    return ranked.stream().filter(row -> row.<Integer>getAs(PLACE) == 1).toList();
  }

  /** Whether trials on fresh seeds have confirmed a configuration. */
  static boolean isConfirmed(Row configuration) {
    return configuration.<Long>getAs(Configurations.CONFIRMED) > 0;
  }
}
