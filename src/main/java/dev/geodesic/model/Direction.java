package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import java.util.Arrays;

/** A change of a pack's weights, to be subtracted from them. */
public sealed interface Direction {
  /** Multiplies each trial's part by its own factor, in place. */
  void scale(Device device, double[] factors);

  /** How long the change is, and how far it moves the predictions on the batch itself. */
  Effect effect(ForwardPass pass);

  /** {@code weights −= this}. The direction is spent afterwards. */
  void subtractFrom(Matrix weights, ForwardPass pass);

  /**
   * The pullback XᵀM of a cotangent on the logits: every gradient and every exact natural gradient
   * of a batch has this form, so it needs no array of the weights' size.
   *
   * @param cotangent M, {@code [batch, trials, classes]}
   */
  record SampleSpace(Panel cotangent) implements Direction {
    @Override
    public void scale(Device device, double[] factors) {
      device.softmax().scaleTrials(cotangent, factors);
    }

    /** By δz = X XᵀM = K M and ‖XᵀM‖² = tr Mᵀ K M. */
    @Override
    public Effect effect(ForwardPass pass) {
      Panel logitChange = pass.newPanel();
      pass.sampleGramForMeasuring().multiply(cotangent, logitChange);
      double[] squares = pass.device().softmax().dot(cotangent, logitChange);
      double[] norms = Arrays.stream(squares).map(s -> Math.sqrt(Math.max(0, s))).toArray();
      return new Effect(norms, pass.klDivergence(logitChange));
    }

    @Override
    public void subtractFrom(Matrix weights, ForwardPass pass) {
      pass.device().subtractPullback(pass.samples(), cotangent, weights);
    }
  }

  /**
   * The change itself.
   *
   * @param change {@code [features, trials × classes]}
   */
  record ParameterSpace(Matrix change) implements Direction {
    @Override
    public void scale(Device device, double[] factors) {
      device.scaleTrials(change, factors);
    }

    @Override
    public Effect effect(ForwardPass pass) {
      Panel logitChange = pass.newPanel();
      pass.device().multiply(pass.samples(), change, logitChange);
      double[] norms = pass.device().norms(change, pass.trials());
      return new Effect(norms, pass.klDivergence(logitChange));
    }

    @Override
    public void subtractFrom(Matrix weights, ForwardPass pass) {
      pass.device().subtract(change, weights);
      change.close();
    }
  }
}
