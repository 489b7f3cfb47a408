package dev.geodesic.sweep.plan;

import static dev.geodesic.sweep.Sweeps.natural;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.bench.BenchCase;
import dev.geodesic.bench.BenchData;
import dev.geodesic.bench.Method;
import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostModelTest {
  private static final DataSet DATA = Sweeps.likeMnist();
  private static final Schedule SCHEDULE = Specs.schedule(1000, 50, 100);
  private static final OptimizerSpec DENSE = natural(0.1, 1e-6, 0, Solver.DENSE);
  private static final OptimizerSpec GRAM = natural(0.1, 1e-6, 0, Solver.GRAM);
  private static final OptimizerSpec DAMPED = natural(0.1, 0, 0.1, Solver.AUTO);
  private static final OptimizerSpec CLOSED_FORM = natural(0.1, 0, 0, Solver.CLOSED_FORM);
  private static final OptimizerSpec SGD = Specs.sgd(0.1);

  private static Pack pack(int side, OptimizerSpec... optimizers) {
    return Sweeps.pack(Sweeps.data("mnist", side, 16), SCHEDULE, optimizers);
  }

  private static double cost(Pack pack) {
    return CostModel.flops(pack, 0, pack.structure().schedule().steps(), DATA);
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
    assertThat(cost(pack(14, SGD, Specs.sgd(1))))
        .isBetween(cost(pack(14, SGD)), 2 * cost(pack(14, SGD)));
    Schedule twice = Specs.schedule(2000, 50, 100);
    assertThat(cost(Sweeps.pack(Sweeps.data("mnist", 14, 16), twice, GRAM)))
        .isCloseTo(2 * cost(pack(14, GRAM)), within(1e-3));
    assertThat(cost(Sweeps.pack(Sweeps.data("mnist", 14, 32), SCHEDULE, GRAM)))
        .isGreaterThan(5 * cost(pack(14, GRAM)));
  }

  /** As {@code auto} does where a batch spans more directions than there are weights. */
  @Test
  void autoIsDenseOnTinyImages() {
    OptimizerSpec auto = natural(0.1, 1e-6, 0, Solver.AUTO);
    assertThat(cost(pack(2, auto))).isEqualTo(cost(pack(2, DENSE)));
    assertThat(cost(pack(14, auto))).isEqualTo(cost(pack(14, GRAM)));
  }

  /**
   * What {@code bench} measured on a core of an EPYC, in microseconds a trial-step of packs of 1,
   * 16 and 64.
   */
  @ParameterizedTest
  @CsvSource({
    "SGD, 28, 32, 80, 26, 22",
    "SGD, 28, 128, 324, 114, 91",
    "SGD, 14, 16, 36, 9, 6",
    "MOMENTUM, 28, 32, 129, 36, 39",
    "ADAM, 28, 32, 126, 50, 50",
    "CLOSED_FORM, 28, 32, 134, 31, 33",
    "CLOSED_FORM, 28, 128, 1022, 171, 122",
    "UNTRUNCATED, 28, 32, 256, 112, 101",
    "UNTRUNCATED, 28, 128, 1438, 856, 670",
    "UNTRUNCATED, 14, 16, 186, 98, 60",
    "DAMPED, 28, 32, 310, 178, 171",
    "DAMPED, 28, 128, 2850, 2866, 2115",
    "DAMPED, 14, 16, 149, 83, 63",
    "TRUNCATED, 28, 32, 3524, 3868, 3314",
    "TRUNCATED, 28, 128, 130835, 116234, 116000",
    "TRUNCATED, 14, 16, 1103, 823, 716",
    "DENSE, 14, 16, 417658, 417658, 417658",
    "EMPIRICAL_FISHER, 28, 32, 217, 52, 46",
    "EMPIRICAL_FISHER, 14, 16, 75, 26, 21",
    "CG, 28, 32, 224, 73, 48",
    "CG, 28, 128, 1389, 440, 396",
    "CG, 14, 16, 57, 21, 17",
    "KFAC, 28, 32, 7289, 588, 308",
    "KFAC, 28, 128, 11884, 1308, 582",
    "EKFAC, 28, 32, 8379, 623, 404",
    "SPRING, 28, 32, 367, 261, 204",
    "SPRING, 28, 128, 4221, 2667, 2553",
    "SPRING, 14, 16, 124, 79, 75",
    "MLP_SGD, 28, 32, 250, 217, 235",
    "MLP_SGD, 14, 16, 47, 42, 44",
    "MLP_DAMPED, 28, 32, 1359, 1260, 1241",
    "MLP_DAMPED, 28, 128, 26362, 32425, 28815",
    "MLP_DAMPED, 14, 16, 262, 256, 271"
  })
  void aStepIsForetoldWithinAFactorOfTwo(
      Method method, int side, int batch, double alone, double of16, double of64) {
    assertThat(microseconds(method, side, batch, 1)).isBetween(alone / 2, alone * 2);
    assertThat(microseconds(method, side, batch, 16)).isBetween(of16 / 2, of16 * 2);
    assertThat(microseconds(method, side, batch, 64)).isBetween(of64 / 2, of64 * 2);
  }

  private static BenchCase digits(Method method, int side, int batch, int trials) {
    return new BenchCase(method, new BenchData.Digits(side), batch, trials, 1);
  }

  /** Less the evaluation at the end. */
  private static double microseconds(Method method, int side, int batch, int trials) {
    double many = cost(digits(method, side, batch, trials).pack(1001));
    double one = cost(digits(method, side, batch, trials).pack(1));
    return (many - one) / trials / 1000 / CostModel.NOMINAL_SPEED * 1e6;
  }
}
