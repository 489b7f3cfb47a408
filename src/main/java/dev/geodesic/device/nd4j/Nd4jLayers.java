package dev.geodesic.device.nd4j;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.trial.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Products of layers: one matrix product for all trials where they read the same samples, else a
 * batch of products, one a trial. The processor takes products in float64, from copies.
 */
final class Nd4jLayers implements LayerKernels {
  private final Device host;
  private final HostCopies copies;

  Nd4jLayers(Device host, HostCopies copies) {
    this.host = host;
    this.copies = copies;
  }

  @Override
  public void apply(LayerInput input, Matrix weights, Panel output, Precision precision) {
    if (precision == Precision.DOUBLE) {
      host.layers().apply(copies.of(input), copies.of(weights), output, precision);
      return;
    }
    write(product(input, weights, output), new double[0], output);
  }

  @Override
  public void addApplied(LayerInput input, Matrix weights, Panel output, Precision precision) {
    if (precision == Precision.DOUBLE) {
      host.layers().addApplied(copies.of(input), copies.of(weights), output, precision);
      return;
    }
    write(product(input, weights, output), output.toArray(), output);
  }

  /** Returns the product, {@code [batch, trials, outputs]}. */
  private float[] product(LayerInput input, Matrix weights, Panel output) {
    try (Temporaries temporary = new Temporaries()) {
      INDArray w = Nd4jMatrix.array(weights);
      if (input instanceof LayerInput.Samples samples) {
        INDArray x = HostSamples.array(samples.matrix(), host, temporary);
        return temporary.elements(
            temporary.own(x.mmul(columns(w, x.columns(), temporary).transpose())));
      }
      Panel panel = ((LayerInput.Activations) input).panel();
      INDArray a = byTrial(panel, panel.toArray(), temporary);
      INDArray all =
          columns(w, panel.width(), temporary)
              .reshape('c', output.trials(), output.width(), panel.width());
      return inPanelOrder(product(a, all.permute(0, 2, 1), temporary), temporary);
    }
  }

  @Override
  public void applyTransposed(Matrix weights, Panel cotangent, Panel input, Precision precision) {
    if (precision == Precision.DOUBLE) {
      host.layers().applyTransposed(copies.of(weights), cotangent, input, precision);
      return;
    }
    try (Temporaries temporary = new Temporaries()) {
      INDArray c = byTrial(cotangent, cotangent.toArray(), temporary);
      INDArray all =
          columns(Nd4jMatrix.array(weights), input.width(), temporary)
              .reshape('c', cotangent.trials(), cotangent.width(), input.width());
      write(inPanelOrder(product(c, all, temporary), temporary), new double[0], input);
    }
  }

  @Override
  public void outerProduct(
      Panel cotangent, LayerInput input, Matrix gradient, Precision precision) {
    if (precision == Precision.DOUBLE) {
      Matrix copy = copies.of(gradient);
      host.layers().outerProduct(cotangent, copies.of(input), copy, precision);
      copies.back(copy, gradient);
      return;
    }
    try (Temporaries temporary = new Temporaries()) {
      INDArray product = outerProduct(cotangent, cotangent.toArray(), input, temporary);
      left(gradient, product).assign(product);
    }
  }

  @Override
  public void subtractOuterProduct(
      double[] factors, Panel cotangent, LayerInput input, Matrix weights) {
    double[] scaled = cotangent.toArray();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factors[i / cotangent.width() % cotangent.trials()];
    }
    try (Temporaries temporary = new Temporaries()) {
      INDArray product = outerProduct(cotangent, scaled, input, temporary);
      left(weights, product).subi(product);
    }
  }

  /** Returns Σ_b cotangent_b input_bᵀ, {@code [trials × outputs, inputs]}. */
  private INDArray outerProduct(
      Panel like, double[] cotangents, LayerInput input, Temporaries temporary) {
    int outputs = like.trials() * like.width();
    if (input instanceof LayerInput.Samples samples) {
      INDArray c = temporary.array(Temporaries.narrowed(cotangents), like.batch(), outputs);
      return temporary.own(
          c.transpose().mmul(HostSamples.array(samples.matrix(), host, temporary)));
    }
    Panel panel = ((LayerInput.Activations) input).panel();
    INDArray c = byTrial(like, cotangents, temporary);
    INDArray a = byTrial(panel, panel.toArray(), temporary);
    INDArray product = product(c.permute(0, 2, 1), a, temporary);
    return temporary.own(product.dup('c')).reshape('c', outputs, panel.width());
  }

  /**
   * Returns values in the layout of {@code like} as a float32 array {@code [trials, batch, width]}.
   */
  private static INDArray byTrial(Panel like, double[] values, Temporaries temporary) {
    return temporary
        .array(Temporaries.narrowed(values), like.batch(), like.trials(), like.width())
        .permute(1, 0, 2);
  }

  /** Returns a batch of products, one a trial. */
  private static INDArray product(INDArray left, INDArray right, Temporaries temporary) {
    return temporary.own(Nd4j.matmul(temporary.own(left.dup('c')), temporary.own(right.dup('c'))));
  }

  private static float[] inPanelOrder(INDArray byTrial, Temporaries temporary) {
    return temporary.elements(byTrial.permute(1, 0, 2));
  }

  /**
   * Returns the first {@code width} columns of weights, which leave out the bias where inputs do.
   */
  private static INDArray columns(INDArray weights, long width, Temporaries temporary) {
    return width == weights.columns()
        ? weights
        : temporary.own(weights.get(NDArrayIndex.all(), NDArrayIndex.interval(0, width)).dup('c'));
  }

  /** Returns a view of the columns of a matrix that a product has. */
  private static INDArray left(Matrix matrix, INDArray product) {
    return Nd4jMatrix.array(matrix)
        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, product.columns()));
  }

  /** Writes the sum of a product and of {@code more}, which may be empty. */
  private void write(float[] product, double[] more, Panel target) {
    double[] values = new double[product.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = product[i] + (more.length == 0 ? 0 : more[i]);
    }
    host.write(values, target);
  }

  @Override
  public void activate(Activation activation, Panel sums, Panel activations) {
    host.layers().activate(activation, sums, activations);
  }

  @Override
  public void multiplyByDerivative(Activation activation, Panel activations, Panel cotangents) {
    host.layers().multiplyByDerivative(activation, activations, cotangents);
  }
}
