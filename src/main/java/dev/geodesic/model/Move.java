package dev.geodesic.model;

import dev.geodesic.device.Panel;

/**
 * A step that can be looked at before it is taken: {@code W − factors[t]·direction}. Looking leaves
 * the weights as they are, to the bit.
 */
public interface Move {
  /** What the step of this length would do. */
  Effect effect(double[] factors);

  /** J d: how the direction moves the logits, to first order; exact in softmax regression. */
  Panel logitChange();

  /** Takes the step. */
  void take(double[] factors);
}
