package dev.geodesic.device;

/**
 * Natural gradients with the Fisher matrix of each layer in two Kronecker factors, one of what the
 * layer reads and one of the derivatives in its sums. All happens in the coordinates of their
 * eigenvectors U and V, in which weights W become VᵀWU.
 */
public interface KroneckerKernels {
  /**
   * A factor, zero at first.
   *
   * @param matrices the number of trials, or 1 that they share
   */
  KroneckerFactor factor(int order, int matrices);

  /** Uᵀa of what a layer reads, in memory of the innermost scope. */
  LayerInput coordinates(LayerInput inputs, KroneckerFactor basis);

  /** Vᵀc of cotangents on a layer's sums, in memory of the innermost scope. */
  Panel coordinates(Panel cotangents, KroneckerFactor basis);

  /**
   * (uᵀa)² along each eigenvector u, of coordinates uᵀa, in {@linkplain KroneckerFactor#unit units}
   * of the factor and in memory of the innermost scope. Those of eigenvectors that are {@linkplain
   * KroneckerFactor alike} become their mean.
   */
  LayerInput secondMoments(LayerInput coordinates, KroneckerFactor basis);

  /**
   * E(vᵀδ)² of each sample along each eigenvector v, {@code [batch, trials, order]}, in {@linkplain
   * KroneckerFactor#unit units} of the factor and in memory of the innermost scope. Those of
   * eigenvectors that are {@linkplain KroneckerFactor alike} become their mean.
   */
  Panel secondMoments(LabelDerivatives derivatives, KroneckerFactor basis);

  /**
   * {@code target_t[o, i] = (σ_o + outputShifts[t])·(α_i + inputShifts[t])}, σ and α the
   * eigenvalues of the two factors, in the product of their {@linkplain KroneckerFactor#unit
   * units}.
   */
  void products(
      KroneckerFactor outputs,
      double[] outputShifts,
      KroneckerFactor inputs,
      double[] inputShifts,
      Matrix target);

  /**
   * {@code coordinates_t[o, i] /= units[t]·eigenvalues_t[o, i] + damping[t]}, or 0 where {@code
   * eigenvalues_t[o, i]} is at most {@link KroneckerFactor#ZERO} of the trial's largest and {@code
   * damping[t]} smaller than that: what is left there is rounding.
   */
  void divide(Matrix coordinates, Matrix eigenvalues, double[] units, double[] damping);

  /** {@code target_t = V_t · coordinates_t · U_tᵀ}. */
  void turnBack(KroneckerFactor outputs, Matrix coordinates, KroneckerFactor inputs, Matrix target);
}
