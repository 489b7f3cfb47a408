package dev.geodesic.report.page;

import static dev.geodesic.report.page.SampleConfigurations.configuration;
import static dev.geodesic.report.page.SampleConfigurations.taking;
import static dev.geodesic.report.page.SampleConfigurations.withoutResult;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.geodesic.report.page.DivergenceMap.Cell;
import dev.geodesic.report.page.ParallelCoordinates.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What charts show is computed from the configurations alone. */
class SectionsTest {
  private static final double LOST = Double.NaN;

  private static final List<Configuration> NATURAL =
      List.of(
          configuration("natural-gradient", 1, 0.1, Map.of("reltol", 1e-2), 0.4, 0.6),
          configuration("natural-gradient", 2, 1, Map.of("reltol", 1e-2), 0.7, LOST),
          configuration("natural-gradient", 3, 0.1, Map.of("damping", 0.5), 0.9, 0.9),
          configuration("natural-gradient", 4, 1, Map.of("reltol", 1e-6), LOST, LOST));

  @Test
  void anAxisHasEveryValueOnceInOrder() {
    assertThat(ChartAxis.of("reltol", NATURAL).words()).containsExactly("none", "1e-6", "0.01");
    assertThat(ChartAxis.tuned(NATURAL, List.of("damping")))
        .extracting(ChartAxis::column)
        .containsExactly("damping", "learning_rate", "reltol");
    assertThat(ChartAxis.of("reltol", NATURAL).place(NATURAL.get(3))).isEqualTo(1);
  }

  @Test
  void aMapCountsWhatDivergedInEachCell() {
    List<DivergenceMap> maps = DivergenceMap.of(NATURAL);
    assertThat(maps).hasSize(2);
    DivergenceMap byReltol = maps.get(0);
    assertThat(byReltol.other()).isEqualTo(ChartAxis.of("reltol", NATURAL));
    assertThat(byReltol.rates().words()).containsExactly("0.1", "1");
    assertThat(byReltol.cells())
        .containsExactlyInAnyOrder(
            new Cell(0, 2, 2, 0, 0.0, 0, null, 0.5),
            new Cell(1, 2, 2, 1, 0.5, 0, 7.0, 0.7),
            new Cell(0, 0, 2, 0, 0.0, 0, null, 0.9),
            new Cell(1, 1, 2, 2, 1.0, 0, 7.0, null));
  }

  /** One that failed, or whose turn has not come, is no evidence that it would not diverge. */
  @Test
  void shareIsOfTheTrialsThatEnded() {
    List<DivergenceMap> maps =
        DivergenceMap.of(
            List.of(
                withoutResult(2, configuration("sgd", 1, 0.1, 0.5, LOST, LOST)),
                withoutResult(3, configuration("sgd", 2, 9))));
    assertThat(maps.get(0).cells())
        .containsExactlyInAnyOrder(
            new Cell(0, 0, 3, 2, 2.0 / 3, 2, 7.0, 0.5), new Cell(1, 0, 0, 0, null, 3, null, null));
  }

  @Test
  void anOptimizerWithTheLearningRateAloneHasARow() {
    List<DivergenceMap> maps =
        DivergenceMap.of(
            List.of(configuration("sgd", 1, 0.1, 0.5), configuration("sgd", 2, 9, LOST)));
    assertThat(maps).hasSize(1);
    assertThat(maps.get(0).other()).isNull();
    assertThat(maps.get(0).cells()).extracting(Cell::diverged).containsExactly(0, 1);
  }

  @Test
  void sensitivityIsOfTheBestAtEachLearningRate() {
    List<Sensitivity> all = Sensitivity.of(NATURAL);
    assertThat(all).hasSize(1);
    assertThat(all.get(0).points())
        .extracting(
            Sensitivity.Point::learningRate, Sensitivity.Point::loss, Sensitivity.Point::lost)
        .containsExactly(tuple(0.1, 0.5, 0), tuple(1.0, 0.7, 1));
    assertThat(Sensitivity.of(List.of(configuration("sgd", 1, 0.1, 0.5)))).isEmpty();
  }

  @Test
  void theFrontIsWhatNothingBeatsInBoth() {
    Costs costs =
        Costs.of(
            List.of(
                taking(1, configuration("sgd", 1, 1, 0.5)),
                taking(2, configuration("sgd", 2, 2, 0.6)),
                taking(3, configuration("adam", 1, 3, 0.4)),
                taking(3, configuration("adam", 2, 4, 0.45)),
                taking(0.1, configuration("adam", 3, 5, 0.3, LOST))));
    assertThat(costs.all()).isEqualTo(4);
    assertThat(costs.points().stream().filter(Costs.Point::onFront))
        .extracting(Costs.Point::seconds, Costs.Point::loss)
        .containsExactlyInAnyOrder(tuple(1.0, 0.5), tuple(3.0, 0.4));
  }

  @Test
  void aLargeSweepLeavesTheBestOnThePage() {
    List<Configuration> many = new ArrayList<>();
    for (int place = 1; place <= 4000; place++) {
      many.add(taking(place, configuration("sgd", place, place, place / 4000.0)));
    }
    ParallelCoordinates parallel = ParallelCoordinates.of(many);
    assertThat(parallel.all()).isEqualTo(4000);
    assertThat(parallel.lines()).hasSize(1500);
    assertThat(parallel.lines()).extracting(Line::loss).doesNotContain(0.99);
    assertThat(Costs.of(many).points()).hasSize(2000);
  }

  @Test
  void linesHaveAPlaceOnEveryAxis() {
    ParallelCoordinates parallel = ParallelCoordinates.of(NATURAL);
    assertThat(parallel.axes())
        .extracting(ChartAxis::column)
        .containsExactly("learning_rate", "reltol", "damping");
    assertThat(parallel.lines())
        .extracting(Line::places)
        .containsExactly(
            List.of(0, 0, 2, 0), List.of(0, 1, 2, 0), List.of(0, 0, 0, 1), List.of(0, 1, 1, 0));
    assertThat(parallel.lines()).extracting(Line::lost).containsExactly(0.0, 0.5, 0.0, 1.0);
  }
}
