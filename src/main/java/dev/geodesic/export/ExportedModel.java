package dev.geodesic.export;

import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Layer;
import dev.geodesic.trial.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained model with all that another program needs to predict with it.
 *
 * @param origin where it comes from
 * @param input what its first layer makes of a sample
 * @param classes the names of the classes, in the order of the last layer's outputs
 * @param layers from the samples up; the last computes the logits
 * @param activation of the hidden layers
 */
public record ExportedModel(
    Origin origin,
    InputMap input,
    List<String> classes,
    List<ExportedLayer> layers,
    Activation activation) {
  public ExportedModel {
    classes = List.copyOf(classes);
    layers = List.copyOf(layers);
  }

  /**
   * Where a model comes from.
   *
   * @param trial id of the trial
   * @param configuration the optimizer, what was chosen for it, and the seed, in words
   * @param steps that it trained
   * @param data fingerprint of the data set
   * @param loss on the holdout, nats a sample
   * @param accuracy on the holdout
   */
  public record Origin(
      String trial, String configuration, int steps, String data, double loss, double accuracy) {}

  /**
   * Returns the model of a trial.
   *
   * @param spec of the model
   * @param weights of the trial, each layer {@code [outputs, inputs]} row-major, the bias last
   */
  public static ExportedModel of(
      Origin origin, InputMap input, List<String> classes, ModelSpec spec, List<float[]> weights) {
    List<Layer> shapes = spec.layers(input.width(), classes.size());
    List<ExportedLayer> layers = new ArrayList<>();
    for (int l = 0; l < shapes.size(); l++) {
      layers.add(ExportedLayer.of(shapes.get(l), weights.get(l), spec.bias()));
    }
    return new ExportedModel(origin, input, classes, layers, spec.activation());
  }
}
