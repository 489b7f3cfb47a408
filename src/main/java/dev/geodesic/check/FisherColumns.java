package dev.geodesic.check;

import dev.geodesic.check.CheckContext.Reading;
import dev.geodesic.device.FisherKernels.LayerFactor;
import java.util.List;

/**
 * The matrix A with F = AAᵀ of a scene, layer by layer from the samples up.
 *
 * @param layers the last of which has the scene's N
 */
record FisherColumns(FisherScene scene, List<Layer> layers) {
  /** The columns D_k ⊗ a_b/√B of A in one layer. */
  record Layer(Reading read, HostPanel carried) {
    int weights() {
      return read.width() * carried.width();
    }

    LayerFactor upload(CheckContext s) {
      return new LayerFactor(read.input(), s.upload(carried));
    }
  }

  /** Returns a layer with random D. */
  static Layer layer(CheckContext s, FisherScene scene, Reading read, int width) {
    return new Layer(read, s.panel(scene.order(), scene.shape.trials(), width));
  }

  int parameters() {
    return layers.stream().mapToInt(Layer::weights).sum();
  }

  /** Returns the element of weight {@code row} in column k. */
  double at(int k, int t, int row) {
    int rest = row;
    for (Layer layer : layers) {
      if (rest < layer.weights()) {
        int width = layer.read().width();
        return layer.carried().at(k, t, rest / width)
            * layer.read().at(k / scene.directions(), t, rest % width)
            / Math.sqrt(scene.shape.batch());
      }
      rest -= layer.weights();
    }
    throw new IndexOutOfBoundsException(row);
  }

  /** Returns AᵀA of a trial. */
  Sums gram(int t) {
    int order = scene.order();
    return Sums.of(1, order, order, parameters(), (x, k, l, row) -> at(k, t, row) * at(l, t, row));
  }

  /** Returns AAᵀ of a trial. */
  Sums dense(int t) {
    int rows = parameters();
    return Sums.of(1, rows, rows, scene.order(), (x, i, j, k) -> at(k, t, i) * at(k, t, j));
  }

  /** Returns Au of a trial. */
  Sums gradient(int t, double[] u) {
    return Sums.of(parameters(), scene.order(), (x, y, i, k) -> at(k, t, i) * u[k]);
  }
}
