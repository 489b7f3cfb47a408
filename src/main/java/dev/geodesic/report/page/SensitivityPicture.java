package dev.geodesic.report.page;

import dev.geodesic.report.Panels;
import dev.geodesic.report.page.Sensitivity.Point;
import java.awt.BasicStroke;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture for papers of the sensitivity section of the page: the final holdout loss against the
 * learning rate, one panel for each problem.
 */
final class SensitivityPicture {
  static final String FILE = "sensitivity.png";

  /** Losses above this multiple of the best are left out, because they would squeeze the others. */
  private static final double WORST = 8;

  /**
   * The factor by which intervals may exceed the drawn losses before they are cut; some would begin
   * below 0, which a logarithmic axis cannot show.
   */
  private static final double MARGIN = 2;

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
        Panels.logarithmic(
            "learning rate", problem.measure() + " (nats)", problem.sensitivities().size());
    boolean intervals =
        problem.sensitivities().stream()
            .flatMap(each -> each.points().stream())
            .anyMatch(point -> point.low() != null);
    panel.setTitle(
        "Best at each learning rate%s: %s"
            .formatted(intervals ? ", with its 95 % interval" : "", problem.label()));
    double least =
        problem.sensitivities().stream()
            .flatMap(each -> each.points().stream())
            .map(Point::loss)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .filter(loss -> loss > 0)
            .min()
            .orElse(0);
    for (Sensitivity each : problem.sensitivities()) {
      List<Point> points =
          each.points().stream().filter(point -> isWithin(point.loss(), WORST * least)).toList();
      int place = optimizers.indexOf(each.optimizer());
      if (!points.isEmpty()) {
        line(panel, each.optimizer(), place, points);
        points.forEach(point -> interval(panel, each.optimizer(), place, point, least));
      }
    }
    return panel;
  }

  /** Rejects a loss of 0, which rounding can produce, because a logarithmic axis cannot show it. */
  private static boolean isWithin(@Nullable Double loss, double most) {
    return loss != null && loss > 0 && loss <= most;
  }

  private static void line(XYChart panel, String optimizer, int place, List<Point> points) {
    XYSeries series =
        panel.addSeries(
            optimizer,
            points.stream().mapToDouble(Point::learningRate).toArray(),
            points.stream().mapToDouble(point -> Objects.requireNonNull(point.loss())).toArray());
    series
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(Panels.color(place))
        .setLineColor(Panels.color(place))
        .setLineStyle(Panels.stroke(place));
  }

  private static void interval(
      XYChart panel, String optimizer, int place, Point point, double least) {
    Double low = point.low();
    Double high = point.high();
    if (low != null && high != null) {
      double rate = point.learningRate();
      XYSeries series =
          panel.addSeries(
              "%s at %s".formatted(optimizer, rate),
              new double[] {rate, rate},
              new double[] {Math.max(low, least / MARGIN), Math.min(high, MARGIN * WORST * least)});
      series
          .setMarker(SeriesMarkers.NONE)
          .setLineColor(Panels.color(place))
          .setLineStyle(new BasicStroke(1))
          .setShowInLegend(false);
    }
  }

  /** Returns whether no optimizer has several learning rates, so that there is nothing to draw. */
  boolean isEmpty() {
    return panels.isEmpty();
  }

  /**
   * Returns the panels. Series are named by optimizer, intervals by optimizer and learning rate.
   */
  List<XYChart> panels() {
    return panels;
  }

  /** Writes the picture and closes the stream. */
  void writePng(OutputStream out) throws IOException {
    Panels.writePng(panels, out);
  }
}
