package dev.geodesic.trial;

import java.util.List;

/**
 * What decides the work of a step besides the optimizer: the shape of the model, the batch, and how
 * many trials share what depends on the samples alone. In formulas, P is {@link #weights}, B the
 * batch, C {@link #classes}, D {@link #features} and T the number of trials.
 *
 * @param layers from the samples up; softmax regression has one
 * @param batch samples a step
 * @param trials fused in the pack
 * @param density part of a sample's features that products read: 1, or less where zeros are not
 *     stored
 */
public record Geometry(List<Layer> layers, int batch, int trials, double density) {
  public Geometry {
    layers = List.copyOf(layers);
  }

  /** Samples of which every feature is stored. */
  public Geometry(List<Layer> layers, int batch, int trials) {
    this(layers, batch, trials, 1);
  }

  /** The number of weights of one trial. */
  public double weights() {
    return layers.stream().mapToDouble(Layer::size).sum();
  }

  /** The number of weights of one trial that a sample meets: all, but for zeros not stored. */
  public double weightsMet() {
    return weightsAboveFirst() + density * layers.get(0).size();
  }

  /** The number of weights above the first layer. */
  public double weightsAboveFirst() {
    return weights() - layers.get(0).size();
  }

  /** The number of classes: outputs of the last layer. */
  public int classes() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** The number of inputs of the first layer. */
  public int features() {
    return layers.get(0).inputs();
  }

  /** The number of pre-activations of a sample, the logits included. */
  public double outputs() {
    return layers.stream().mapToDouble(Layer::outputs).sum();
  }

  /** Whether the model has hidden layers. */
  public boolean isNetwork() {
    return layers.size() > 1;
  }

  /**
   * Whether damped systems of softmax regression are solved class by class: one system of order B
   * for each class then costs less than one of order P.
   */
  public boolean favoursClasses() {
    return favoursClasses(batch, weights());
  }

  /** Whether the systems are solved class by class, for this batch and number of weights. */
  public static boolean favoursClasses(int batch, double weights) {
    return 2 * batch <= weights;
  }
}
