package dev.geodesic.device;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.trial.Activation;

/**
 * The products of one layer s = Wa for all trials of a pack. Where a panel is narrower than the
 * weights' inputs it lacks the bias, and the weights' last column is left out.
 */
public interface LayerKernels {
  /**
   * {@code output[b,t,:] = W_t · input[b,t,:]}.
   *
   * @param precision of the factors and of the sum
   */
  void apply(LayerInput input, Matrix weights, Panel output, Precision precision);

  /**
   * {@code output[b,t,:] += W_t · input[b,t,:]}.
   *
   * @param precision of the factors and of the sum
   */
  void addApplied(LayerInput input, Matrix weights, Panel output, Precision precision);

  /**
   * {@code input[b,t,:] = W_tᵀ · cotangent[b,t,:]}.
   *
   * @param precision of the factors and of the sum
   */
  void applyTransposed(Matrix weights, Panel cotangent, Panel input, Precision precision);

  /**
   * {@code gradient_t = Σ_b cotangent[b,t,:] · input[b,t,:]ᵀ}.
   *
   * @param precision of the factors and of the sum; the result is rounded once more
   */
  void outerProduct(Panel cotangent, LayerInput input, Matrix gradient, Precision precision);

  /** {@code weights_t −= factors[t] · Σ_b cotangent[b,t,:] · input[b,t,:]ᵀ}. */
  void subtractOuterProduct(double[] factors, Panel cotangent, LayerInput input, Matrix weights);

  /**
   * {@code activations = φ(sums)}, which may overwrite the pre-activations {@code sums}; where the
   * activations have one unit more, it becomes 1, the bias.
   */
  void activate(Activation activation, Panel sums, Panel activations);

  /**
   * Multiplies by φ′, computed from the activations: {@code cotangents[k,t,:] ·= φ′[b,t,:]}, where
   * each sample b has the same number of consecutive rows k.
   */
  void multiplyByDerivative(Activation activation, Panel activations, Panel cotangents);
}
