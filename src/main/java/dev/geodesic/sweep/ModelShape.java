package dev.geodesic.sweep;

import dev.geodesic.trial.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a model, first to last.
 *
 * @param layers at least one; softmax regression has no other
 */
record ModelShape(List<Layer> layers) {
  /** What a layer of weights reads, its bias included, and what it writes. */
  record Layer(double inputs, double outputs) {
    double weights() {
      return inputs * outputs;
    }
  }

  ModelShape {
    layers = List.copyOf(layers);
  }

  static ModelShape of(ModelSpec model, double features, int classes) {
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

  boolean isNetwork() {
    return layers.size() > 1;
  }

  double weights() {
    return layers.stream().mapToDouble(Layer::weights).sum();
  }

  double classes() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Operations that predict one sample: a multiplication and an addition a weight. */
  double forward() {
    return 2 * weights();
  }
}
