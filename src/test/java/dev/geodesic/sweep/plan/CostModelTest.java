package dev.geodesic.sweep.plan;

import static dev.geodesic.sweep.Sweeps.natural;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Momentum;
import dev.geodesic.trial.Momentum.LookAhead;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Spring;
import dev.geodesic.trial.StepSize;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CostModelTest {
  private static final DataSet DATA = Sweeps.likeMnist();
  private static final Schedule SCHEDULE = new Schedule(1000, 50, 100);
  private static final OptimizerSpec DENSE = natural(0.1, 1e-6, 0, Solver.DENSE);
  private static final OptimizerSpec GRAM = natural(0.1, 1e-6, 0, Solver.GRAM);
  private static final OptimizerSpec DAMPED = natural(0.1, 0, 0.1, Solver.AUTO);
  private static final OptimizerSpec CLOSED_FORM = natural(0.1, 0, 0, Solver.CLOSED_FORM);
  private static final OptimizerSpec SGD = new Sgd(0.1);

  private static final StepSize RATE = StepSize.constant(0.1);
  private static final OptimizerSpec SPRING = new Spring(RATE, Damping.constant(1), 0.9);
  private static final ModelSpec NETWORK =
      new ModelSpec(List.of(5), Activation.TANH, false, Initialization.GLOROT);

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

  /** Forward and back on 3 samples of 2 x 2 pixels, and forward on the 40 of the holdout. */
  @Test
  void aGradientIsCountedByTheWeights() {
    assertThat(small(Sweeps.PLAIN, SGD)).isEqualTo(4 * 3 * 40 + 40 * 2 * 40);
    assertThat(small(NETWORK, SGD)).isEqualTo(6 * 3 * 70 + 40 * 2 * 70);
    ModelSpec biased = new ModelSpec(List.of(5), Activation.RELU, true, Initialization.GLOROT);
    assertThat(small(biased, SGD)).isEqualTo(6 * 3 * 85 + 40 * 2 * 85);
  }

  /** 27 directions, 40 weights. */
  @ParameterizedTest
  @MethodSource("softmaxRegression")
  void aDirectionOfSoftmaxRegressionIsCounted(OptimizerSpec optimizer, double expected) {
    assertThat(small(Sweeps.PLAIN, optimizer) - small(Sweeps.PLAIN, SGD))
        .isCloseTo(expected, within(1e-6));
  }

  static Stream<Arguments> softmaxRegression() {
    return Stream.of(
        Arguments.of(new Momentum(RATE, 0.9, LookAhead.NONE), 2 * 40),
        Arguments.of(new Adam(RATE, 0.9, 0.999, 1e-8), 12 * 40),
        Arguments.of(DAMPED, 8 * cube(27) / 3),
        Arguments.of(GRAM, 8 * 4 * cube(27)),
        Arguments.of(DENSE, 4 * cube(40)),
        Arguments.of(CLOSED_FORM, 8 * cube(3) / 3),
        Arguments.of(
            new NaturalGradient(0.1, 1e-6, 0, Fisher.EMPIRICAL, Solver.AUTO), 8 * 4 * cube(3)),
        Arguments.of(cg(Preconditioner.NONE), 7 * 2 * 3 * 3 * 10),
        Arguments.of(cg(Preconditioner.SECOND_MOMENT), 7 * 2 * 3 * 3 * 10 + 8 * 4 * cube(3)),
        Arguments.of(
            factored(Eigenvalues.PRODUCTS),
            2 * 3 * (16 + 100) + 8 * (cube(4) + cube(10)) + 4 * 40 * 14),
        Arguments.of(
            factored(Eigenvalues.CORRECTED),
            2 * 3 * (16 + 100) + 8 * (cube(4) + cube(10)) + 4 * 40 * 14 + 2 * 3 * (16 + 100 + 40)),
        Arguments.of(SPRING, 8 * cube(27) / 3 + 4 * 3 * 40));
  }

  /** 27 directions, 4 x 5 and 5 x 10 weights. */
  @ParameterizedTest
  @MethodSource("network")
  void aDirectionOfANetworkIsCounted(OptimizerSpec optimizer, double expected) {
    assertThat(small(NETWORK, optimizer) - small(NETWORK, SGD)).isCloseTo(expected, within(1e-6));
  }

  static Stream<Arguments> network() {
    double gram = 2 * 27 * 27 * (5 + 10);
    return Stream.of(
        Arguments.of(DAMPED, gram + 8 * cube(27) / 3),
        Arguments.of(GRAM, gram + 8 * 4 * cube(27)),
        Arguments.of(DENSE, 4 * cube(70)),
        Arguments.of(cg(Preconditioner.NONE), 7 * 8 * 3 * 70),
        Arguments.of(
            factored(Eigenvalues.PRODUCTS),
            2 * 3 * (16 + 25 + 25 + 100)
                + 8 * (cube(4) + cube(5) + cube(5) + cube(10))
                + 4 * (20 * 9 + 50 * 15)),
        Arguments.of(SPRING, gram + 8 * cube(27) / 3 + 4 * 3 * 70));
  }

  /** The factor of the inputs of the first layer, once a pack. */
  @Test
  void trialsOfAPackShareWhatDependsOnTheDataAlone() {
    double alone = small(NETWORK, factored(Eigenvalues.PRODUCTS));
    assertThat(small(NETWORK, factored(Eigenvalues.PRODUCTS), factored(Eigenvalues.PRODUCTS)))
        .isCloseTo(2 * alone - (2 * 3 * 16 + 8 * cube(4)), within(1e-6));
  }

  private static double small(ModelSpec model, OptimizerSpec... optimizers) {
    Schedule oneStep = new Schedule(1, 1, 100);
    return cost(Sweeps.pack(Sweeps.data("mnist", 2, 3), model, oneStep, optimizers));
  }

  private static ConjugateGradient cg(Preconditioner preconditioner) {
    return new ConjugateGradient(RATE, Damping.constant(1), 1e-3, 7, preconditioner);
  }

  /** Its eigendecompositions cost a quarter, as they come every fourth step. */
  private static KroneckerFactored factored(Eigenvalues eigenvalues) {
    return new KroneckerFactored(RATE, Damping.constant(1), 0.95, 4, eigenvalues);
  }

  private static double cube(double value) {
    return Math.pow(value, 3);
  }
}
