package dev.geodesic.device;

/**
 * Derivatives δ of a label's −log p in the sums of a layer, the label being drawn from the model's
 * own p. Nothing is sampled: kernels take the expectation E.
 */
public sealed interface LabelDerivatives {
  /**
   * In the logits themselves: δ = p − e_y, and E(δδᵀ) = diag p − ppᵀ.
   *
   * @param probabilities p, {@code [batch, trials, classes]}
   */
  record OfLogits(Panel probabilities) implements LabelDerivatives {}

  /**
   * In the sums of a layer below: E(δδᵀ) = Σ_j D_bj D_bjᵀ.
   *
   * @param columns D, {@code [batch × directions, trials, outputs]}: the columns of each sample's
   *     N, with N Nᵀ = diag p − ppᵀ, carried back
   * @param directions columns of one sample
   */
  record CarriedBack(Panel columns, int directions) implements LabelDerivatives {}
}
