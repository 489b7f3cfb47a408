package dev.geodesic.sweep.task;

import dev.geodesic.trial.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a model, first to last.
 *
 * @param layers at least one; softmax regression has no other
 */
public record ModelShape(List<Layer> layers) {
  /** What a layer of weights reads, its bias included, and what it writes. */
  public record Layer(double inputs, double outputs) {
    /** How many it has. */
    public double weights() {
      return inputs * outputs;
    }
  }

  /** Keeps a copy. */
  public ModelShape {
    layers = List.copyOf(layers);
  }

  /**
   * Of a model.
   *
   * @param features of a sample, the bias not among them
   */
  public static ModelShape of(ModelSpec model, double features, int classes) {
    List<Integer> outputs = new ArrayList<>(model.hidden());
    outputs.add(classes);
    int bias = model.bias() ? 1 : 0;
    List<Layer> layers = new ArrayList<>();
    double inputs = features;
    for (int width : outputs) {
      layers.add(new Layer(inputs + bias, width));
      inputs = width;
    }
    return new ModelShape(layers);
  }

  /** Whether it has hidden layers. */
  public boolean isNetwork() {
    return layers.size() > 1;
  }

  /** The number of weights of all layers. */
  public double weights() {
    return layers.stream().mapToDouble(Layer::weights).sum();
  }

  /** What the last layer writes. */
  public double classes() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Operations that predict one sample: a multiplication and an addition a weight. */
  public double forward() {
    return 2 * weights();
  }
}
