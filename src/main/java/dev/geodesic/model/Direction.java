package dev.geodesic.model;

import dev.geodesic.device.Panel;

/** The direction of a pack's step, which subtracts a multiple of it from the weights. */
public sealed interface Direction {
  /**
   * The pullback JᵀM of a cotangent on the logits, J their Jacobian: every gradient and every exact
   * natural gradient of a batch has this form. In softmax regression it is XᵀM, and needs no array
   * of the weights' size.
   *
   * @param cotangent M, {@code [batch, trials, classes]}; the step may overwrite it
   */
  record SampleSpace(Panel cotangent) implements Direction {}

  /** The direction as a vector over the weights. */
  record ParameterSpace(Parameters vector) implements Direction {}

  /**
   * A pullback whose sum over the batch needs a vector of higher precision for some trials.
   *
   * @param cotangent M, of all trials
   * @param vector JᵀM, of all trials
   * @param inSampleSpace the trials that step along the cotangent, as others along the vector
   */
  record Mixed(Panel cotangent, Parameters vector, boolean[] inSampleSpace) implements Direction {}
}
