package dev.geodesic.device;

/** The softmax output layer and its cross-entropy loss, for all trials of a pack at once. */
public interface SoftmaxKernels {
  /**
   * Turns logits into log-probabilities in place.
   *
   * @param logits {@code [batch, trials, classes]}
   * @param probabilities receives exp of the result, same shape
   */
  void logSoftmax(Panel logits, Panel probabilities);

  /** Mean cross-entropy of each trial, nats a sample. */
  double[] crossEntropy(Panel logProbabilities, int[] labels);

  /** {@code residual[b,t,:] = scale[t]·(p − e_y)}: the derivative of the loss in the logits. */
  void residual(Panel probabilities, int[] labels, double[] scale, Panel residual);

  /**
   * Mean over the batch of KL(p‖p') for each trial (nats), where p' are the predictions after the
   * logits have changed by {@code −change}. Exact, by log Σ p·exp(−δ) + Σ p·δ.
   */
  double[] klDivergence(Panel probabilities, Panel change);

  /** Scales each trial of a panel by its own factor. */
  void scaleTrials(Panel panel, double[] factors);

  /** Σ over samples and classes of the products of two panels, for each trial. */
  double[] dot(Panel left, Panel right);

  /**
   * Cross-entropy and accuracy on many samples.
   *
   * @param samples {@code [samples, features]}
   * @param weights {@code [features, trials × classes]}
   * @return {@code [trials][2]}: mean cross-entropy (nats a sample), share of right predictions
   */
  double[][] evaluate(Matrix samples, int[] labels, Matrix weights, int trials);
}
