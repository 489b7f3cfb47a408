package dev.geodesic.device;

/** What a layer reads; a bias is an input that is always 1, the last. */
public sealed interface LayerInput {
  /**
   * The samples, which all trials of a pack share.
   *
   * @param matrix {@code [batch, inputs]}
   */
  record Samples(Matrix matrix) implements LayerInput {}

  /**
   * What the layer below made of them, trial by trial.
   *
   * @param panel {@code [batch, trials, inputs]}
   */
  record Activations(Panel panel) implements LayerInput {}
}
