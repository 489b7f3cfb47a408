package dev.geodesic.train;

import static dev.geodesic.train.Packs.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.Pack;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thinned curve holds the points of the whole one that it should, and the trial is the same. */
class RecordEveryTest {
  private static Outcome train(OptimizerSpec optimizer, Schedule schedule) {
    TrialSpec spec = Packs.of(7, 16, 1, Packs.PLAIN, optimizer).specs().get(0);
    return Packs.train(
            Pack.of(
                List.of(new TrialSpec(spec.data(), spec.model(), optimizer, schedule, spec.seed())),
                "data"))
        .get(0);
  }

  private static List<Integer> steps(Outcome outcome) {
    return outcome.curve().stream().map(CurvePoint::step).toList();
  }

  @Test
  void keepsEveryFourthStepAndWhatWasMeasuredOrChecked() {
    Outcome whole = train(Specs.sgd(0.5), Specs.schedule(25, 10, 100, 7, 1));
    Outcome thin = train(Specs.sgd(0.5), Specs.schedule(25, 10, 100, 7, 4));
    assertThat(steps(whole)).hasSize(25);
    assertThat(steps(thin)).containsExactly(4, 7, 8, 10, 12, 14, 16, 20, 21, 24, 25);
    for (CurvePoint point : thin.curve()) {
      CurvePoint same = whole.curve().get(point.step() - 1);
      assertThat(point.trainLoss()).isEqualTo(same.trainLoss());
      assertThat(point.holdout()).isEqualTo(same.holdout());
      assertThat(change(point).norm()).isEqualTo(change(same).norm());
    }
  }

  @Test
  void keepsTheLastStepBeforeADivergence() {
    Outcome whole = train(Specs.sgd(300), Specs.schedule(40, 40, 20, 0, 1));
    Outcome thin = train(Specs.sgd(300), Specs.schedule(40, 40, 20, 0, 40));
    assertThat(whole.status()).isInstanceOf(TrialStatus.Diverged.class);
    assertThat(thin.status()).isEqualTo(whole.status());
    assertThat(steps(thin)).containsExactly(steps(whole).get(steps(whole).size() - 1));
    assertThat(thin.curve().get(0).change()).as("nobody knew that it would be the last").isNull();
  }

  static Stream<OptimizerSpec> optimizers() {
    StepSize plain = Specs.rate(0.3);
    Damping adaptive = Specs.damping(0.1, DampingSchedule.LEVENBERG_MARQUARDT);
    return Stream.of(
        Specs.sgd(plain),
        Specs.momentum(plain, 0.9, true),
        Specs.sgd(Specs.stepSize(3, Decay.CONSTANT, 0, StepSize.OFF, 0.01)),
        Specs.cg(plain, adaptive, 1e-6, 20, Preconditioner.NONE));
  }

  /** A step that nobody looks at is the same step. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void lookingAwayChangesNoBit(OptimizerSpec optimizer) {
    Outcome whole = train(optimizer, Specs.schedule(40, 40, 100, 0, 1));
    Outcome thin = train(optimizer, Specs.schedule(40, 40, 100, 0, 40));
    assertThat(thin.curve()).hasSize(1);
    CurvePoint last = whole.curve().get(39);
    assertThat(thin.curve().get(0).trainLoss()).isEqualTo(last.trainLoss());
    assertThat(thin.curve().get(0).change()).isEqualTo(last.change());
    assertThat(thin.curve().get(0).holdout()).isEqualTo(last.holdout());
  }
}
