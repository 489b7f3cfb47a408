package dev.geodesic.store.summary;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import dev.geodesic.store.table.TrialColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Statistics over seeds, computed by Spark: for questions about trials that were added after the
 * summary on disk was written.
 */
public final class SparkSummary {
  private static final String CONFIGURATION = "configuration_id";
  private static final String STEP = "step";

  /** What the seeds of a row have in common. */
  private static final String[] KEYS = {CONFIGURATION, SummaryColumns.CONFIRMATION};

  private SparkSummary() {}

  /**
   * Returns one row for each configuration and step at which a seed has a point or diverged.
   *
   * @param trials of {@link TrialColumns#TABLE}, each once
   * @return rows of {@link SummaryColumns#TABLE}
   */
  public static Dataset<Row> of(Dataset<Row> trials) {
    Dataset<Row> steps = withDivergedUpToStep(byStep(points(trials).union(divergences(trials))));
    return steps.join(configurations(trials), KEYS).select(columns());
  }

  private static Dataset<Row> points(Dataset<Row> trials) {
    List<Column> columns =
        new ArrayList<>(
            List.of(col(CONFIGURATION), col(SummaryColumns.CONFIRMATION), col("point." + STEP)));
    SummaryColumns.METRICS.forEach(metric -> columns.add(col("point." + metric)));
    columns.add(lit(0).as(SummaryColumns.DIVERGED));
    return trials
        .select(
            col(CONFIGURATION),
            col(SummaryColumns.CONFIRMATION),
            explode(col(TrialColumns.CURVE.name())).as("point"))
        .select(columns.toArray(Column[]::new));
  }

  /** Returns rows of the steps at which seeds diverged, which may have no points. */
  private static Dataset<Row> divergences(Dataset<Row> trials) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                col(CONFIGURATION),
                col(SummaryColumns.CONFIRMATION),
                col("diverged_step").as(STEP)));
    SummaryColumns.METRICS.forEach(metric -> columns.add(lit(null).cast("double").as(metric)));
    columns.add(lit(1).as(SummaryColumns.DIVERGED));
    return trials.filter(col("diverged_step").isNotNull()).select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> byStep(Dataset<Row> events) {
    Column[] aggregates =
        SummaryColumns.METRICS.stream()
            .map(metric -> SeedStatistics.of(col(metric)).as(metric))
            .toArray(Column[]::new);
    return events
        .groupBy(col(CONFIGURATION), col(SummaryColumns.CONFIRMATION), col(STEP))
        .agg(sum(col(SummaryColumns.DIVERGED)).as(SummaryColumns.DIVERGED), aggregates);
  }

  private static Dataset<Row> withDivergedUpToStep(Dataset<Row> steps) {
    WindowSpec upToStep =
        Window.partitionBy(CONFIGURATION, SummaryColumns.CONFIRMATION)
            .orderBy(STEP)
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column diverged = sum(col(SummaryColumns.DIVERGED)).over(upToStep).cast("int");
    return steps.withColumn(SummaryColumns.DIVERGED, diverged);
  }

  /** Returns the configurations; of several places of the same data one is named. */
  private static Dataset<Row> configurations(Dataset<Row> trials) {
    Column[] parameters =
        SummaryColumns.PARAMETERS.stream()
            .map(name -> max(col(name)).as(name))
            .toArray(Column[]::new);
    return trials
        .groupBy(col(CONFIGURATION), col(SummaryColumns.CONFIRMATION))
        .agg(count(lit(1)).cast("int").as(SummaryColumns.SEEDS), parameters);
  }

  private static Column[] columns() {
    Stream<Column> plain = SummaryColumns.KEYS.stream().map(name -> col(name));
    Stream<Column> statistics =
        SummaryColumns.METRICS.stream()
            .flatMap(
                metric ->
                    SeedStatistics.FIELDS.stream()
                        .map(field -> col(metric + "." + field).as(metric + "_" + field)));
    return Stream.concat(plain, statistics).toArray(Column[]::new);
  }
}
