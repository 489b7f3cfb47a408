package dev.geodesic.model;

import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Layer;
import java.util.List;

/**
 * The shape of a fully connected network.
 *
 * @param layers the layers from the samples up, at least one; the last computes the logits
 * @param activation of the hidden layers
 */
public record Architecture(List<Layer> layers, Activation activation) {
  public Architecture {
    layers = List.copyOf(layers);
  }

  /** Returns P, the number of weights of one trial. */
  public int parameters() {
    return layers.stream().mapToInt(Layer::weights).sum();
  }

  int classes() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Whether the logits are linear in the weights, as in softmax regression. */
  boolean isLinear() {
    return layers.size() == 1;
  }
}
