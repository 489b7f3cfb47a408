package dev.geodesic.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.knowm.xchart.XYChart;

/** Loss against step for the best configuration of each optimizer, a panel a problem. */
public final class LossChart {
  /** Where it lies among the results. */
  public static final String FILE = "loss.png";

  private final List<XYChart> panels;

  private LossChart(List<XYChart> panels) {
    this.panels = panels;
  }

  /** Draws the sweep whose views are registered. */
  public static LossChart of(SparkSession spark) {
    List<Row> best = BestConfigurations.query(spark).collectAsList();
    List<Row> baselines = spark.table("baselines").orderBy("downsample", "bias").collectAsList();
    LossMeasure measure = LossMeasure.of(spark);
    Labels problems = Labels.ofProblems(best);
    List<String> optimizers =
        best.stream().map(row -> row.<String>getAs("optimizer")).distinct().toList();
    Map<List<Object>, List<Row>> byProblem = new LinkedHashMap<>();
    best.forEach(
        row ->
            byProblem
                .computeIfAbsent(values(row, BestConfigurations.PROBLEM), p -> new ArrayList<>())
                .add(row));
    return new LossChart(
        byProblem.values().stream()
            .map(
                rows ->
                    LossPanel.draw(
                        spark,
                        measure,
                        problems.ofSettings(rows.get(0)),
                        optimizers,
                        rows,
                        baselinesOf(rows.get(0), baselines)))
            .filter(panel -> !panel.getSeriesCollection().isEmpty())
            .toList());
  }

  private static List<Row> baselinesOf(Row problem, List<Row> baselines) {
    return baselines.stream()
        .filter(
            baseline ->
                values(baseline, BestConfigurations.LINEAR_PROBLEM)
                    .equals(values(problem, BestConfigurations.LINEAR_PROBLEM)))
        .toList();
  }

  private static List<Object> values(Row row, List<String> columns) {
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.getAs(column)));
    return values;
  }

  /** Whether any trial took a step; if none did there is nothing to draw. */
  public boolean isEmpty() {
    return panels.isEmpty();
  }

  /** What is drawn; series are named by configuration and seed. */
  List<XYChart> panels() {
    return panels;
  }

  /** Writes the picture, one panel below the other, and closes the stream. */
  public void writePng(OutputStream out) throws IOException {
    Panels.writePng(panels, out);
  }
}
