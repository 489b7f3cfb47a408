package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.completed;
import static dev.geodesic.report.StoredSweeps.diverged;
import static dev.geodesic.report.StoredSweeps.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class LossChartTest {
  private static final NaturalGradient NATURAL =
      Specs.natural(0.1, 1e-6, 0, Fisher.EXACT, Solver.AUTO);

  /** Where windows of a twelfth of a decade end, up to step 20: 10^(k/12), whole steps below. */
  private static final double[] ENDS = {1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 20};

  @TempDir private Path temporary = Path.of("");

  private LossChart chart(TrialResult... trials) throws IOException {
    return chart(StoredSweeps.store(Files.createTempDirectory(temporary, "sweep"), trials));
  }

  private LossChart chart(ResultStore store) throws IOException {
    return LossChart.of(SweepResults.read(store));
  }

  private static List<String> legend(LossChart chart) {
    return chart.panels().stream()
        .flatMap(panel -> panel.getSeriesCollection().stream())
        .filter(XYSeries::isShowInLegend)
        .map(XYSeries::getLabel)
        .toList();
  }

  private static XYSeries series(LossChart chart, String nameEnd) {
    return chart.panels().stream()
        .flatMap(panel -> panel.getSeriesCollection().stream())
        .filter(series -> series.getName().endsWith(nameEnd))
        .findFirst()
        .orElseThrow();
  }

  private static XYSeries median(LossChart chart) {
    return chart.panels().stream()
        .flatMap(panel -> panel.getSeriesCollection().stream())
        .filter(XYSeries::isShowInLegend)
        .findFirst()
        .orElseThrow();
  }

  private static double mean(IntToDoubleFunction loss, int from, int to) {
    double sum = 0;
    for (int step = from; step <= to; step++) {
      sum += loss.applyAsDouble(step);
    }
    return sum / (to - from + 1);
  }

  @Test
  void linesAreMeansOverWindowsAndTheirMedian() throws IOException {
    List<IntToDoubleFunction> losses =
        List.of(step -> 3.0 / step, step -> 2.5 - 0.1 * step, step -> 1 + 0.01 * step * step);
    LossChart chart =
        chart(
            completed(new Sgd(0.1), 14, 0, 20, 1, losses.get(0)),
            completed(new Sgd(0.1), 14, 1, 20, 1, losses.get(1)),
            completed(new Sgd(0.1), 14, 2, 20, 1, losses.get(2)));
    for (int seed = 0; seed < 3; seed++) {
      XYSeries line = series(chart, " seed " + seed);
      assertThat(line.getXData()).containsExactly(ENDS);
      for (int window = 1; window < ENDS.length; window++) {
        double expected = mean(losses.get(seed), (int) ENDS[window - 1] + 1, (int) ENDS[window]);
        assertThat(line.getYData()[window]).isCloseTo(expected, within(1e-12));
      }
    }
    XYSeries median = median(chart);
    assertThat(median.getXData()).containsExactly(ENDS);
    for (int window = 0; window < ENDS.length; window++) {
      double[] sorted = new double[3];
      for (int seed = 0; seed < 3; seed++) {
        sorted[seed] = series(chart, " seed " + seed).getYData()[window];
      }
      Arrays.sort(sorted);
      assertThat(median.getYData()[window]).isEqualTo(sorted[1]);
    }
  }

  @Test
  void theMedianEndsWhereMostSeedsAreLost() throws IOException {
    LossChart chart =
        chart(
            completed(new Sgd(0.1), 14, 0, 20, 1, step -> 1),
            diverged(new Sgd(0.1), 14, 1, 20, 5, step -> 2),
            diverged(new Sgd(0.1), 14, 2, 20, 3, step -> 3),
            diverged(new Sgd(0.1), 14, 3, 20, 2, step -> 4));
    assertThat(median(chart).getXData()).containsExactly(1, 2, 3, 4);
    assertThat(median(chart).getYData()).containsExactly(2.5, 2, 1.5, 1.5);
    XYSeries crosses = series(chart, " diverged");
    assertThat(crosses.getXData()).containsExactly(4, 2, 1);
    assertThat(crosses.getYData()).containsExactly(2, 3, 4);
    assertThat(chart.panels().get(0).getTitle()).endsWith("× where one diverged");
    assertThat(legend(chart)).containsExactly("sgd, learning rate 0.1: 3 of 4 seeds diverged");
  }

  @Test
  void theBestComesFirstAndMllibLast() throws IOException {
    ResultStore store =
        StoredSweeps.store(
            temporary,
            diverged(NATURAL, 14, 0, 20, 9, step -> 2),
            diverged(NATURAL, 14, 1, 20, 7, step -> 2),
            completed(new Sgd(0.3), 14, 0, 20, 0.7));
    new Baselines(store)
        .write(new Baseline("mnist", "test", 14, false, "f00d", 0.25, 0.27, 0.92, 90, true, 3.5));
    LossChart chart = chart(store);
    assertThat(legend(chart))
        .containsExactly(
            "sgd, learning rate 0.3",
            "natural-gradient, learning rate 0.1, reltol 1e-6: 2 of 2 seeds diverged",
            "MLlib L-BFGS on the whole training set: 0.25");
    XYSeries line = series(chart, "baseline 0");
    assertThat(line.getXData()).containsExactly(1, 20);
    assertThat(line.getYData()).containsExactly(0.25, 0.25);
    assertThat(line.getLineStyle().getDashArray()).isNotEmpty();
  }

  @Test
  void eachSideHasAPanelOfItsOwn() throws IOException {
    ResultStore store =
        StoredSweeps.store(
            temporary,
            completed(new Sgd(0.1), 7, 0, 3, 0.9),
            completed(new Sgd(0.1), 14, 0, 3, 0.8));
    Baselines baselines = new Baselines(store);
    baselines.write(new Baseline("mnist", "test", 7, false, "f00d", 0.45, 0.5, 0.9, 100, true, 3));
    baselines.write(new Baseline("mnist", "test", 14, false, "f00d", 0.25, 0.3, 0.9, 100, true, 3));
    LossChart chart = chart(store);
    assertThat(chart.panels())
        .extracting(XYChart::getTitle)
        .containsExactly(
            "Training loss of each optimizer's best configuration: median and single seeds, side 7",
            "Training loss of each optimizer's best configuration: median and single seeds, side 14");
    assertThat(legend(chart))
        .containsExactly(
            "sgd, learning rate 0.1",
            "MLlib L-BFGS on the whole training set: 0.45",
            "sgd, learning rate 0.1",
            "MLlib L-BFGS on the whole training set: 0.25");
  }

  @Test
  void linesAreCalledByWhatWasChosen() throws IOException {
    StepSize bounded = Specs.stepSize(0.1, Decay.LINEAR, 0, StepSize.OFF, 0.01);
    ModelSpec network = Specs.model(List.of(64), Activation.RELU, false, Initialization.GLOROT);
    assertThat(
            legend(
                chart(
                    completed(Specs.momentum(bounded, 0.5, true), 14, 0, 3, 0.1),
                    completed(Specs.adam(StepSize.constant(0.1), 0.9, 0.999, 1e-8), 14, 0, 3, 0.2),
                    completed(
                        network,
                        Specs.cg(
                            StepSize.constant(0.1),
                            Damping.constant(0.25),
                            1e-3,
                            20,
                            Preconditioner.NONE),
                        0,
                        0.3))))
        .containsExactly(
            "momentum, learning rate 0.1, linear, max kl 0.01, momentum" + " 0.5, nesterov",
            "adam, learning rate 0.1",
            "cg, learning rate 0.1, damping 0.25, cg iterations 20");
  }

  @Test
  void theSeventhLineIsToldFromTheFirstOfItsColor() throws IOException {
    StepSize size = StepSize.constant(0.1);
    Damping damping = Damping.constant(0.1);
    TrialResult[] optimizers =
        Stream.of(
                new Sgd(0.1),
                Specs.momentum(size, 0.9, false),
                Specs.adam(size, 0.9, 0.999, 1e-8),
                NATURAL,
                Specs.cg(size, damping, 1e-3, 20, Preconditioner.NONE),
                Specs.spring(size, damping, 0.9),
                Specs.natural(0.1, 0, 0.1, Fisher.EMPIRICAL, Solver.AUTO))
            .map(optimizer -> completed(optimizer, 14, 0, 3, 1))
            .toArray(TrialResult[]::new);
    List<XYSeries> medians =
        chart(optimizers).panels().get(0).getSeriesCollection().stream()
            .filter(XYSeries::isShowInLegend)
            .toList();
    assertThat(medians).as("no single seeds among so many").hasSize(7);
    assertThat(medians.get(6).getLineColor()).isEqualTo(medians.get(0).getLineColor());
    assertThat(medians.get(0).getLineStyle().getDashArray()).isNull();
    assertThat(medians.get(6).getLineStyle().getDashArray()).containsExactly(1, 5);
  }

  @Test
  void whereBatchesLeftNoPointTheHoldoutIsDrawn() throws IOException {
    ResultStore store = StoredSweeps.store(temporary, StoredSweeps.thinned(new Sgd(0.1), 10, 20));
    new Baselines(store)
        .write(new Baseline("mnist", "test", 14, false, "f00d", 0.25, 0.27, 0.92, 90, true, 3.5));
    LossChart chart = chart(store);
    assertThat(median(chart).getXData()).containsExactly(10, 20);
    assertThat(median(chart).getYData()).containsExactly(0.1, 0.05);
    assertThat(series(chart, "baseline 0").getYData()).containsExactly(0.27, 0.27);
    assertThat(chart.panels().get(0).getTitle()).startsWith("Holdout loss of");
  }

  @Test
  void thePictureHasRoomForItsLegend() throws IOException {
    LossChart one = chart(completed(new Sgd(0.1), 14, 0, 20, 1));
    BufferedImage picture = picture(one);
    assertThat(picture.getWidth()).isEqualTo(Panels.WIDTH);
    assertThat(picture.getHeight()).isBetween(500, 700);
    // Something is drawn, in the first color.
    long blue =
        Arrays.stream(picture.getRGB(0, 0, Panels.WIDTH, 500, null, 0, Panels.WIDTH))
            .filter(pixel -> (pixel & 0xffffff) == (114 << 8 | 178))
            .count();
    assertThat(blue).isGreaterThan(Panels.WIDTH);
    LossChart two =
        chart(completed(new Sgd(0.1), 14, 0, 20, 1), completed(new Sgd(0.1), 7, 0, 20, 1));
    assertThat(picture(two).getHeight()).isGreaterThan(picture.getHeight());
  }

  private static BufferedImage picture(LossChart chart) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chart.writePng(out);
    return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
  }

  @Test
  void aLossOfZeroHasNoPlaceOnALogarithmicAxis() throws IOException {
    LossChart chart =
        chart(completed(new Sgd(0.1), 14, 0, 4, 1, step -> step < 3 ? 1.0 / step : 0));
    assertThat(median(chart).getXData()).containsExactly(1, 2);
    assertThat(picture(chart)).isNotNull();
  }

  @Test
  void whereNoTrialTookAStepThereIsNothingToDraw() throws IOException {
    assertThat(chart(failed(new Sgd(0.1), 14, 0, 4, "a cause")).isEmpty()).isTrue();
    assertThat(legend(chart(failed(new Sgd(0.1), 14, 0, 4, "a cause")))).isEmpty();
  }
}
