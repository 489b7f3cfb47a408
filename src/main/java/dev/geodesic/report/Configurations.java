package dev.geodesic.report;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.ViewColumn;
import dev.geodesic.store.ViewColumns;
import dev.geodesic.trial.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The view {@code configurations}, made from the view {@code trials}: one row for each sweep and
 * configuration, with its name, its problem's name, and the number of its seeds by status.
 */
public final class Configurations {
  /** The column with the number of seeds that completed without a finite loss. */
  static final String NOT_FINITE = "not_finite";

  /** The column with the number of seeds that a halving stopped. */
  static final String STOPPED = "stopped";

  /** The column with the number of trials that confirm the choice. */
  static final String CONFIRMED = "confirmed";

  private static final String NAME = "configurations";
  private static final String ID = "configuration_id";
  private static final List<String> KEYS = List.of(ViewColumns.SWEEP, ID);

  /** Columns that decide a configuration in addition to its parameters. */
  private static final List<String> CIRCUMSTANCES = List.of(Problem.DATA, Problem.TRAINER);

  /** The columns that the view adds to those of the trials, in their order. */
  private static final List<ViewColumn> OWN =
      List.of(
          column(
              "problem",
              DataTypes.StringType,
              "what it is compared on, in words that tell the problems of these sweeps apart: data,"
                  + " holdout, model, steps, trainer. Compare within one problem alone"),
          column(
              "label",
              DataTypes.StringType,
              "the optimizer and what was chosen, in words; no other configuration has the same"),
          column(
              "short_label",
              DataTypes.StringType,
              "the same for where its problem is told; no other one of the problem has it"),
          column(
              "parameters",
              DataTypes.StringType,
              "all that was asked, as JSON: the same in every sweep that asked for the same"),
          column("seeds", DataTypes.LongType, "trials of this configuration in the search"),
          column("diverged", DataTypes.LongType, "of these, DIVERGED"),
          column("failed", DataTypes.LongType, "of these, FAILED"),
          column("unfinished", DataTypes.LongType, "of these, without a result"),
          column(
              STOPPED,
              DataTypes.LongType,
              "of these, STOPPED by a halving; it is ranked after all that were not"),
          column("lost", DataTypes.LongType, "of these, neither COMPLETED nor STOPPED"),
          column(
              NOT_FINITE,
              DataTypes.LongType,
              "of these, COMPLETED with a loss to be judged by that is infinite or not a number"),
          column(
              CONFIRMED,
              DataTypes.LongType,
              "trials in addition to these, on fresh seeds, that confirm its choice, lost ones"
                  + " included; 0 as long as one of them has not been run"));

  /** The columns of {@link #of}. */
  static final StructType TYPE =
      DataTypes.createStructType(
          columns().stream()
              .map(column -> DataTypes.createStructField(column.name(), column.type(), true))
              .toArray(StructField[]::new));

  private static final ObjectMapper JSON = new ObjectMapper();

  private Configurations() {}

  /** The columns of the view, in their order. */
  static List<ViewColumn> columns() {
    List<String> taken =
        Stream.of(KEYS, ViewColumns.PARAMETERS, CIRCUMSTANCES).flatMap(List::stream).toList();
    Stream<ViewColumn> ofTrials =
        ViewColumns.ALL.stream()
            .filter(column -> column.view().equals("trials") && taken.contains(column.name()))
            .map(column -> column.in(NAME));
    return Stream.concat(ofTrials, OWN.stream()).toList();
  }

  /** Registers the view, made from these trials. */
  public static void register(SparkSession spark, List<Row> trials) {
    spark.createDataFrame(of(trials), TYPE).createOrReplaceTempView(NAME);
  }

  /**
   * Returns one row of {@link #TYPE} for each configuration.
   *
   * @param trials rows of the view of trials
   */
  static List<Row> of(List<Row> trials) {
    Map<List<@Nullable Object>, List<Row>> byKey = new LinkedHashMap<>();
    for (Row trial : trials) {
      byKey
          .computeIfAbsent(
              KEYS.stream().<@Nullable Object>map(trial::getAs).toList(), key -> new ArrayList<>())
          .add(trial);
    }
    List<Row> counted = byKey.values().stream().map(Configurations::counted).toList();
    List<ConfigurationNames.Name> names = ConfigurationNames.of(counted);
    List<Row> named = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Map<String, @Nullable Object> values = Rows.values(counted.get(i));
      values.put("problem", names.get(i).problem());
      values.put("label", names.get(i).label());
      values.put("short_label", names.get(i).shortLabel());
      named.add(Rows.of(TYPE, values));
    }
    return named;
  }

  private static Row counted(List<Row> trials) {
    Map<String, @Nullable Object> values = new HashMap<>();
    KEYS.forEach(key -> values.put(key, trials.get(0).getAs(key)));
    // The place of the data is not part of a configuration: one of several places is named.
    Stream.of(ViewColumns.PARAMETERS, CIRCUMSTANCES)
        .flatMap(List::stream)
        .forEach(name -> values.put(name, Rows.largest(trials, name)));
    values.put("parameters", json(values));
    List<Row> search = trials.stream().filter(not(StoredTrial::isConfirmation)).toList();
    values.put("seeds", (long) search.size());
    values.put("diverged", count(search, "DIVERGED"::equals));
    values.put("failed", count(search, "FAILED"::equals));
    values.put("unfinished", count(search, Set.of("FAILED", "NOT_RUN")::contains));
    values.put(STOPPED, count(search, "STOPPED"::equals));
    values.put("lost", count(search, not(Set.of("COMPLETED", "STOPPED")::contains)));
    values.put(NOT_FINITE, search.stream().filter(NotFinite::isWithoutRank).count());
    values.put(CONFIRMED, (long) fresh(trials).size());
    return Rows.of(TYPE, values);
  }

  /**
   * Returns the trials that confirm the choice of a configuration; none as long as one of them has
   * not been run, as what is told must not depend on which came first.
   *
   * @param trials of the configuration
   */
  public static List<Row> fresh(List<Row> trials) {
    List<Row> fresh = trials.stream().filter(StoredTrial::isConfirmation).toList();
    return count(fresh, "NOT_RUN"::equals) > 0 ? List.of() : fresh;
  }

  static long count(List<Row> trials, Predicate<String> status) {
    return trials.stream().filter(trial -> status.test(trial.getAs("status"))).count();
  }

  private static String json(Map<String, @Nullable Object> values) {
    Map<String, Object> asked = new LinkedHashMap<>();
    for (String name : ViewColumns.PARAMETERS) {
      Object value = values.get(name);
      if (value != null) {
        asked.put(name, value);
      }
    }
    try {
      return JSON.writeValueAsString(asked);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Parameters are numbers and strings", e);
    }
  }

  private static ViewColumn column(String name, DataType type, String meaning) {
    return new ViewColumn(NAME, name, type, meaning);
  }
}
