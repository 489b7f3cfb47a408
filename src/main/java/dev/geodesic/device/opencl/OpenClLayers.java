package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.opencl.Product.Operand;
import dev.geodesic.trial.Activation;
import java.util.Arrays;

/**
 * The products of layers; see {@code product.cl} and {@code layers.cl}. With samples, one product
 * serves all trials.
 */
final class OpenClLayers implements LayerKernels {
  private final Gear gear;

  OpenClLayers(Gear gear) {
    this.gear = gear;
  }

  @Override
  public void apply(LayerInput input, Matrix weights, Panel output, Precision precision) {
    applied(input, OpenClMatrix.of(weights), (OpenClPanel) output).replace(gear, precision);
  }

  @Override
  public void addApplied(LayerInput input, Matrix weights, Panel output, Precision precision) {
    applied(input, OpenClMatrix.of(weights), (OpenClPanel) output).add(gear, precision);
  }

  /** {@code output[b, (t, o)] = Σ_i input[b, i]·W[(t, o), i]}, or the same for each trial. */
  private Product applied(LayerInput input, OpenClMatrix weights, OpenClPanel output) {
    if (input instanceof LayerInput.Samples samples) {
      OpenClMatrix x = gear.dense(samples.matrix());
      return new Product(
          Operand.shared(x),
          Operand.shared(weights).transposed(),
          Operand.wide(output),
          x.rows(),
          output.trials() * output.width(),
          x.columns(),
          1);
    }
    OpenClPanel a = activations(input);
    return new Product(
        Operand.ofTrials(a),
        Operand.ofTrials(weights, output.width()).transposed(),
        Operand.ofTrials(output),
        a.batch(),
        output.width(),
        a.width(),
        a.trials());
  }

  @Override
  public void applyTransposed(Matrix weights, Panel cotangent, Panel input, Precision precision) {
    OpenClPanel c = (OpenClPanel) cotangent;
    OpenClPanel target = (OpenClPanel) input;
    new Product(
            Operand.ofTrials(c),
            Operand.ofTrials(OpenClMatrix.of(weights), c.width()),
            Operand.ofTrials(target),
            c.batch(),
            target.width(),
            c.width(),
            c.trials())
        .replace(gear, precision);
  }

  @Override
  public void outerProduct(
      Panel cotangent, LayerInput input, Matrix gradient, Precision precision) {
    outer((OpenClPanel) cotangent, input, OpenClMatrix.of(gradient)).replace(gear, precision);
  }

  @Override
  public void subtractOuterProduct(
      double[] factors, Panel cotangent, LayerInput input, Matrix weights) {
    OpenClPanel c = (OpenClPanel) cotangent;
    Buffer minus = gear.constant(Arrays.stream(factors).map(factor -> -factor).toArray());
    Product product = outer(c, input, OpenClMatrix.of(weights));
    if (input instanceof LayerInput.Samples) {
      product.addScaled(gear, Precision.SINGLE, minus, c.width());
    } else {
      product.addScaled(gear, Precision.SINGLE, minus);
    }
  }

  /** {@code target[(t, o), i] = Σ_b c[b, (t, o)]·input[b, i]}, or the same for each trial. */
  private Product outer(OpenClPanel c, LayerInput input, OpenClMatrix target) {
    if (input instanceof LayerInput.Samples samples) {
      OpenClMatrix x = gear.dense(samples.matrix());
      return new Product(
          Operand.wide(c).transposed(),
          Operand.shared(x),
          Operand.shared(target),
          c.trials() * c.width(),
          x.columns(),
          x.rows(),
          1);
    }
    OpenClPanel a = activations(input);
    return new Product(
        Operand.ofTrials(c).transposed(),
        Operand.ofTrials(a),
        Operand.ofTrials(target, c.width()),
        c.width(),
        a.width(),
        a.batch(),
        a.trials());
  }

  private static OpenClPanel activations(LayerInput input) {
    return (OpenClPanel) ((LayerInput.Activations) input).panel();
  }

  @Override
  public void activate(Activation activation, Panel sums, Panel activations) {
    OpenClPanel s = (OpenClPanel) sums;
    OpenClPanel a = (OpenClPanel) activations;
    gear.launch("activate")
        .with(code(activation))
        .with(s.values())
        .with(s.width())
        .with(a.width())
        .with(a.length())
        .with(a.values())
        .items(a.length());
  }

  @Override
  public void multiplyByDerivative(Activation activation, Panel activations, Panel cotangents) {
    OpenClPanel a = (OpenClPanel) activations;
    OpenClPanel c = (OpenClPanel) cotangents;
    gear.launch("multiply_by_derivative")
        .with(code(activation))
        .with(a.values())
        .with(a.width())
        .with(c.batch() / a.batch())
        .with(c.trials())
        .with(c.width())
        .with(c.length())
        .with(c.values())
        .items(c.length());
  }

  /** Returns the number by which the kernels know an activation. */
  static int code(Activation activation) {
    return switch (activation) {
      case TANH -> 0;
      case RELU -> 1;
    };
  }
}
