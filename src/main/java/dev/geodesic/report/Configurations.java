package dev.geodesic.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.geodesic.store.ViewColumn;
import dev.geodesic.store.ViewColumns;
import dev.geodesic.trial.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The view {@code configurations}, of the view {@code trials}: one row a sweep and configuration,
 * what it and its problem are called, and how many of its seeds ended how.
 */
public final class Configurations {
  private static final String NAME = "configurations";
  private static final String ID = "configuration_id";
  private static final List<String> KEYS = List.of(ViewColumns.SWEEP, ID);

  /** What decides a configuration besides what was asked. */
  private static final List<String> CIRCUMSTANCES = List.of(Problem.DATA, Problem.TRAINER);

  /** The columns that it adds to what the trials say, in their order. */
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
          column("seeds", DataTypes.LongType, "trials of this configuration"),
          column("diverged", DataTypes.LongType, "of these, DIVERGED"),
          column("failed", DataTypes.LongType, "of these, FAILED"),
          column("unfinished", DataTypes.LongType, "of these, without a result"),
          column("lost", DataTypes.LongType, "of these, not COMPLETED"),
          column(
              BestConfigurations.NOT_FINITE,
              DataTypes.LongType,
              "of these, COMPLETED with a holdout loss that is infinite or not a number"));

  private Configurations() {}

  /** Its columns, in their order. */
  static List<ViewColumn> columns() {
    List<String> taken =
        Stream.of(KEYS, ViewColumns.PARAMETERS, CIRCUMSTANCES).flatMap(List::stream).toList();
    Stream<ViewColumn> ofTrials =
        ViewColumns.ALL.stream()
            .filter(column -> column.view().equals("trials") && taken.contains(column.name()))
            .map(column -> column.in(NAME));
    return Stream.concat(ofTrials, OWN.stream()).toList();
  }

  /**
   * Registers it over the trials that are registered. It is computed now, once: a question may name
   * it many times.
   */
  public static void register(SparkSession spark) {
    Dataset<Row> counted = counted(spark.table("trials"));
    List<Row> named = ConfigurationNames.of(counted.collectAsList());
    StructType columns =
        counted
            .schema()
            .add("problem", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("short_label", DataTypes.StringType);
    spark
        .createDataFrame(named, columns)
        .select(columns(columns().stream().map(ViewColumn::name).toList()))
        .createOrReplaceTempView(NAME);
  }

  private static Dataset<Row> counted(Dataset<Row> trials) {
    List<Column> aggregates = new ArrayList<>();
    // Where data lie is no part of a configuration's identity: one place is named of several.
    Stream.of(ViewColumns.PARAMETERS, CIRCUMSTANCES)
        .flatMap(List::stream)
        .forEach(name -> aggregates.add(max(col(name)).as(name)));
    aggregates.add(count_if(lit(true)).as("seeds"));
    aggregates.add(count_if(col("status").equalTo("DIVERGED")).as("diverged"));
    aggregates.add(count_if(col("status").equalTo("FAILED")).as("failed"));
    aggregates.add(count_if(col("status").isin("FAILED", "NOT_RUN")).as("unfinished"));
    aggregates.add(count_if(col("status").notEqual("COMPLETED")).as("lost"));
    aggregates.add(
        count_if(col("status").equalTo("COMPLETED").and(col("test_loss").isNull()))
            .as(BestConfigurations.NOT_FINITE));
    return trials
        .groupBy(columns(KEYS))
        .agg(aggregates.get(0), aggregates.subList(1, aggregates.size()).toArray(Column[]::new))
        .withColumn("parameters", to_json(struct(columns(ViewColumns.PARAMETERS))));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  private static ViewColumn column(String name, DataType type, String meaning) {
    return new ViewColumn(NAME, name, type, meaning);
  }
}
