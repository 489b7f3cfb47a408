package dev.geodesic.report;

import dev.geodesic.trial.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.knowm.xchart.XYChart;

/** Loss against step for the best configuration of each optimizer, a panel a problem. */
public final class LossChart {
  /** Where it lies among the results. */
  public static final String FILE = "loss.png";

  private final List<XYChart> panels;

  private LossChart(List<XYChart> panels) {
    this.panels = panels;
  }

  /** Draws a sweep. */
  public static LossChart of(SweepResults results) {
    List<Row> best = BestConfigurations.of(results.configurations());
    LossMeasure measure = LossMeasure.of(results.curves());
    List<String> optimizers =
        best.stream().map(row -> row.<String>getAs("optimizer")).distinct().toList();
    Map<Problem, List<Row>> byProblem =
        best.stream()
            .collect(Collectors.groupingBy(Problems::of, LinkedHashMap::new, Collectors.toList()));
    List<String> differing = Problem.differing(byProblem.keySet());
    Map<String, List<Row>> trials = results.trialsByConfiguration();
    List<XYChart> panels = new ArrayList<>();
    byProblem.forEach(
        (problem, rivals) ->
            panels.add(
                LossPanel.draw(
                    measure,
                    title(problem, differing),
                    optimizers,
                    rivals,
                    rivals.stream()
                        .map(
                            row ->
                                LossCurves.of(
                                    trials.getOrDefault(row.<String>getAs(Labels.ID), List.of()),
                                    results.curves(),
                                    measure))
                        .toList(),
                    fits(problem, results.baselines()))));
    panels.removeIf(panel -> panel.getSeriesCollection().isEmpty());
    return new LossChart(panels);
  }

  private static List<Row> fits(Problem problem, List<Row> baselines) {
    return baselines.stream()
        .filter(row -> Problems.isOf(problem, row))
        .sorted(Rows.ascending("downsample").thenComparing(Rows.ascending("bias")))
        .toList();
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
