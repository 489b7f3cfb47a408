package dev.geodesic.device;

import dev.geodesic.trial.Fisher;
import java.util.List;

/**
 * The Fisher matrix of a network with softmax output in factored form. For each sample the output
 * curvature is M = N Nᵀ with N of {@code [classes, r]}, so that F = A Aᵀ where the columns of A are
 * J_bᵀN_bj / √B, J_b the Jacobian of the logits in the weights; the gradient is g = A u. F and the
 * Gram matrix G = AᵀA, of order Br, share their nonzero eigenvalues.
 *
 * <p>For {@link Fisher#EXACT} N is the Cholesky factor of diag p − p pᵀ, known in closed form
 * (Tanabe and Sagae 1992), r = C − 1: with tail sums s_j = Σ_{i≥j} p_i, N_jj = √(p_j s_{j+1}/s_j)
 * and N_ij = −p_i √(p_j/(s_j s_{j+1})) below. It subtracts nothing, so it stays accurate however
 * confident a prediction is: columns as small as √p meet elements of u as large as 1/√p. For {@link
 * Fisher#SOFTMAX_OF_PROBABILITIES} N is that factor times the one of NᵀS(q)N, with columns in
 * falling order, which keeps this. For {@link Fisher#EMPIRICAL} N is p − e_y itself, r = 1.
 */
public interface FisherKernels {
  /**
   * The factors N and u of all trials at these predictions.
   *
   * @param maxInverseProbabilities for each trial, what 1/p(label) counts as at most in u
   */
  Factors factor(
      Panel probabilities, int[] labels, Fisher fisher, double[] maxInverseProbabilities);

  /**
   * The Gram matrix of one trial, with u as right-hand side.
   *
   * @param inputs aaᵀ of what the output layer reads
   * @param hidden the layers below; none in softmax regression
   */
  SymmetricSystem gram(SampleGram inputs, List<HiddenLayer> hidden, Factors factors, int trial);

  /**
   * The Fisher matrix F of one trial, P × P, with g as right-hand side; weights come layer by
   * layer, each {@code [outputs, inputs]} row-major.
   */
  SymmetricSystem dense(List<LayerFactor> layers, Factors factors, int trial);

  /**
   * Writes the solution of a trial's {@link #dense} system into its part of a vector over the
   * weights.
   *
   * @param vector of each layer {@code [trials × outputs, inputs]}
   */
  void solution(Factors factors, SymmetricSystem solved, int trial, List<Matrix> vector);

  /** N as cotangents on the logits, {@code [batch × r, trials, classes]}. */
  Panel columns(Factors factors);

  /**
   * Writes the cotangent M with A w = JᵀM of one trial: M_b = Σ_j w_bj N_bj / √B, w the solution of
   * its Gram system.
   */
  void cotangent(Factors factors, SymmetricSystem solved, int trial, Panel cotangent);

  /**
   * ‖A w‖² = uᵀw − λ‖w‖² of one trial, for the solution w = h(G)u of its Gram system, h(σ) = 1/(σ +
   * λ) or 0.
   *
   * @param damping λ
   */
  double squaredLength(Factors factors, SymmetricSystem solved, int trial, double damping);

  /**
   * {@code u −= scales[t] · Aᵀd}, for a change d of the weights that moves the logits by {@code
   * logitChange} = J d.
   */
  void subtractProjection(double[] scales, Panel logitChange, Factors factors);

  /**
   * The right-hand side R of the closed form F⁺g = Xᵀ K⁻¹ R: rows R_b = M_b⁺(p_b − e_y), which is
   * (1/p_y)(1/C − e_y) for {@link Fisher#EXACT}; there is none for {@link Fisher#EMPIRICAL}.
   */
  void closedForm(
      Panel probabilities,
      int[] labels,
      Fisher fisher,
      double[] maxInverseProbabilities,
      Panel rightHandSide);

  /**
   * V = ∂ℓ/∂p of the cross-entropy ℓ of every sample: −1/p at the label, else 0. That in the logits
   * is S(p)V = p − e_y.
   *
   * @param maxInverseProbabilities for each trial, what 1/p counts as at most
   */
  void probabilityGradient(
      Panel probabilities, int[] labels, double[] maxInverseProbabilities, Panel gradient);

  /**
   * Solves (F + λI)d = JᵀS(p)V/B of softmax regression for d = JᵀM: (S(p)K/B + λI)M = S(p)V/B, K
   * the Gram matrix of the samples. S(p) is a diagonal matrix, whose system comes apart into one of
   * order B a class, less B terms of rank one, so that it takes O(CB³) operations in place of the
   * O(C³B³) of a Gram matrix of order B(C − 1) (Williams and Barber 1998; Rasmussen and Williams
   * 2006, Gaussian Processes for Machine Learning, section 3.5).
   *
   * @param inputs K
   * @param damping λ of each trial; where it is 0 nothing is done
   * @param panel V, replaced by M
   * @return for each trial whether it was done: no Cholesky factorisation failed
   */
  boolean[] solveByClass(SampleGram inputs, Panel probabilities, double[] damping, Panel panel);

  /**
   * Whether it is certain that the eigenvalues of F that belong to S(p), B(C − 1) of them, all lie
   * above a shift: those of diag p in its place, class by class, do. By interlacing the least of
   * them is never the larger one.
   *
   * @param inputs K
   * @param shifts one a trial; where it is 0 the answer is yes
   */
  boolean[] exceedByClass(SampleGram inputs, Panel probabilities, double[] shifts);

  /** Factors N and u of every sample and trial, in device memory. */
  interface Factors {
    /** r, columns of each sample's N. */
    int directions();

    /** Br, the order of a trial's Gram matrix. */
    int order();
  }

  /**
   * What one layer contributes to A.
   *
   * @param input what the layer reads
   * @param backward N carried back to the layer's sums, {@code [batch × r, trials, outputs]}
   */
  record LayerFactor(LayerInput input, Panel backward) {}

  /**
   * What a hidden layer contributes to a Gram matrix.
   *
   * @param inputs aaᵀ of what the layer reads
   * @param backward N carried back to the layer's sums, {@code [batch × r, trials, outputs]}
   */
  record HiddenLayer(SampleGram inputs, Panel backward) {}
}
