package dev.geodesic.sweep;

import static dev.geodesic.sweep.Sweeps.natural;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final DataSet DATA = Sweeps.likeMnist();
  private static final Schedule SCHEDULE = new Schedule(1000, 50, 100);
  private static final OptimizerSpec DENSE = natural(0.1, 1e-6, 0, Solver.DENSE);
  private static final OptimizerSpec GRAM = natural(0.1, 1e-6, 0, Solver.GRAM);
  private static final OptimizerSpec DAMPED = natural(0.1, 0, 0.1, Solver.AUTO);
  private static final OptimizerSpec CLOSED_FORM = natural(0.1, 0, 0, Solver.CLOSED_FORM);
  private static final OptimizerSpec SGD = new Sgd(0.1);

  private static Pack pack(int side, OptimizerSpec... optimizers) {
    return Sweeps.pack(Sweeps.data("mnist", side, 16), SCHEDULE, optimizers);
  }

  private static double cost(Pack pack) {
    return CostModel.flops(pack, DATA);
  }

  /** By the times of one step that were measured: milliseconds, then hundreds of microseconds. */
  @Test
  void knownPacksComeInTheirOrder() {
    List<Pack> longestFirst =
        List.of(
            pack(28, DENSE),
            pack(14, DENSE),
            pack(28, GRAM),
            pack(14, GRAM),
            pack(28, DAMPED),
            pack(14, DAMPED),
            pack(28, CLOSED_FORM),
            pack(28, SGD),
            pack(14, CLOSED_FORM),
            pack(14, SGD));
    assertThat(longestFirst)
        .isSortedAccordingTo(Comparator.comparingDouble(CostModelTest::cost).reversed())
        .extracting(CostModelTest::cost)
        .doesNotHaveDuplicates();
  }

  @Test
  void asItIsCostsWhatTheFullSideDoes() {
    assertThat(cost(pack(0, SGD))).isEqualTo(cost(pack(28, SGD)));
  }

  @Test
  void costAddsUpOverTrialsAndGrowsWithStepsAndBatch() {
    assertThat(cost(pack(14, SGD, new Sgd(1)))).isCloseTo(2 * cost(pack(14, SGD)), within(1e-6));
    Schedule twice = new Schedule(2000, 50, 100);
    assertThat(cost(Sweeps.pack(Sweeps.data("mnist", 14, 16), twice, GRAM)))
        .isCloseTo(2 * cost(pack(14, GRAM)), within(1e-3));
    assertThat(cost(Sweeps.pack(Sweeps.data("mnist", 14, 32), SCHEDULE, GRAM)))
        .isGreaterThan(7 * cost(pack(14, GRAM)));
  }

  /** As {@code auto} does where a batch spans more directions than there are weights. */
  @Test
  void autoIsDenseOnTinyImages() {
    OptimizerSpec auto = natural(0.1, 1e-6, 0, Solver.AUTO);
    assertThat(cost(pack(2, auto))).isEqualTo(cost(pack(2, DENSE)));
    assertThat(cost(pack(14, auto))).isEqualTo(cost(pack(14, GRAM)));
  }
}
