package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Indices;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of a pack on one batch, and products with the Jacobian J of its logits.
 * Intermediate results are computed once. A step changes the weights, and with that invalidates the
 * pass.
 */
public final class ForwardPass {
  private final Architecture architecture;
  private final Parameters weights;
  private final List<LayerInput> inputs;
  private final Indices labels;
  private final Panel logProbabilities;
  private final Panel probabilities;
  private final Numbers losses;
  private final Interruption interruption;
  private @Nullable SampleGram sampleGram;

  ForwardPass(
      Architecture architecture,
      Parameters weights,
      List<LayerInput> inputs,
      Indices labels,
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

  /** Throws if this batch is not wanted any more; long computations call it repeatedly. */
  public void checkInterruption() {
    interruption.check();
  }

  public Architecture architecture() {
    return architecture;
  }

  /** Returns the weights that predict; a step changes them. */
  public Parameters weights() {
    return weights;
  }

  /** Returns the samples X, {@code [batch, features]}. */
  public Matrix samples() {
    return ((LayerInput.Samples) inputs.get(0)).matrix();
  }

  /** Returns B, the number of samples. */
  public int batch() {
    return labels.count();
  }

  /** Returns the class of each sample. */
  public Indices labels() {
    return labels;
  }

  /** Returns the predicted probabilities p, {@code [batch, trials, classes]}. */
  public Panel probabilities() {
    return probabilities;
  }

  Panel logProbabilities() {
    return logProbabilities;
  }

  /** Returns the mean cross-entropy of each trial, in nats a sample. */
  public Numbers losses() {
    return losses;
  }

  public int trials() {
    return weights.trials();
  }

  /** Returns P, the number of weights of one trial. */
  public int parameters() {
    return architecture.parameters();
  }

  /** Whether the logits are linear in the weights, as in softmax regression. */
  public boolean isLinear() {
    return architecture.isLinear();
  }

  /** Returns the inputs of each layer, from the samples up. */
  public List<LayerInput> inputs() {
    return inputs;
  }

  /** Returns K = XXᵀ in float64, computed once. */
  public SampleGram sampleGram() {
    if (sampleGram == null) {
      sampleGram = device().sampleGram(samples(), Precision.DOUBLE);
    }
    return sampleGram;
  }

  /** Whether K has been computed in float64 already. */
  boolean hasSampleGram() {
    return sampleGram != null;
  }

  /**
   * Returns K for lengths and divergences: in float64 where that exists already, else in float32.
   */
  SampleGram sampleGramForMeasuring() {
    return sampleGram == null ? device().sampleGram(samples(), Precision.SINGLE) : sampleGram;
  }

  /** Returns a panel of the shape of the predictions, undefined at first. */
  public Panel newPanel() {
    return device().panel(batch(), trials(), architecture.classes());
  }

  /**
   * Returns the Fisher matrix of each trial at this batch, in factored form.
   *
   * @param maxInverseProbabilities for each trial, an upper bound on 1/p(label) in u
   */
  public FisherFactors factor(Fisher fisher, double[] maxInverseProbabilities) {
    return new FisherFactors(this, fisher, maxInverseProbabilities);
  }

  /** Returns the derivative of the mean loss with respect to the logits, (p − e_y)/B. */
  public Panel lossCotangent() {
    Panel residual = newPanel();
    device().softmax().residual(probabilities, labels, residual);
    return residual;
  }

  /**
   * Backpropagates cotangents on the logits to each layer's pre-activations, in float32 products.
   *
   * @param cotangents {@code [batch × k, trials, classes]}, k consecutive rows for each sample
   * @return the cotangents on each layer, {@code [batch × k, trials, outputs]}, from the samples up
   */
  public List<Panel> backpropagate(Panel cotangents) {
    return backpropagate(cotangents, Precision.SINGLE);
  }

  /**
   * Backpropagates cotangents as {@link #backpropagate(Panel)} does.
   *
   * @param precision of the products
   */
  List<Panel> backpropagate(Panel cotangents, Precision precision) {
    Panel[] sums = new Panel[inputs.size()];
    sums[sums.length - 1] = cotangents;
    for (int l = sums.length - 1; l > 0; l--) {
      sums[l - 1] = backward(l, sums[l], precision);
    }
    return List.of(sums);
  }

  /** Computes JᵀM in float32 products, in memory of the innermost scope. */
  public Parameters pullback(Panel cotangent) {
    return pullback(cotangent, Precision.SINGLE);
  }

  /**
   * Computes JᵀM, in memory of the innermost scope.
   *
   * @param cotangent M, {@code [batch, trials, classes]}
   * @param precision of the products; the vector itself is float32
   */
  public Parameters pullback(Panel cotangent, Precision precision) {
    Parameters result = weights.scratch();
    List<Panel> sums = backpropagate(cotangent, precision);
    for (int l = inputs.size() - 1; l >= 0; l--) {
      device().layers().outerProduct(sums.get(l), inputs.get(l), result.layers().get(l), precision);
    }
    return result;
  }

  /**
   * Returns Σ_b ‖J_bᵀM_b‖² of each trial: what ‖JᵀM‖² would be if the contributions of the samples
   * were orthogonal. Where ‖JᵀM‖² is far less, they cancel one another.
   */
  public Numbers partSquares(Panel cotangent) {
    List<Panel> sums = backpropagate(cotangent, Precision.DOUBLE);
    List<Numbers> ofLayers = new ArrayList<>();
    for (int l = 0; l < inputs.size(); l++) {
      ofLayers.add(
          inputs.get(l) instanceof LayerInput.Activations activations
              ? device().panels().dotOfSquares(activations.panel(), sums.get(l))
              : sampleGram().dotOfSquares(sums.get(l)));
    }
    return Numbers.sum(ofLayers);
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

  /** Backpropagates cotangents on layer {@code l}'s pre-activations to those of the layer below. */
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

  /** Writes J d, in float32 products. */
  public void pushforward(Parameters direction, Panel logitChange) {
    pushforward(direction, logitChange, Precision.SINGLE);
  }

  /**
   * Writes J d, the change of the logits to first order.
   *
   * @param logitChange receives J d, {@code [batch, trials, classes]}
   * @param precision of the products
   */
  public void pushforward(Parameters direction, Panel logitChange, Precision precision) {
    Panel below = logitChange;
    for (int l = 0; l < inputs.size(); l++) {
      int width = architecture.layers().get(l).outputs();
      Panel sums = l == inputs.size() - 1 ? logitChange : device().panel(batch(), trials(), width);
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
   * Writes JJᵀM: the change of the logits by the pullback of a cotangent.
   *
   * @param cotangent M, {@code [batch, trials, classes]}
   * @param moved receives JJᵀM, of the same shape
   * @param precision of the products in a network; in softmax regression all is float64
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
