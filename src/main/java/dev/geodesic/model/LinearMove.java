package dev.geodesic.model;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels.Shift;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A step in softmax regression, whose effect follows from J d without a second forward pass. */
final class LinearMove implements Move {
  private final ForwardPass pass;
  private final Supplier<Measured> measure;
  private final Consumer<double[]> step;
  private @Nullable Measured measured;

  private LinearMove(ForwardPass pass, Supplier<Measured> measure, Consumer<double[]> step) {
    this.pass = pass;
    this.measure = measure;
    this.step = step;
  }

  /** J d and the Euclidean length of each trial's direction d. */
  private record Measured(Panel logitChange, Numbers norms) {}

  private Measured measured() {
    if (measured == null) {
      measured = measure.get();
    }
    return measured;
  }

  /**
   * Returns a step along XᵀM, measured by δz = KM and ‖XᵀM‖² = tr MᵀKM, without an array of the
   * weights' size.
   */
  static Move along(ForwardPass pass, Panel cotangent) {
    return new LinearMove(
        pass,
        () -> {
          Panel logitChange = pass.newPanel();
          pass.sampleGramForMeasuring().multiply(cotangent, logitChange);
          Numbers squares = pass.device().panels().dot(cotangent, logitChange);
          return new Measured(logitChange, squares.map(square -> Math.sqrt(Math.max(0, square))));
        },
        factors -> pass.subtractPullback(factors, cotangent, pass.weights()));
  }

  static Move along(ForwardPass pass, Parameters vector) {
    return new LinearMove(
        pass,
        () -> {
          Panel logitChange = pass.newPanel();
          pass.pushforward(vector, logitChange);
          return new Measured(logitChange, vector.norms());
        },
        factors -> pass.weights().subtract(factors, vector));
  }

  @Override
  public Effect effect(double[] factors) {
    Shift shift =
        pass.device()
            .softmax()
            .shift(pass.probabilities(), measured().logitChange(), factors, pass.labels());
    return Effect.of(measured().norms(), factors, shift);
  }

  @Override
  public Panel logitChange() {
    return measured().logitChange();
  }

  @Override
  public void take(double[] factors) {
    step.accept(factors);
  }
}
