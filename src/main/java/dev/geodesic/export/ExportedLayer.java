package dev.geodesic.export;

import dev.geodesic.trial.Layer;

/**
 * A layer of a trained model, in float32 as it was trained.
 *
 * @param weights {@code [inputs, outputs]}, row-major
 * @param bias {@code [outputs]}; zeros where the model has none
 */
public record ExportedLayer(float[] weights, float[] bias) {
  /**
   * Takes the weights of a trainer apart.
   *
   * @param shape of the layer, the bias among its inputs
   * @param trained {@code [outputs, inputs]} row-major
   * @param hasBias whether the last input is the bias
   */
  static ExportedLayer of(Layer shape, float[] trained, boolean hasBias) {
    int outputs = shape.outputs();
    int inputs = shape.inputs() - (hasBias ? 1 : 0);
    float[] weights = new float[inputs * outputs];
    float[] bias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        weights[i * outputs + o] = trained[o * shape.inputs() + i];
      }
      if (hasBias) {
        bias[o] = trained[o * shape.inputs() + inputs];
      }
    }
    return new ExportedLayer(weights, bias);
  }

  int inputs() {
    return weights.length / bias.length;
  }

  int outputs() {
    return bias.length;
  }
}
