package dev.geodesic.model;

import dev.geodesic.trial.Activation;
import java.util.List;

/**
 * The shape of a fully connected network.
 *
 * @param layers from the samples up; the last gives the logits
 * @param activation of the hidden layers
 */
public record Architecture(List<Layer> layers, Activation activation) {
  public Architecture {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param inputs what it reads, the bias included
   * @param outputs its sums
   */
  public record Layer(int inputs, int outputs) {
    int weights() {
      return inputs * outputs;
    }
  }

  /** P, the number of weights of one trial. */
  public int parameters() {
    return layers.stream().mapToInt(Layer::weights).sum();
  }

  int classes() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Softmax regression: the logits are linear in the weights. */
  boolean isLinear() {
    return layers.size() == 1;
  }
}
