package dev.geodesic.model;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels.Shift;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step in a network with hidden layers, measured by a forward pass with the changed weights. */
final class ProbedMove implements Move {
  private final ForwardPass pass;
  private final Parameters vector;
  private final Function<Parameters, ForwardPass> forward;
  private @Nullable Numbers norms;
  private @Nullable Panel logitChange;

  /**
   * Creates a step along {@code vector}; {@code forward} predicts the same batch at other weights.
   */
  ProbedMove(ForwardPass pass, Parameters vector, Function<Parameters, ForwardPass> forward) {
    this.pass = pass;
    this.vector = vector;
    this.forward = forward;
  }

  @Override
  public Effect effect(double[] factors) {
    return pass.device().inScope(() -> probe(factors));
  }

  private Effect probe(double[] factors) {
    Parameters probe = pass.weights().scratch();
    probe.copyFrom(pass.weights());
    probe.subtract(factors, vector);
    ForwardPass there = forward.apply(probe);
    Shift shift =
        pass.device()
            .softmax()
            .shift(
                pass.probabilities(),
                pass.logProbabilities(),
                there.logProbabilities(),
                pass.labels());
    if (norms == null) {
      norms = vector.norms();
    }
    return Effect.of(norms, factors, shift);
  }

  @Override
  public Panel logitChange() {
    if (logitChange == null) {
      logitChange = pass.newPanel();
      pass.pushforward(vector, logitChange);
    }
    return logitChange;
  }

  @Override
  public void take(double[] factors) {
    pass.weights().subtract(factors, vector);
  }
}
