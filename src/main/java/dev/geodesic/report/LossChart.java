package dev.geodesic.report;

import dev.geodesic.trial.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    List<String> optimizers =
        best.stream().map(row -> row.<String>getAs("optimizer")).distinct().toList();
    Map<Problem, List<Row>> byProblem =
        best.stream()
            .collect(Collectors.groupingBy(Problems::of, LinkedHashMap::new, Collectors.toList()));
    List<String> differing = Problem.differing(byProblem.keySet());
    return new LossChart(
        byProblem.entrySet().stream()
            .map(
                of ->
                    LossPanel.draw(
                        spark,
                        measure,
                        title(of.getKey(), differing),
                        optimizers,
                        of.getValue(),
                        baselines.stream().filter(row -> Problems.isOf(of.getKey(), row)).toList()))
            .filter(panel -> !panel.getSeriesCollection().isEmpty())
            .toList());
  }

  private static String title(Problem problem, List<String> differing) {
    return differing.isEmpty() ? "" : ", " + problem.describe(differing);
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
