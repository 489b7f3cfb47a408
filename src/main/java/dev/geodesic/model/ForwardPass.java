package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.trial.Fisher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pack predicts for one batch, and the Jacobian J of its logits there. Everything that a
 * step may need of it is computed once. It belongs to the weights of its moment.
 */
public final class ForwardPass {
  private final Architecture architecture;
  private final Parameters weights;
  private final List<LayerInput> inputs;
  private final int[] labels;
  private final Panel logProbabilities;
  private final Panel probabilities;
  private final double[] losses;
  private final Interruption interruption;
  private @Nullable SampleGram sampleGram;

  ForwardPass(
      Architecture architecture,
      Parameters weights,
      List<LayerInput> inputs,
      int[] labels,
      Panel logProbabilities,
      Panel probabilities,
      Interruption interruption) {
    this.architecture = architecture;
    this.weights = weights;
    this.inputs = inputs;
    this.labels = labels;
    this.logProbabilities = logProbabilities;
    this.probabilities = probabilities;
    this.interruption = interruption;
    this.losses = device().softmax().crossEntropy(logProbabilities, labels);
  }

  public Device device() {
    return weights.device();
  }

  /** To be asked by whatever takes long on this batch: throws where that is not wanted any more. */
  public void checkInterruption() {
    interruption.check();
  }

  public Architecture architecture() {
    return architecture;
  }

  /** The weights that predicted; a step changes them. */
  public Parameters weights() {
    return weights;
  }

  /** X, {@code [batch, features]}. */
  public Matrix samples() {
    return ((LayerInput.Samples) inputs.get(0)).matrix();
  }

  /** The right class of each sample. */
  public int[] labels() {
    return labels;
  }

  /** p, {@code [batch, trials, classes]}. */
  public Panel probabilities() {
    return probabilities;
  }

  Panel logProbabilities() {
    return logProbabilities;
  }

  /** Mean cross-entropy of each trial, nats a sample. */
  public double[] losses() {
    return losses;
  }

  public int trials() {
    return weights.trials();
  }

  /** P, the number of weights of one trial. */
  public int parameters() {
    return architecture.parameters();
  }

  /** Whether the logits are linear in the weights, as in softmax regression. */
  public boolean isLinear() {
    return architecture.isLinear();
  }

  /** What each layer reads, from the samples up. */
  public List<LayerInput> inputs() {
    return inputs;
  }

  /** K = XXᵀ, in float64. */
  public SampleGram sampleGram() {
    if (sampleGram == null) {
      sampleGram = device().sampleGram(samples(), Precision.DOUBLE);
    }
    return sampleGram;
  }

  /** Whether somebody has asked for K already. */
  boolean hasSampleGram() {
    return sampleGram != null;
  }

  /** K for lengths and divergences: the exact one where a solver has asked for it already. */
  SampleGram sampleGramForMeasuring() {
    return sampleGram == null ? device().sampleGram(samples(), Precision.SINGLE) : sampleGram;
  }

  /** A panel of the shape of the predictions, undefined at first. */
  public Panel newPanel() {
    return device().panel(labels.length, trials(), architecture.classes());
  }

  /** The Fisher matrix of each trial here, in factored form. */
  public FisherFactors factor(Fisher fisher, double[] maxInverseProbabilities) {
    return new FisherFactors(this, fisher, maxInverseProbabilities);
  }

  /** The derivative of the mean loss in the logits: (p − e_y)/B. */
  public Panel lossCotangent() {
    Panel residual = newPanel();
    device().softmax().residual(probabilities, labels, residual);
    return residual;
  }

  /**
   * Cotangents on the logits, carried back to the sums of each layer, from the samples up; there
   * may be several for each sample.
   */
  public List<Panel> carryBack(Panel cotangents) {
    return carryBack(cotangents, Precision.SINGLE);
  }

  /**
   * Cotangents on the logits, carried back as above.
   *
   * @param precision of the products
   */
  List<Panel> carryBack(Panel cotangents, Precision precision) {
    Panel[] sums = new Panel[inputs.size()];
    sums[sums.length - 1] = cotangents;
    for (int l = sums.length - 1; l > 0; l--) {
      sums[l - 1] = backward(l, sums[l], precision);
    }
    return List.of(sums);
  }

