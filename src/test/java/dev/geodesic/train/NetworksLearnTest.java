package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hidden units are of use: as many batches teach a network more than softmax regression. */
class NetworksLearnTest {
  private static final int STEPS = 200;
  private static final int BATCH = 32;

  private static StepSize fading(double rate) {
    return Specs.stepSize(rate, Decay.LINEAR, 0, StepSize.OFF, StepSize.OFF);
  }

  private static Adam adam(double rate) {
    return Specs.adam(fading(rate), 0.9, 0.999, 1e-8);
  }

  private static NaturalGradient natural(double rate, double damping) {
    return Specs.natural(
        fading(rate), 0, Specs.damping(damping), StepSize.OFF, Fisher.EXACT, Solver.AUTO);
  }

  /** Loss on the holdout at the end, trial by trial. */
  private static List<Double> losses(List<Integer> hidden, OptimizerSpec... optimizers) {
    ModelSpec model = Specs.model(hidden, Activation.TANH, true, Initialization.GLOROT);
    return Packs.train(Packs.of(7, BATCH, STEPS, model, optimizers)).stream()
        .map(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(new TrialStatus.Completed());
              CurvePoint last = outcome.curve().get(STEPS - 1);
              Measurement holdout = Objects.requireNonNull(last.holdout());
              return holdout.loss();
            })
        .toList();
  }

  /** Softmax regression at the best of several settings around its own best. */
  @Test
  void sixteenHiddenUnitsBeatNone() {
    double without =
        Stream.of(
                losses(List.of(), adam(0.03), adam(0.1), adam(0.2)),
                losses(
                    List.of(),
                    natural(0.3, 0.03),
                    natural(0.5, 0.01),
                    natural(1, 0.03),
                    natural(1, 0.1)))
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElseThrow();
    assertThat(without).isBetween(0.4, 0.5);
    assertThat(losses(List.of(16), adam(0.1)).get(0)).isLessThan(without - 0.02);
    assertThat(losses(List.of(16), natural(1, 0.1)).get(0)).isLessThan(without - 0.02);
  }
}
