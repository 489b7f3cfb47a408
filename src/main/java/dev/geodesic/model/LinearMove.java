package dev.geodesic.model;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SoftmaxKernels.Shift;
import java.util.function.Consumer;

/** In softmax regression the logits of the batch tell all, and no weights need to be tried. */
final class LinearMove implements Move {
  private final ForwardPass pass;
  private final Panel logitChange;
  private final double[] norms;
  private final Consumer<double[]> step;

  private LinearMove(ForwardPass pass, Panel logitChange, double[] norms, Consumer<double[]> step) {
    this.pass = pass;
    this.logitChange = logitChange;
    this.norms = norms;
    this.step = step;
  }

  /** Along XᵀM, by δz = K M and ‖XᵀM‖² = tr MᵀKM: no array of the weights' size. */
  static Move along(ForwardPass pass, Panel cotangent) {
    Panel logitChange = pass.newPanel();
    pass.sampleGramForMeasuring().multiply(cotangent, logitChange);
    double[] norms = pass.device().panels().dot(cotangent, logitChange);
    for (int t = 0; t < norms.length; t++) {
      norms[t] = Math.sqrt(Math.max(0, norms[t]));
    }
    return new LinearMove(
        pass,
        logitChange,
        norms,
        factors -> pass.subtractPullback(factors, cotangent, pass.weights()));
  }

  static Move along(ForwardPass pass, Parameters vector) {
    Panel logitChange = pass.newPanel();
    pass.pushforward(vector, logitChange);
    return new LinearMove(
        pass, logitChange, vector.norms(), factors -> pass.weights().subtract(factors, vector));
  }

  @Override
  public Effect effect(double[] factors) {
    Shift shift =
        pass.device().softmax().shift(pass.probabilities(), logitChange, factors, pass.labels());
    return Effect.of(norms, factors, shift);
  }

  @Override
  public Panel logitChange() {
    return logitChange;
  }

  @Override
  public void take(double[] factors) {
    step.accept(factors);
  }
}
