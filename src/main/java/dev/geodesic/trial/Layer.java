package dev.geodesic.trial;

/**
 * The shape of one layer of a fully connected network.
 *
 * @param inputs number of inputs, the bias included
 * @param outputs number of pre-activations
 */
public record Layer(int inputs, int outputs) {
  /** The number of weights of the layer. */
  public int weights() {
    return inputs * outputs;
  }
}
