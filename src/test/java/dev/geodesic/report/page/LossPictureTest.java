package dev.geodesic.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.report.page.ProblemReport.Fit;
import dev.geodesic.store.summary.Estimate;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** The picture holds the curves that the page shows. */
class LossPictureTest {
  private static final int WIDTH = 1200;

  private static Curve curve(int firstStep, List<List<Double>> losses) {
    Curve curve = new Curve();
    for (int i = 0; i < losses.size(); i++) {
      curve.add(firstStep + i, 0.1 * i, Estimate.of(losses.get(i)));
    }
    return curve;
  }

  private static LossLine line(String optimizer, int place, int diverged, Curve train) {
    return new LossLine(
        optimizer + place,
        optimizer + ", learning rate 0." + place,
        optimizer,
        place,
        4,
        diverged,
        diverged == 0 ? null : 2.0,
        curve(10, List.of(List.of(0.7), List.of(0.6))),
        train);
  }

  private static LossLine line(String optimizer) {
    return line(optimizer, 1, 0, curve(1, List.of(List.of(1.0), List.of(0.5))));
  }

  private static ProblemReport problem(String label, @Nullable Fit fit, LossLine... lines) {
    return new ProblemReport(
        label,
        "",
        "holdout loss",
        lines.length,
        fit,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(lines),
        List.of(),
        DivergenceMap.of(List.of()),
        ParallelCoordinates.of(List.of()),
        Costs.of(List.of()));
  }

  private static LossPicture picture(ProblemReport... problems) {
    SweepSummary night =
        new SweepSummary(
            "night", "2026-11-25T03:00:00Z", null, Map.of(), 1, List.of(), List.of(), List.of());
    return LossPicture.of(new PageData(night, List.of(problems)));
  }

  private static List<XYSeries> legend(LossPicture picture) {
    return picture.panels().stream()
        .flatMap(panel -> panel.getSeriesCollection().stream())
        .filter(XYSeries::isShowInLegend)
        .toList();
  }

  private static XYSeries series(LossPicture picture, String name) {
    return picture.panels().get(0).getSeriesCollection().stream()
        .filter(series -> series.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void linesAreTheMeansOfThePageWithTheirIntervals() {
    Curve train = curve(1, List.of(List.of(1.0, 3.0), List.of(0.5, 0.7), List.of(0.5)));
    LossPicture picture = picture(problem("mnist", null, line("sgd", 1, 0, train)));
    assertThat(series(picture, "sgd1").getXData()).containsExactly(1, 2, 3);
    assertThat(series(picture, "sgd1").getYData()).containsExactly(2, 0.6, 0.5);
    // One seed has no interval; one that reaches below zero is cut.
    assertThat(series(picture, "sgd1 low").getXData()).containsExactly(1, 2);
    assertThat(series(picture, "sgd1 low").getYData()).containsExactly(0.2, 0.06);
    assertThat(series(picture, "sgd1 high").getYData())
        .containsExactly(
            train.high().subList(0, 2).stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void theBestOfEachOptimizerIsDrawnAndItsLossesAreCounted() {
    Curve train = curve(1, List.of(List.of(1.0)));
    LossPicture picture =
        picture(
            problem(
                "mnist",
                new Fit(0.25, 0.27, 0.92, 90, false),
                line("sgd", 1, 3, train),
                line("adam"),
                line("sgd", 2, 0, train)));
    assertThat(legend(picture))
        .extracting(XYSeries::getLabel)
        .containsExactly(
            "sgd, learning rate 0.1: 3 of 4 seeds diverged",
            "adam, learning rate 0.1",
            "MLlib L-BFGS on the whole training set, not converged: 0.25");
    XYSeries fit = series(picture, "fit");
    assertThat(fit.getXData()).containsExactly(1, 2);
    assertThat(fit.getYData()).containsExactly(0.25, 0.25);
    assertThat(fit.getLineStyle().getDashArray()).isNotEmpty();
  }

  @Test
  void eachProblemHasAPanelAndAnOptimizerOneColor() {
    LossPicture picture =
        picture(
            problem("side 7", null, line("sgd"), line("adam")),
            problem("side 14", null, line("adam")));
    assertThat(picture.panels())
        .extracting(XYChart::getTitle)
        .containsExactly(
            "Training loss of each optimizer's best configuration: side 7",
            "Training loss of each optimizer's best configuration: side 14");
    List<XYSeries> lines = legend(picture);
    assertThat(lines.get(1).getLineColor())
        .isEqualTo(lines.get(2).getLineColor())
        .isNotEqualTo(lines.get(0).getLineColor());
  }

  @Test
  void theSeventhLineDiffersFromTheFirstOfItsColor() {
    LossLine[] lines =
        Stream.of("a", "b", "c", "d", "e", "f", "g")
            .map(LossPictureTest::line)
            .toArray(LossLine[]::new);
    LossPicture picture = picture(problem("mnist", null, lines));
    List<XYSeries> means = legend(picture);
    assertThat(picture.panels().get(0).getSeriesCollection()).as("no intervals").hasSize(7);
    assertThat(means.get(6).getLineColor()).isEqualTo(means.get(0).getLineColor());
    assertThat(means.get(0).getLineStyle().getDashArray()).isNull();
    assertThat(means.get(6).getLineStyle().getDashArray()).containsExactly(1, 5);
  }

  @Test
  void whereBatchesLeftNoPointTheHoldoutIsDrawn() {
    Curve thinned = curve(10, List.of(List.of(1.0), List.of(0.5)));
    LossPicture picture =
        picture(problem("mnist", new Fit(0.25, 0.27, 0.92, 90, true), line("sgd", 1, 0, thinned)));
    assertThat(series(picture, "sgd1").getYData()).containsExactly(0.7, 0.6);
    assertThat(series(picture, "fit").getYData()).containsExactly(0.27, 0.27);
    assertThat(picture.panels().get(0).getTitle()).startsWith("Holdout loss of");
  }

  @Test
  void aLossOfZeroHasNoPlaceOnALogarithmicAxis() throws IOException {
    Curve train = curve(1, List.of(List.of(1.0), List.of(0.0)));
    LossPicture picture = picture(problem("mnist", null, line("sgd", 1, 0, train)));
    assertThat(series(picture, "sgd1").getXData()).containsExactly(1);
    assertThat(drawn(picture).getWidth()).isEqualTo(WIDTH);
  }

  @Test
  void thePictureHasRoomForItsLegendAndSomethingInTheFirstColor() throws IOException {
    BufferedImage one = drawn(picture(problem("mnist", null, line("sgd"))));
    assertThat(one.getHeight()).isBetween(500, 700);
    long blue =
        Arrays.stream(one.getRGB(0, 0, WIDTH, 500, null, 0, WIDTH))
            .filter(pixel -> (pixel & 0xffffff) == (114 << 8 | 178))
            .count();
    assertThat(blue).isGreaterThan(WIDTH);
    BufferedImage two = drawn(picture(problem("mnist", null, line("sgd"), line("adam"))));
    assertThat(two.getHeight()).isGreaterThan(one.getHeight());
  }

  @Test
  void whereNoTrialTookAStepThereIsNothingToDraw() {
    assertThat(picture(problem("mnist", null)).isEmpty()).isTrue();
    assertThat(picture(problem("mnist", null, line("sgd", 1, 4, new Curve()))).panels())
        .allSatisfy(panel -> assertThat(panel.getTitle()).startsWith("Holdout"));
  }

  private static BufferedImage drawn(LossPicture picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    picture.writePng(out);
    return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
  }
}
