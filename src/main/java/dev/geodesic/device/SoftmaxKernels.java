package dev.geodesic.device;

/**
 * The softmax output layer and its cross-entropy loss, for all trials of a pack at once. Where it
 * takes e^x, to 1e-12 of itself.
 */
public interface SoftmaxKernels {
  /**
   * Turns logits into log-probabilities in place.
   *
   * @param logits {@code [batch, trials, classes]}
   * @param probabilities receives exp of the result, same shape; never 0, so that 1/p is a number
   */
  void logSoftmax(Panel logits, Panel probabilities);

  /** Mean cross-entropy of each trial, nats a sample. */
  double[] crossEntropy(Panel logProbabilities, int[] labels);

  /** Number of samples whose likeliest class, the first of several, is the right one. */
  int[] countRight(Panel logProbabilities, int[] labels);

  /** {@code residual[b,t,:] = (p − e_y)/B}: the derivative of the mean loss in the logits. */
  void residual(Panel probabilities, int[] labels, Panel residual);

  /**
   * What becomes of the predictions p when each trial's logits change by {@code
   * −factors[t]·change}. Exact, by log Σ p·exp(−δ) + Σ p·δ.
   */
  Shift shift(Panel probabilities, Panel change, double[] factors, int[] labels);

  /** What becomes of the predictions p when they are replaced by others. */
  Shift shift(Panel probabilities, Panel logProbabilities, Panel newLogProbabilities, int[] labels);

  /**
   * A change of a pack's predictions, trial by trial.
   *
   * @param kl mean over the batch of KL(before‖after), nats
   * @param lossGain mean cross-entropy after, minus before, nats a sample
   */
  record Shift(double[] kl, double[] lossGain) {}

  /** {@code product[b,t,:] = S(p)·panel[b,t,:]}, S(p) = diag p − p pᵀ. */
  void covariance(Panel probabilities, Panel panel, Panel product);
}