  /** JᵀM, in memory of the innermost scope. */
  public Parameters pullback(Panel cotangent) {
    return pullback(cotangent, Precision.SINGLE);
  }

  /**
   * JᵀM, in memory of the innermost scope.
   *
   * @param precision of the products; the vector itself is float32
   */
  public Parameters pullback(Panel cotangent, Precision precision) {
    Parameters result = weights.scratch();
    List<Panel> sums = carryBack(cotangent, precision);
    for (int l = inputs.size() - 1; l >= 0; l--) {
      device().layers().outerProduct(sums.get(l), inputs.get(l), result.layers().get(l), precision);
    }
    return result;
  }

  /**
   * Σ_b ‖J_bᵀM_b‖² of each trial: what ‖JᵀM‖² would be if what the samples contribute to it were
   * orthogonal. Where ‖JᵀM‖² is far less, they cancel one another.
   */
  public double[] partSquares(Panel cotangent) {
    List<Panel> sums = carryBack(cotangent, Precision.DOUBLE);
    double[] squares = new double[trials()];
    for (int l = 0; l < inputs.size(); l++) {
      double[] layer =
          inputs.get(l) instanceof LayerInput.Activations activations
              ? device().panels().dotOfSquares(activations.panel(), sums.get(l))
              : sampleGram().dotOfSquares(sums.get(l));
      for (int t = 0; t < squares.length; t++) {
        squares[t] += layer[t];
      }
    }
    return squares;
  }

  /** {@code target_t −= factors[t] · JᵀM}. */
  public void subtractPullback(double[] factors, Panel cotangent, Parameters target) {
    Panel sums = cotangent;
    for (int l = inputs.size() - 1; l >= 0; l--) {
      device().layers().subtractOuterProduct(factors, sums, inputs.get(l), target.layers().get(l));
      if (l > 0) {
        sums = backward(l, sums, Precision.SINGLE);
      }
    }
  }

  /** Cotangents on the sums of layer {@code l}, carried to those of the layer below. */
  private Panel backward(int l, Panel cotangents, Precision precision) {
    int width = architecture.layers().get(l - 1).outputs();
    Panel below = device().panel(cotangents.batch(), trials(), width);
    device().layers().applyTransposed(weights.layers().get(l), cotangents, below, precision);
    device().layers().multiplyByDerivative(architecture.activation(), activations(l), below);
    return below;
  }

  private Panel activations(int l) {
    return ((LayerInput.Activations) inputs.get(l)).panel();
  }

  /** {@code logitChange} = J d. */
  public void pushforward(Parameters direction, Panel logitChange) {
    pushforward(direction, logitChange, Precision.SINGLE);
  }

  /**
   * {@code logitChange} = J d.
   *
   * @param precision of the products
   */
  public void pushforward(Parameters direction, Panel logitChange, Precision precision) {
    Panel below = logitChange;
    for (int l = 0; l < inputs.size(); l++) {
      int width = architecture.layers().get(l).outputs();
      Panel sums =
          l == inputs.size() - 1 ? logitChange : device().panel(labels.length, trials(), width);
      device().layers().apply(inputs.get(l), direction.layers().get(l), sums, precision);
      if (l > 0) {
        device().layers().multiplyByDerivative(architecture.activation(), activations(l), below);
        device()
            .layers()
            .addApplied(
                new LayerInput.Activations(below), weights.layers().get(l), sums, precision);
      }
      below = sums;
    }
  }

  /**
   * {@code moved} = JJᵀM: how the pullback of a cotangent moves the logits.
   *
   * @param precision of the pullback in a network; in softmax regression all is float64
   */
  public void neuralTangent(Panel cotangent, Panel moved, Precision precision) {
    if (isLinear()) {
      sampleGram().multiply(cotangent, moved);
    } else {
      device()
          .inScope(
              () -> {
                pushforward(pullback(cotangent, precision), moved, precision);
                return moved;
              });
    }
  }
}
