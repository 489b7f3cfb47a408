package dev.geodesic.device;

/** The inputs of a layer; a bias is the last input, and always 1. */
public sealed interface LayerInput {
  /**
   * The samples, which all trials of a pack share.
   *
   * @param matrix {@code [batch, inputs]}
   */
  record Samples(Matrix matrix) implements LayerInput {}

  /**
   * The activations of the layer below, which differ from trial to trial.
   *
   * @param panel {@code [batch, trials, inputs]}
   */
  record Activations(Panel panel) implements LayerInput {}
}
