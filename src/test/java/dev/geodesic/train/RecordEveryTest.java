package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.Pack;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thinned curve holds the points of the whole one that it should, and the trial is the same. */
class RecordEveryTest {
  private static Outcome train(Sgd optimizer, Schedule schedule) {
    TrialSpec spec = Packs.of(7, 16, 1, Packs.PLAIN, optimizer).trials().get(0);
    return Packs.train(
            new Pack(
                List.of(
                    new TrialSpec(spec.data(), spec.model(), optimizer, schedule, spec.seed()))))
        .get(0);
  }

  private static List<Integer> steps(Outcome outcome) {
    return outcome.curve().stream().map(CurvePoint::step).toList();
  }

  @Test
  void keepsEveryFourthStepAndWhatWasMeasuredOrChecked() {
    Outcome whole = train(new Sgd(0.5), new Schedule(25, 10, 100, 7, 1));
    Outcome thin = train(new Sgd(0.5), new Schedule(25, 10, 100, 7, 4));
    assertThat(steps(whole)).hasSize(25);
    assertThat(steps(thin)).containsExactly(4, 7, 8, 10, 12, 14, 16, 20, 21, 24, 25);
    for (CurvePoint point : thin.curve()) {
      CurvePoint same = whole.curve().get(point.step() - 1);
      assertThat(point.trainLoss()).isEqualTo(same.trainLoss());
      assertThat(point.holdout()).isEqualTo(same.holdout());
      assertThat(point.stepNorm()).isEqualTo(same.stepNorm());
    }
  }

  @Test
  void keepsTheLastStepBeforeADivergence() {
    Outcome whole = train(new Sgd(300), new Schedule(40, 40, 20, 0, 1));
    Outcome thin = train(new Sgd(300), new Schedule(40, 40, 20, 0, 40));
    assertThat(whole.status()).isInstanceOf(TrialStatus.Diverged.class);
    assertThat(thin.status()).isEqualTo(whole.status());
    assertThat(steps(thin)).containsExactly(steps(whole).get(steps(whole).size() - 1));
  }
}
