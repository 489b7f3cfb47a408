package dev.geodesic.model;

import dev.geodesic.device.Panel;

/** Which way a pack's weights are to go: a step subtracts a multiple of it from them. */
public sealed interface Direction {
  /**
   * The pullback JᵀM of a cotangent on the logits, J their Jacobian: every gradient and every exact
   * natural gradient of a batch has this form. In softmax regression it is XᵀM, and needs no array
   * of the weights' size.
   *
   * @param cotangent M, {@code [batch, trials, classes]}; spent by the step
   */
  record SampleSpace(Panel cotangent) implements Direction {}

  /** The direction itself. */
  record ParameterSpace(Parameters vector) implements Direction {}
}
