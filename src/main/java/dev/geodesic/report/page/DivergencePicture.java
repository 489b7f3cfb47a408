package dev.geodesic.report.page;

import dev.geodesic.report.Panels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.knowm.xchart.HeatMapChart;

/**
 * A picture for papers of the divergence maps of the page: the share of the trials that diverged,
 * by learning rate and another hyperparameter. Each problem and optimizer has a panel for every
 * column of {@link DivergenceMap#FIRST} that was tried with several values, or else for the map
 * that the page shows first.
 */
final class DivergencePicture {
  static final String FILE = "divergence.png";

  private final List<HeatMapChart> panels;

  private DivergencePicture(List<HeatMapChart> panels) {
    this.panels = panels;
  }

  static DivergencePicture of(PageData data) {
    return new DivergencePicture(
        data.problems().stream()
            .flatMap(
                problem ->
                    DivergenceMap.foremost(problem.divergence()).stream()
                        .filter(DivergenceMap::hasDivergences)
                        .map(map -> panel(problem, map)))
            .toList());
  }

  private static HeatMapChart panel(ProblemReport problem, DivergenceMap map) {
    ChartAxis other = map.other();
    List<String> rows = other == null ? List.of("") : other.words();
    HeatMapChart panel =
        Panels.percents("learning rate", other == null ? "" : other.title(), rows.size());
    panel.setTitle("Diverged, % of the trials that ended: " + title(problem, map));
    panel.addSeries(title(problem, map), map.rates().words(), rows, cells(map));
    return panel;
  }

  private static String title(ProblemReport problem, DivergenceMap map) {
    return "%s, %s".formatted(map.optimizer(), problem.label());
  }

  private static List<Number[]> cells(DivergenceMap map) {
    return map.cells().stream()
        .filter(cell -> cell.share() != null)
        .map(
            cell ->
                new Number[] {
                  cell.x(), cell.y(), Math.round(100 * Objects.requireNonNull(cell.share()))
                })
        .toList();
  }

  /** Returns whether no trial diverged, so that there is nothing to draw. */
  boolean isEmpty() {
    return panels.isEmpty();
  }

  /** Returns the panels; their cells are whole percents. */
  List<HeatMapChart> panels() {
    return panels;
  }

  /** Writes the picture and closes the stream. */
  void writePng(OutputStream out) throws IOException {
    Panels.writePng(panels, out);
  }
}
