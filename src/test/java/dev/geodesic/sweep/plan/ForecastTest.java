package dev.geodesic.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Specs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final Slots TWO = new Slots(2, "2 cores");

  /** Packs of these costs, of as many trials as {@code trials}, each of 100 steps. */
  private static SweepPlan plan(int trials, double... costs) {
    Pack pack =
        Sweeps.pack(
            Sweeps.data("digits", 4, 6),
            Specs.schedule(100, 100, 100),
            Stream.generate(() -> Specs.sgd(0.1)).limit(trials).toArray(OptimizerSpec[]::new));
    List<PlannedPack> packs =
        java.util.Arrays.stream(costs).mapToObj(cost -> PlannedPack.whole(pack, cost)).toList();
    return new SweepPlan(List.of(), 0, 0, packs, List.of());
  }

  private static StepRates rates(SweepPlan plan, List<Double> seen) {
    return StepRates.of(Map.of(PackKind.of(plan.packs().get(0).pack()), seen), "a test");
  }

  @Test
  void packsOfAKnownKindTakeWhatTheirStepsTake() {
    SweepPlan plan = plan(2, 1, 1, 1);
    Forecast forecast = Forecast.of(plan, TWO, rates(plan, List.of(0.01)));
    // Two trials of 100 steps of 10 ms are 2 s; of three packs, one slot trains two.
    assertThat(forecast.packs())
        .hasSize(3)
        .allSatisfy(s -> assertThat(s).isCloseTo(2, within(1e-9)));
    assertThat(forecast.seconds()).isCloseTo(4, within(1e-9));
    assertThat(forecast.low()).isCloseTo(4, within(1e-9));
    assertThat(forecast.basis()).isEqualTo("a test");
  }

  @Test
  void theIntervalIsThatOfWhatWasSeen() {
    SweepPlan plan = plan(1, 1);
    List<Double> seen = Stream.iterate(1.0, s -> s + 1).limit(9).map(s -> s / 1000).toList();
    Forecast forecast = Forecast.of(plan, TWO, rates(plan, seen));
    assertThat(forecast.seconds()).isCloseTo(0.5, within(1e-9));
    assertThat(forecast.low()).isCloseTo(0.1, within(1e-9));
    assertThat(forecast.high()).isCloseTo(0.9, within(1e-9));
  }

  @Test
  void whereNothingIsKnownOperationsTell() {
    Forecast forecast = Forecast.of(plan(1, 1e11, 5e10), TWO, StepRates.NONE);
    // Three seconds for a slot to begin.
    assertThat(forecast.packs().get(1)).isCloseTo(1, within(1e-9));
    assertThat(forecast.seconds()).isCloseTo(3 + 2, within(1e-9));
    assertThat(forecast.low()).isCloseTo(1.5 + 1, within(1e-9));
    assertThat(forecast.high()).isCloseTo(6 + 4, within(1e-9));
    assertThat(forecast.basis()).isEqualTo("a count of operations");
  }

  @Test
  void nothingTakesNoTime() {
    assertThat(Forecast.of(plan(1), TWO, StepRates.NONE).seconds()).isZero();
  }
}
