package dev.geodesic.model;

import dev.geodesic.device.Panel;

/**
 * A step to {@code W_t − factors[t]·direction_t} whose effect can be measured before it is taken.
 * Measuring leaves the weights as they are, to the bit.
 */
public interface Move {
  /** Measures what the step would change; {@code factors} has one entry a trial. */
  Effect effect(double[] factors);

  /**
   * Returns J d, the change of the logits along the direction, to first order; exact in softmax
   * regression.
   */
  Panel logitChange();

  /** Takes the step; {@code factors} has one entry a trial. */
  void take(double[] factors);
}
