package dev.geodesic.report;

import dev.geodesic.report.LossCurves.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.apache.spark.sql.Row;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Loss against step on one problem, for the best configuration of each optimizer: a thin line a
 * seed, each to its own end, a thick one for their median, and a dashed one for the loss that MLlib
 * reaches.
 */
final class LossPanel {

  private static final List<Color> GREYS = List.of(new Color(60, 60, 60), new Color(140, 140, 140));
  private static final int FAINT = 70;

  /** More lines of single seeds than those of so many configurations hide one another. */
  private static final int MOST_WITH_SEEDS = 6;

  private final XYChart chart;

  private final List<String> optimizers;

  private LossPanel(XYChart chart, List<String> optimizers) {
    this.chart = chart;
    this.optimizers = optimizers;
  }

  /**
   * Draws a problem.
   *
   * @param title words that go with the title
   * @param optimizers of the whole sweep: each has its color
   * @param best rows of {@link BestConfigurations#of}
   * @param curves of each of these
   * @param baselines of the same problem
   */
  static XYChart draw(
      LossMeasure measure,
      String title,
      List<String> optimizers,
      List<Row> best,
      List<LossCurves> curves,
      List<Row> baselines) {
    LossPanel drawn =
        new LossPanel(
            Panels.logarithmic("step", measure.axis(), best.size() + baselines.size()), optimizers);
    boolean withSeeds = best.size() <= MOST_WITH_SEEDS;
    boolean anyDiverged = drawn.drawDiverged(best, curves);
    drawn.chart.setTitle(
        measure.title()
            + (withSeeds ? ": median and single seeds" : ": median over seeds")
            + title
            + (anyDiverged ? ", × where one diverged" : ""));
    if (withSeeds) {
      drawn.drawSeeds(best, curves);
    }
    drawn.drawMedians(best, curves);
    drawn.drawBaselines(measure, baselines, curves);
    return drawn.chart;
  }

  private int optimizer(Row configuration) {
    return optimizers.indexOf(configuration.<String>getAs("optimizer"));
  }

  /** All of them before any median, which none of them shall cover. */
  private void drawSeeds(List<Row> best, List<LossCurves> curves) {
    for (int i = 0; i < best.size(); i++) {
      String id = best.get(i).getAs("configuration_id");
      Color color = Panels.color(optimizer(best.get(i)));
      Color faint = new Color(color.getRed(), color.getGreen(), color.getBlue(), FAINT);
      curves
          .get(i)
          .bySeed()
          .forEach((seed, points) -> line(id + " seed " + seed, points, faint, solid(1)));
    }
  }

  private boolean drawDiverged(List<Row> best, List<LossCurves> curves) {
    boolean any = false;
    for (int i = 0; i < best.size(); i++) {
      List<Point> diverged = curves.get(i).diverged();
      if (!diverged.isEmpty()) {
        crosses(
            best.get(i).<String>getAs("configuration_id") + " diverged",
            diverged,
            Panels.color(optimizer(best.get(i))));
        any = true;
      }
    }
    return any;
  }

  private void drawMedians(List<Row> best, List<LossCurves> curves) {
    for (int i = 0; i < best.size(); i++) {
      List<Point> median = curves.get(i).median();
      if (!median.isEmpty()) {
        line(
                best.get(i).getAs("configuration_id"),
                median,
                Panels.color(optimizer(best.get(i))),
                Panels.stroke(optimizer(best.get(i))))
            .setLabel(best.get(i).<String>getAs("short_label") + Labels.lost(best.get(i)))
            .setShowInLegend(true);
      }
    }
  }

  private void drawBaselines(LossMeasure measure, List<Row> baselines, List<LossCurves> curves) {
    IntSummaryStatistics steps =
        curves.stream()
            .flatMap(curve -> curve.bySeed().values().stream())
            .flatMap(List::stream)
            .mapToInt(Point::step)
            .summaryStatistics();
    for (int i = 0; i < baselines.size() && steps.getCount() > 0; i++) {
      Row baseline = baselines.get(i);
      Double loss = baseline.getAs(measure.column());
      // Null where it is infinite, for which the axis has no place either.
      if (loss != null && loss > 0) {
        List<Point> level =
            List.of(new Point(steps.getMin(), loss), new Point(steps.getMax(), loss));
        line("baseline " + i, level, GREYS.get(i % GREYS.size()), dashed())
            .setLabel(Labels.ofBaseline(baseline, loss, baselines))
            .setShowInLegend(true);
      }
    }
  }

  private XYSeries line(String name, List<Point> points, Color color, BasicStroke stroke) {
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(Point::step).toArray(),
            points.stream().mapToDouble(Point::loss).toArray());
    series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(stroke);
    series.setShowInLegend(false);
    return series;
  }

  /** Where seeds diverged. */
  private void crosses(String name, List<Point> points, Color color) {
    XYSeries series = line(name, points, color, solid(1));
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CROSS).setMarkerColor(color);
  }

  private static BasicStroke solid(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  private static BasicStroke dashed() {
    return Panels.broken(2, 8, 6);
  }
}
