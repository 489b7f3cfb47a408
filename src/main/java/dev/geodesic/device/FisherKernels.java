package dev.geodesic.device;

import dev.geodesic.trial.Fisher;

/**
 * The Fisher matrix of a softmax layer in factored form. For each sample the output curvature is M
 * = N Nᵀ with N of {@code [classes, classes − 1]}, so that F = A Aᵀ where the columns of A are x_b
 * ⊗ N_bj / √B; the gradient is g = A u. F and the Gram matrix G = AᵀA share their nonzero
 * eigenvalues.
 *
 * <p>For {@link Fisher#EXACT} N is the Cholesky factor of diag p − p pᵀ, known in closed form
 * (Tanabe and Sagae 1992): with tail sums s_j = Σ_{i≥j} p_i, N_jj = √(p_j s_{j+1}/s_j) and N_ij =
 * −p_i √(p_j/(s_j s_{j+1})) below. It subtracts nothing, so it stays accurate however confident a
 * prediction is.
 */
public interface FisherKernels {
  /**
   * The Gram matrix G of one trial, with u as right-hand side.
   *
   * @param gram K of the batch
   * @param factors of the same batch
   * @param trial position in the pack
   */
  SymmetricSystem gram(SampleGram gram, Factors factors, int trial);

  /**
   * The Fisher matrix F of one trial, P × P, with g as right-hand side; the parameter of feature i
   * and class c is number i·C + c.
   *
   * @param samples {@code [batch, features]}
   */
  SymmetricSystem dense(Matrix samples, Factors factors, int trial);

  /** The factors N and u of all trials at these predictions. */
  Factors factor(Panel probabilities, int[] labels, Fisher fisher);

  /**
   * Writes the cotangent M with A w = XᵀM of one trial: M_b = Σ_j w_bj N_bj / √B, w the solution of
   * its Gram system.
   */
  void cotangent(Factors factors, SymmetricSystem solved, int trial, Panel cotangent);

  /**
   * The right-hand side R of the closed form F⁺g = Xᵀ K⁻¹ R: rows R_b = M_b⁺(p_b − e_y), which is
   * (1/p_y)(1/C − e_y) for {@link Fisher#EXACT}.
   */
  void closedForm(Panel probabilities, int[] labels, Fisher fisher, Panel rightHandSide);

  /** Factors N and u of every sample and trial, in device memory. */
  interface Factors {}
}
