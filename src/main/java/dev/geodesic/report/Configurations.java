package dev.geodesic.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;

import dev.geodesic.store.ViewColumn;
import dev.geodesic.store.ViewColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The view {@code configurations}, of the view {@code trials}: one row a sweep and configuration,
 * what it is called, and how many of its seeds ended how.
 */
public final class Configurations {
  private static final String NAME = "configurations";
  private static final List<String> KEYS = List.of(ViewColumns.SWEEP, "configuration_id");

  /** The columns that it adds to the keys and the parameters, in their order. */
  private static final List<ViewColumn> OWN =
      List.of(
          column("label", DataTypes.StringType, "the optimizer and what was chosen, in words"),
          column(
              "parameters",
              DataTypes.StringType,
              "all that was asked, as JSON: the same in every sweep that asked for the same"),
          column("seeds", DataTypes.LongType, "trials of this configuration"),
          column("diverged", DataTypes.LongType, "of these, DIVERGED"),
          column("unfinished", DataTypes.LongType, "of these, without a result"),
          column("lost", DataTypes.LongType, "of these, not COMPLETED"));

  private Configurations() {}

  /** Its columns, in their order. */
  static List<ViewColumn> columns() {
    List<String> taken = Stream.of(KEYS, ViewColumns.PARAMETERS).flatMap(List::stream).toList();
    Stream<ViewColumn> ofTrials =
        ViewColumns.ALL.stream()
            .filter(column -> column.view().equals("trials") && taken.contains(column.name()))
            .map(column -> column.in(NAME));
    return Stream.concat(ofTrials, OWN.stream()).toList();
  }

  /** Registers it over the trials that are registered. */
  public static void register(SparkSession spark) {
    List<Column> aggregates = new ArrayList<>();
    // Where data lie is no part of a configuration's identity: one place is named of several.
    ViewColumns.PARAMETERS.forEach(name -> aggregates.add(max(col(name)).as(name)));
    aggregates.add(count_if(lit(true)).as("seeds"));
    aggregates.add(count_if(col("status").equalTo("DIVERGED")).as("diverged"));
    aggregates.add(count_if(col("status").isin("FAILED", "NOT_RUN")).as("unfinished"));
    aggregates.add(count_if(col("status").notEqual("COMPLETED")).as("lost"));
    spark
        .table("trials")
        .groupBy(columns(KEYS))
        .agg(aggregates.get(0), aggregates.subList(1, aggregates.size()).toArray(Column[]::new))
        .withColumn("label", label())
        .withColumn("parameters", to_json(struct(columns(ViewColumns.PARAMETERS))))
        .select(columns(columns().stream().map(ViewColumn::name).toList()))
        .createOrReplaceTempView(NAME);
  }

  private static Column label() {
    return udf(new ConfigurationLabel(), DataTypes.StringType)
        .apply(struct(columns(ViewColumns.PARAMETERS)));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  private static ViewColumn column(String name, DataType type, String meaning) {
    return new ViewColumn(NAME, name, type, meaning);
  }
}
