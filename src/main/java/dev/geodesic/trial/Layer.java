package dev.geodesic.trial;

/**
 * The shape of one layer of a fully connected network.
 *
 * @param inputs number of inputs, the bias included
 * @param outputs number of pre-activations
 */
public record Layer(int inputs, int outputs) {
  /**
   * The number of weights of the layer.
   *
   * @throws ArithmeticException if no array can hold them
   */
  public int weights() {
    return Math.multiplyExact(inputs, outputs);
  }

  /** The number of weights, which may be more than an array can hold. */
  public double size() {
    return (double) inputs * outputs;
  }
}
