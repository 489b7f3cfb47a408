package dev.geodesic.export;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer in float64; the first one of a model with the map of the input inside, so that it takes
 * features as they are.
 *
 * @param weights {@code [inputs, outputs]}, row-major
 * @param bias {@code [outputs]}
 */
record WideLayer(double[] weights, double[] bias) {
  /** Returns the layers of a model that takes features as they are. */
  static List<WideLayer> of(ExportedModel model) {
    return IntStream.range(0, model.layers().size())
        .mapToObj(
            l ->
                l == 0
                    ? folded(model.layers().get(l), model.input())
                    : plain(model.layers().get(l)))
        .toList();
  }

  private static WideLayer plain(ExportedLayer layer) {
    return new WideLayer(wide(layer.weights()), wide(layer.bias()));
  }

  /** {@code Wᵀ((x − offset) · factor) + b}, as a layer on x. */
  private static WideLayer folded(ExportedLayer layer, InputMap input) {
    WideLayer folded = plain(layer);
    int outputs = layer.outputs();
    for (int i = 0; i < layer.inputs(); i++) {
      for (int o = 0; o < outputs; o++) {
        int at = i * outputs + o;
        folded.weights[at] *= input.factor()[i];
        folded.bias[o] -= folded.weights[at] * input.offset()[i];
      }
    }
    return folded;
  }

  private static double[] wide(float[] narrow) {
    double[] wide = new double[narrow.length];
    for (int i = 0; i < narrow.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  int inputs() {
    return weights.length / bias.length;
  }

  int outputs() {
    return bias.length;
  }
}
