package dev.geodesic.device;

import dev.geodesic.trial.Fisher;
import java.util.List;

/**
 * The Fisher matrix of a network with softmax output in factored form. For each sample the output
 * curvature is M = N Nᵀ with N of {@code [classes, r]}, so that F = A Aᵀ where the columns of A are
 * J_bᵀN_bj / √B, J_b the Jacobian of the logits; the gradient is g = A u. F and the Gram matrix G =
 * AᵀA, of order Br, share their nonzero eigenvalues.
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
   * Computes the factors N and u of all trials at these predictions.
   *
   * @param probabilities p, {@code [batch, trials, classes]}
   * @param maxInverseProbabilities for each trial, an upper bound on 1/p(label) in u
   */
  Factors factor(
      Panel probabilities, Indices labels, Fisher fisher, double[] maxInverseProbabilities);

  /**
   * Returns how many systems to form and solve at once, at least 1: as many as the device is
   * fastest with and its memory holds.
   *
   * @param order of a system
   * @param columns of the factors whose product a system is, which may have to be formed first
   */
  int systemsAtOnce(int order, int columns);

  /**
   * Forms the Gram matrices of some trials, {@code [Br, Br]}, with u as right-hand sides.
   *
   * @param samples XXᵀ of the inputs of the first layer
   * @param activations inputs of the layers above it, {@code [batch, trials, inputs]}, from the
   *     samples up; none in softmax regression
   * @param backward N backpropagated to the pre-activations of the layers below the last, {@code
   *     [batch × r, trials, outputs]}, from the samples up
   * @param trials positions in the pack, of which none occurs twice
   */
  SymmetricSystems gram(
      SampleGram samples,
      List<Panel> activations,
      List<Panel> backward,
      Factors factors,
      int[] trials);

  /**
   * Forms the Fisher matrices F of some trials, {@code [P, P]}, with g as right-hand sides. Weights
   * are ordered layer by layer, each {@code [outputs, inputs]} row-major.
   *
   * @param trials positions in the pack, of which none occurs twice
   */
  SymmetricSystems dense(List<LayerFactor> layers, Factors factors, int[] trials);

  /**
   * Writes the solutions of {@link #dense} systems into their trials' parts of a vector over the
   * weights.
   *
   * @param vector a matrix for each layer, {@code [trials × outputs, inputs]}
   */
  void solution(Factors factors, SymmetricSystems solved, List<Matrix> vector);

  /** Returns the columns of N as cotangents on the logits, {@code [batch × r, trials, classes]}. */
  Panel columns(Factors factors);

  /**
   * Writes the cotangents M with A w = JᵀM of the trials of Gram systems: M_b = Σ_j w_bj N_bj / √B,
   * w the solution of a system.
   *
   * @param cotangent {@code [batch, trials, classes]}, of which these trials' parts are written
   */
  void cotangent(Factors factors, SymmetricSystems solved, Panel cotangent);

  /**
   * Returns ‖A w‖² = uᵀw − λ‖w‖² of each Gram system, for its solution w = h(G)u, h(σ) = 1/(σ + λ)
   * or 0.
   *
   * @param damping λ of each system
   */
  Numbers squaredLengths(Factors factors, SymmetricSystems solved, double[] damping);

  /**
   * {@code u_t −= scales[t] · A_tᵀd_t}, for a change d of the weights that changes the logits by
   * {@code logitChange} = J d, {@code [batch, trials, classes]}.
   */
  void subtractProjection(double[] scales, Panel logitChange, Factors factors);

  /**
   * Writes the right-hand side R of the closed form F⁺g = Xᵀ K⁻¹ R of softmax regression: rows R_b
   * = M_b⁺(p_b − e_y), which is (1/p_y)(1/C − e_y) for {@link Fisher#EXACT}. {@link
   * Fisher#EMPIRICAL} has no closed form.
   *
   * @param maxInverseProbabilities for each trial, an upper bound on 1/p(label)
   * @param rightHandSide receives R, {@code [batch, trials, classes]}
   */
  void closedForm(
      Panel probabilities,
      Indices labels,
      Fisher fisher,
      double[] maxInverseProbabilities,
      Panel rightHandSide);

  /**
   * Writes V = ∂ℓ/∂p of the cross-entropy ℓ of every sample: −1/p at the label, else 0. The
   * derivative with respect to the logits is S(p)V = p − e_y.
   *
   * @param maxInverseProbabilities for each trial, an upper bound on 1/p
   * @param gradient receives V, {@code [batch, trials, classes]}
   */
  void probabilityGradient(
      Panel probabilities, Indices labels, double[] maxInverseProbabilities, Panel gradient);

  /**
   * Solves (F + λI)d = JᵀS(p)V/B of softmax regression for d = JᵀM: (S(p)K/B + λI)M = S(p)V/B, K
   * the Gram matrix of the samples. S(p) is a diagonal matrix, whose system splits into one of
   * order B for each class, less B terms of rank one, so that this takes O(CB³) operations, and a
   * Gram matrix of order B(C − 1) O(C³B³) (Williams and Barber 1998; Rasmussen and Williams 2006,
   * Gaussian Processes for Machine Learning, section 3.5).
   *
   * @param inputs K
   * @param damping λ of each trial; a trial of λ = 0 is left out
   * @param panel V, {@code [batch, trials, classes]}, replaced by M
   * @return for each trial whether it was solved: false if left out or a Cholesky factorisation
   *     failed
   */
  Flags solveByClass(SampleGram inputs, Panel probabilities, double[] damping, Panel panel);

  /**
   * Whether the largest B(C − 1) eigenvalues of F, to which S(p) limits its rank, certainly all
   * exceed a cut-off: they do where all BC eigenvalues with diag p in place of S(p), found class by
   * class, exceed it, as by interlacing the least of these is never the larger one.
   *
   * @param inputs K
   * @param cutoffs one a trial, as a share of {@code largest}; where either is 0 the answer is true
   * @param largest σ_max of each trial
   */
  Flags exceedByClass(SampleGram inputs, Panel probabilities, double[] cutoffs, Numbers largest);

  /**
   * Returns σ_max of the exact Fisher matrix of softmax regression for each trial, by Lanczos
   * iteration without a Gram matrix, to about this relative {@code tolerance}.
   *
   * @param inputs K
   */
  Numbers largestEigenvalues(SampleGram inputs, Panel probabilities, double tolerance);

  /** Factors N and u of every sample and trial, in device memory. */
  interface Factors {
    /** Returns r, the number of columns of each sample's N. */
    int directions();

    /** Returns Br, the order of a trial's Gram matrix. */
    int order();
  }

  /**
   * The contribution of one layer to A.
   *
   * @param input the layer's inputs
   * @param backward N backpropagated to the layer's pre-activations, {@code [batch × r, trials,
   *     outputs]}
   */
  record LayerFactor(LayerInput input, Panel backward) {}
}
