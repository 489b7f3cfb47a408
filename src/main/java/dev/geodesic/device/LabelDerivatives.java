package dev.geodesic.device;

/**
 * Derivatives δ of −log p(label) in a layer's pre-activations, for a label drawn from the model's
 * own p. Nothing is sampled: kernels compute expectations E exactly.
 */
public sealed interface LabelDerivatives {
  /**
   * The derivatives with respect to the logits: δ = p − e_y, and E(δδᵀ) = diag p − ppᵀ.
   *
   * @param probabilities p, {@code [batch, trials, classes]}
   */
  record OfLogits(Panel probabilities) implements LabelDerivatives {}

  /**
   * The derivatives with respect to a hidden layer's pre-activations: E(δδᵀ) = Σ_j D_bj D_bjᵀ.
   *
   * @param columns D, {@code [batch × directions, trials, outputs]}: the columns of each sample's
   *     N, with N Nᵀ = diag p − ppᵀ, backpropagated
   * @param directions number of columns of one sample
   */
  record Backpropagated(Panel columns, int directions) implements LabelDerivatives {}
}
