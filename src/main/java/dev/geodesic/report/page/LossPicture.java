package dev.geodesic.report.page;

import dev.geodesic.report.Digits;
import dev.geodesic.report.Panels;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture for papers of the loss section of the page: the mean loss over seeds against the step,
 * for the best configuration of each optimizer, with the 95 % interval of the mean, and the loss
 * that MLlib reaches. Each problem has a panel.
 */
final class LossPicture {
  static final String FILE = "loss.png";

  private static final Color GREY = new Color(60, 60, 60);

  /** Intervals of more lines than these hide one another. */
  private static final int MOST_WITH_INTERVALS = 6;

  /** Bounds further below the mean are cut; some would be negative, on a logarithmic axis. */
  private static final double LOWEST = 0.1;

  private final List<XYChart> panels;

  private LossPicture(List<XYChart> panels) {
    this.panels = panels;
  }

  static LossPicture of(PageData data) {
    List<List<LossLine>> best =
        data.problems().stream()
            .map(problem -> problem.lines().stream().filter(line -> line.place() == 1).toList())
            .toList();
    List<String> optimizers =
        best.stream().flatMap(List::stream).map(LossLine::optimizer).distinct().toList();
    List<XYChart> panels = new ArrayList<>();
    for (int i = 0; i < best.size(); i++) {
      XYChart panel = panel(data.problems().get(i), best.get(i), optimizers);
      if (!panel.getSeriesCollection().isEmpty()) {
        panels.add(panel);
      }
    }
    return new LossPicture(panels);
  }

  private static XYChart panel(
      ProblemReport problem, List<LossLine> best, List<String> optimizers) {
    boolean isTraining = best.stream().anyMatch(line -> isFromTheStart(line.train()));
    Function<LossLine, Curve> curve = isTraining ? LossLine::train : LossLine::measured;
    XYChart panel =
        Panels.logarithmic(
            "step",
            "%s (nats)".formatted(isTraining ? "batch loss" : problem.measure()),
            best.size() + 1);
    panel.setTitle(
        "%s of each optimizer's best configuration: %s"
            .formatted(
                isTraining ? "Training loss" : StringUtils.capitalize(problem.measure()),
                problem.label()));
    for (LossLine line : best) {
      int place = optimizers.indexOf(line.optimizer());
      if (best.size() <= MOST_WITH_INTERVALS) {
        bound(panel, line.id() + " low", curve.apply(line), Curve::low, place);
        bound(panel, line.id() + " high", curve.apply(line), Curve::high, place);
      }
    }
    best.forEach(line -> mean(panel, line, curve.apply(line), optimizers));
    fit(panel, problem.baseline(), isTraining, best.stream().map(curve).toList());
    return panel;
  }

  /** Where most batches left no point, those that did show little. */
  private static boolean isFromTheStart(Curve curve) {
    return !curve.step().isEmpty() && curve.step().get(0) == 1;
  }

  private static void mean(XYChart panel, LossLine line, Curve curve, List<String> optimizers) {
    int place = optimizers.indexOf(line.optimizer());
    XYSeries series = line(panel, line.id(), curve, i -> curve.mean().get(i), Panels.color(place));
    if (series != null) {
      series
          .setLineStyle(Panels.stroke(place))
          .setLabel(
              line.diverged() == 0
                  ? line.label()
                  : "%s: %d of %d seeds diverged"
                      .formatted(line.label(), line.diverged(), line.seeds()))
          .setShowInLegend(true);
    }
  }

  private static void bound(
      XYChart panel,
      String name,
      Curve curve,
      Function<Curve, List<@Nullable Double>> bounds,
      int place) {
    Color color = Panels.color(place);
    XYSeries series =
        line(
            panel,
            name,
            curve,
            i -> {
              Double bound = bounds.apply(curve).get(i);
              return bound == null ? null : Math.max(bound, LOWEST * curve.mean().get(i));
            },
            new Color(color.getRed(), color.getGreen(), color.getBlue(), 90));
    if (series != null) {
      series.setLineStyle(new BasicStroke(1));
    }
  }

  private static void fit(
      XYChart panel, ProblemReport.@Nullable Fit fit, boolean isTraining, List<Curve> curves) {
    Double loss = fit == null ? null : isTraining ? fit.trainLoss() : fit.testLoss();
    List<Integer> steps = curves.stream().flatMap(curve -> curve.step().stream()).toList();
    if (loss == null || loss <= 0 || steps.isEmpty()) {
      return;
    }
    double first = steps.stream().mapToInt(Integer::intValue).min().orElse(1);
    double last = steps.stream().mapToInt(Integer::intValue).max().orElse(1);
    panel
        .addSeries("fit", new double[] {first, last}, new double[] {loss, loss})
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(GREY)
        .setLineStyle(Panels.broken(2, 8, 6))
        .setLabel(
            "MLlib L-BFGS on the whole training set%s: %s"
                .formatted(
                    Boolean.FALSE.equals(Objects.requireNonNull(fit).converged())
                        ? ", not converged"
                        : "",
                    Digits.six(loss)));
  }

  /** A logarithmic axis has no place for a loss of 0, which rounding can give. */
  private static @Nullable XYSeries line(
      XYChart panel,
      String name,
      Curve curve,
      Function<Integer, @Nullable Double> loss,
      Color color) {
    List<Integer> steps = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < curve.step().size(); i++) {
      Double at = loss.apply(i);
      if (at != null && at > 0) {
        steps.add(curve.step().get(i));
        losses.add(at);
      }
    }
    if (steps.isEmpty()) {
      return null;
    }
    XYSeries series = panel.addSeries(name, steps, losses);
    series.setMarker(SeriesMarkers.NONE).setLineColor(color).setShowInLegend(false);
    return series;
  }

  /** Returns whether no trial took a step, so that there is nothing to draw. */
  boolean isEmpty() {
    return panels.isEmpty();
  }

  /** Returns the panels. Series are named by configuration id, bounds with low or high. */
  List<XYChart> panels() {
    return panels;
  }

  /** Writes the picture and closes the stream. */
  void writePng(OutputStream out) throws IOException {
    Panels.writePng(panels, out);
  }
}
