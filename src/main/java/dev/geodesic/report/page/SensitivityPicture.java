package dev.geodesic.report.page;

import dev.geodesic.report.Panels;
import dev.geodesic.report.page.Sensitivity.Point;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Final holdout loss against the learning rate, a panel a problem: what the page shows, for papers.
 */
final class SensitivityPicture {
  static final String FILE = "sensitivity.png";

  /** What is worse than the best by more would take the room of all that matters. */
  private static final double WORST = 8;

  private final List<XYChart> panels;

  private SensitivityPicture(List<XYChart> panels) {
    this.panels = panels;
  }

  static SensitivityPicture of(PageData data) {
    SortedSet<String> optimizers = new TreeSet<>();
    data.problems()
        .forEach(problem -> problem.sensitivities().forEach(s -> optimizers.add(s.optimizer())));
    return new SensitivityPicture(
        data.problems().stream()
            .filter(problem -> !problem.sensitivities().isEmpty())
            .map(problem -> panel(problem, List.copyOf(optimizers)))
            .filter(panel -> !panel.getSeriesCollection().isEmpty())
            .toList());
  }

  private static XYChart panel(ProblemReport problem, List<String> optimizers) {
    XYChart panel =
        Panels.logarithmic("learning rate", "holdout loss (nats)", problem.sensitivities().size());
    panel.setTitle("Best at each learning rate, with its 95 % interval: " + problem.label());
    double least =
        problem.sensitivities().stream()
            .flatMap(each -> each.points().stream())
            .map(Point::loss)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(0);
    for (Sensitivity each : problem.sensitivities()) {
      List<Point> points =
          each.points().stream()
              .filter(point -> point.loss() != null && point.loss() <= WORST * least)
              .toList();
      if (!points.isEmpty()) {
        line(panel, each.optimizer(), optimizers.indexOf(each.optimizer()), points);
      }
    }
    return panel;
  }

  private static void line(XYChart panel, String optimizer, int place, List<Point> points) {
    XYSeries series =
        panel.addSeries(
            optimizer,
            points.stream().mapToDouble(Point::learningRate).toArray(),
            points.stream().mapToDouble(point -> Objects.requireNonNull(point.loss())).toArray(),
            points.stream().mapToDouble(SensitivityPicture::halfInterval).toArray());
    series
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(Panels.color(place))
        .setLineColor(Panels.color(place))
        .setLineStyle(Panels.stroke(place));
  }

  private static double halfInterval(Point point) {
    Double low = point.low();
    Double high = point.high();
    return low == null || high == null ? 0 : (high - low) / 2;
  }

  /** Whether no optimizer was tried with several learning rates. */
  boolean isEmpty() {
    return panels.isEmpty();
  }

  /** What is drawn; series are named by optimizer. */
  List<XYChart> panels() {
    return panels;
  }

  /** Writes the picture and closes the stream. */
  void writePng(OutputStream out) throws IOException {
    Panels.writePng(panels, out);
  }
}
