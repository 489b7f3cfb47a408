package dev.geodesic.device;

/**
 * The softmax output layer and its cross-entropy loss, for all trials of a pack at once.
 * Exponentials are exact to a relative error of 1e-12.
 */
public interface SoftmaxKernels {
  /**
   * Turns logits into log-probabilities in place.
   *
   * @param logits {@code [batch, trials, classes]}
   * @param probabilities receives exp of the result, same shape; never 0, so that 1/p is finite
   */
  void logSoftmax(Panel logits, Panel probabilities);

  /** Returns the mean cross-entropy of each trial, in nats a sample. */
  Numbers crossEntropy(Panel logProbabilities, Indices labels);

  /**
   * Returns for each trial the number of samples whose likeliest class, the first of equals, is the
   * label.
   */
  Numbers countRight(Panel logProbabilities, Indices labels);

  /**
   * {@code residual[b,t,:] = (p − e_y)/B}: the derivative of the mean loss with respect to the
   * logits.
   */
  void residual(Panel probabilities, Indices labels, Panel residual);

  /**
   * Returns the change of predictions p when each trial's logits change by {@code
   * −factors[t]·change} = −δ: the divergence is log Σ p·exp(−δ) + Σ p·δ, without an expansion.
   */
  Shift shift(Panel probabilities, Panel change, double[] factors, Indices labels);

  /** Returns the change of predictions p when others replace them. */
  Shift shift(
      Panel probabilities, Panel logProbabilities, Panel newLogProbabilities, Indices labels);

  /**
   * A change of a pack's predictions, trial by trial.
   *
   * @param kl mean over the batch of KL(before‖after), nats
   * @param lossChange mean cross-entropy after, minus before, nats a sample
   */
  record Shift(Numbers kl, Numbers lossChange) {}

  /** {@code product[b,t,:] = S(p)·panel[b,t,:]}, S(p) = diag p − p pᵀ. */
  void covariance(Panel probabilities, Panel panel, Panel product);
}
