package dev.geodesic.train;

import static dev.geodesic.train.Packs.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackTrainerTest {

  private static NaturalGradient natural(
      double rate, double reltol, double damping, Solver solver) {
    return Specs.natural(rate, reltol, damping, Fisher.EXACT, solver);
  }

  static Stream<List<OptimizerSpec>> optimizers() {
    return Stream.of(
        List.of(Specs.sgd(0.03), Specs.sgd(0.3), Specs.sgd(1)),
        List.of(
            natural(0.1, 0, 0.1, Solver.AUTO),
            natural(0.02, 0, 1e-3, Solver.AUTO),
            natural(0.3, 0, 1, Solver.AUTO)),
        List.of(natural(0.1, 0.1, 0, Solver.GRAM), natural(0.02, 1e-3, 0.5, Solver.GRAM)),
        List.of(natural(0.01, 0, 0, Solver.CLOSED_FORM), natural(0.02, 0, 0, Solver.CLOSED_FORM)),
        List.of(natural(0.1, 0.1, 0, Solver.DENSE), natural(0.02, 1e-3, 0.5, Solver.DENSE)),
        List.of(
            Specs.natural(2e-4, 0, 1e-3, Fisher.SOFTMAX_OF_PROBABILITIES, Solver.AUTO),
            Specs.natural(0.01, 0, 0.01, Fisher.SOFTMAX_OF_PROBABILITIES, Solver.AUTO)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void fusedTrialsEqualTheSameTrialsAlone(List<OptimizerSpec> optimizers) {
    int steps =
        optimizers.get(0) instanceof NaturalGradient n && n.solver() == Solver.DENSE ? 8 : 40;
    Pack pack = Packs.of(7, 8, steps, Packs.PLAIN, optimizers.toArray(new OptimizerSpec[0]));
    List<Outcome> fused = Packs.train(pack);
    for (int t = 0; t < fused.size(); t++) {
      Outcome alone = Packs.train(new Pack(List.of(pack.trials().get(t)))).get(0);
      Packs.assertSame(fused.get(t), alone, optimizers.get(t).toString());
    }
  }

  @Test
  void theSamePackGivesTheSameBits() {
    Pack pack =
        Packs.of(
            7,
            16,
            30,
            Packs.PLAIN,
            natural(0.1, 1e-3, 0.1, Solver.AUTO),
            natural(0.1, 0.1, 0, Solver.AUTO));
    List<Outcome> first = Packs.train(pack);
    List<Outcome> second = Packs.train(pack);
    for (int t = 0; t < first.size(); t++) {
      assertThat(Packs.trainLosses(second.get(t))).containsExactly(Packs.trainLosses(first.get(t)));
      assertThat(second.get(t).curve().get(29).holdout())
          .isEqualTo(first.get(t).curve().get(29).holdout());
    }
  }

  @Test
  void aDivergingTrialLeavesAndTheOthersGoOn() {
    Pack pack = Packs.of(7, 16, 40, Packs.PLAIN, Specs.sgd(0.1), Specs.sgd(1e6), Specs.sgd(0.3));
    List<Outcome> outcomes = Packs.train(pack);
    assertThat(outcomes.get(1).status()).isInstanceOf(TrialStatus.Diverged.class);
    TrialStatus.Diverged diverged = (TrialStatus.Diverged) outcomes.get(1).status();
    assertThat(diverged.step()).isEqualTo(2);
    assertThat(outcomes.get(1).curve()).hasSize(1);
    for (int t : new int[] {0, 2}) {
      Outcome alone = Packs.train(new Pack(List.of(pack.trials().get(t)))).get(0);
      assertThat(outcomes.get(t).status()).isEqualTo(new TrialStatus.Completed());
      Packs.assertSame(outcomes.get(t), alone, pack.specs().get(t).optimizer().toString());
    }
  }

  @Test
  void aLossThatIsNotANumberIsDivergence() {
    Outcome outcome = Packs.train(Packs.of(7, 16, 10, Packs.PLAIN, Specs.sgd(1e38))).get(0);
    assertThat(outcome.status()).isInstanceOf(TrialStatus.Diverged.class);
    assertThat(outcome.curve()).allMatch(point -> Double.isFinite(point.trainLoss()));
  }

  @Test
  void everyStepIsRecordedAndSomeAreMeasured() {
    Outcome outcome =
        Packs.train(Packs.of(7, 16, 25, Packs.PLAIN, natural(0.1, 0, 0.1, Solver.AUTO))).get(0);
    List<CurvePoint> curve = outcome.curve();
    assertThat(curve).extracting(CurvePoint::step).containsExactly(steps(25));
    assertThat(curve.stream().filter(point -> point.holdout() != null).map(CurvePoint::step))
        .containsExactly(10, 20, 25);
    assertThat(curve).allMatch(point -> point.curvature() != null && change(point).kl() > 0);
    assertThat(curve).extracting(CurvePoint::seconds).isSorted();
    assertThat(measured(curve.get(9)).accuracy()).isBetween(0.3, 0.95);
  }

  /** On the same samples, validation measures what the holdout does, and changes nothing else. */
  @Test
  void validationIsMeasuredWhereTheHoldoutIs() {
    Pack pack = Packs.of(7, 16, 25, Packs.PLAIN, natural(0.1, 0, 0.1, Solver.AUTO));
    PreparedData digits = RealDigits.at(7);
    Samples few = firstSamples(digits, 300).train();
    PreparedData validated =
        new PreparedData(
            digits.train(), few, digits.holdout(), digits.classes(), digits.fingerprint());
    PreparedData held =
        new PreparedData(digits.train(), null, few, digits.classes(), digits.fingerprint());

    List<CurvePoint> curve = Packs.train(pack, validated).get(0).curve();
    List<CurvePoint> onFew = Packs.train(pack, held).get(0).curve();
    List<CurvePoint> plain = Packs.train(pack, digits).get(0).curve();
    for (int i = 0; i < curve.size(); i++) {
      assertThat(curve.get(i).validation()).isEqualTo(onFew.get(i).holdout());
      assertThat(curve.get(i).selecting()).isEqualTo(onFew.get(i).selecting());
      assertThat(curve.get(i).holdout()).isEqualTo(plain.get(i).holdout());
      assertThat(curve.get(i).trainLoss()).isEqualTo(plain.get(i).trainLoss());
    }
    assertThat(curve.get(9).validation()).isNotNull().isNotEqualTo(curve.get(9).holdout());
  }

  private static Measurement measured(CurvePoint point) {
    return Objects.requireNonNull(point.holdout());
  }

  private static Integer[] steps(int count) {
    return Stream.iterate(1, step -> step + 1).limit(count).toArray(Integer[]::new);
  }

  @Test
  void zeroWeightsPredictUniformlyAndABiasLearns() {
    ModelSpec biased = Specs.model(List.of(), true, Initialization.ZEROS);
    Outcome outcome = Packs.train(Packs.of(7, 16, 20, biased, Specs.sgd(0.5))).get(0);
    assertThat(outcome.curve().get(0).trainLoss()).isCloseTo(Math.log(10), within(1e-9));
    assertThat(measured(outcome.curve().get(19)).loss()).isLessThan(Math.log(10) - 0.2);
    // The gradient of the bias alone makes the first step longer than it is without one.
    Outcome plain =
        Packs.train(
                Packs.of(
                    7, 16, 1, Specs.model(List.of(), false, Initialization.ZEROS), Specs.sgd(0.5)))
            .get(0);
    assertThat(change(outcome.curve().get(0)).norm())
        .isGreaterThan(change(plain.curve().get(0)).norm());
  }

  /**
   * The canonical link: the full-batch Fisher matrix is the Hessian, so lr = 1 is Newton's method.
   */
  @Test
  void theFullBatchAtRateOneConvergesQuadratically() {
    PreparedData small = firstSamples(RealDigits.at(2), 300);
    ModelSpec zeros = Specs.model(List.of(), false, Initialization.ZEROS);
    Pack pack = Packs.of(2, 300, 12, zeros, natural(1, 1e-9, 0, Solver.AUTO));
    List<CurvePoint> curve = Packs.train(pack, small).get(0).curve();
    double[] norms = curve.stream().mapToDouble(p -> change(p).norm()).toArray();
    int close = 0;
    while (norms[close] > 0.3) {
      close++;
    }
    // Float32 weights of this length resolve steps down to about 1e-5.
    for (int k = close; norms[k] > 1e-4; k++) {
      assertThat(norms[k + 1]).as(Arrays.toString(norms)).isLessThan(Math.pow(norms[k], 1.5));
    }
    assertThat(norms[11]).isLessThan(1e-4);
  }

  private static PreparedData firstSamples(PreparedData data, int count) {
    Samples train = data.train();
    Samples first =
        new Samples(
            Arrays.copyOf(train.features(), count * train.width()),
            Arrays.copyOf(train.labels(), count),
            train.width());
    return new PreparedData(first, null, data.holdout(), data.classes(), data.fingerprint());
  }

  @Test
  void aStoppedPackLeavesNoResult() {
    Pack pack = Packs.of(7, 16, 10, Packs.PLAIN, Specs.sgd(0.1));
    Monitor stopping =
        new Monitor() {
          private int steps;

          @Override
          public boolean isStopped() {
            return steps == 3;
          }

          @Override
          public void stepped(int trials) {
            steps++;
          }

          @Override
          public void diverged() {}
        };
    try (CpuDevice device = new CpuDevice();
        ResidentData data = ResidentData.upload(device, RealDigits.at(7), ResidentData.Bias.NONE)) {
      assertThatThrownBy(() -> PackTrainer.train(pack, data, device, stopping))
          .isInstanceOf(StoppedException.class);
    }
  }
}
