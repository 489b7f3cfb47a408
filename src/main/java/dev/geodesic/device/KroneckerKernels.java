package dev.geodesic.device;

/**
 * Natural gradients with the Fisher matrix of each layer approximated by two Kronecker factors, one
 * of the layer's inputs and one of the derivatives with respect to its pre-activations. All happens
 * in the coordinates of their eigenvectors U and V, in which weights W become VᵀWU.
 */
public interface KroneckerKernels {
  /**
   * Creates a factor, zero at first.
   *
   * @param order rows of each matrix
   * @param matrices the number of trials, or 1 for a matrix that they share
   */
  KroneckerFactor factor(int order, int matrices);

  /** Returns Uᵀa for a layer's inputs a, in memory of the innermost scope. */
  LayerInput coordinates(LayerInput inputs, KroneckerFactor basis);

  /**
   * Returns Vᵀc for cotangents c on a layer's pre-activations, in memory of the innermost scope.
   */
  Panel coordinates(Panel cotangents, KroneckerFactor basis);

  /**
   * Returns (uᵀa)² along each eigenvector u from coordinates uᵀa, in {@linkplain
   * KroneckerFactor#unit units} of the factor and in memory of the innermost scope. Values of
   * eigenvectors that are {@linkplain KroneckerFactor alike} are replaced by their mean.
   */
  LayerInput secondMoments(LayerInput coordinates, KroneckerFactor basis);

  /**
   * Returns E(vᵀδ)² of each sample along each eigenvector v, {@code [batch, trials, order]}, in
   * {@linkplain KroneckerFactor#unit units} of the factor and in memory of the innermost scope.
   * Values of eigenvectors that are {@linkplain KroneckerFactor alike} are replaced by their mean.
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
   * damping[t]} smaller than that: such a quotient is rounding error.
   */
  void divide(Matrix coordinates, Matrix eigenvalues, double[] units, double[] damping);

  /** {@code target_t = V_t · coordinates_t · U_tᵀ}. */
  void turnBack(KroneckerFactor outputs, Matrix coordinates, KroneckerFactor inputs, Matrix target);
}
