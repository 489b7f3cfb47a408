package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.FisherKernels.HiddenLayer;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Fisher matrices F = AAᵀ of a pack at one batch, and u with g = Au, from which each trial's
 * Gram matrix AᵀA or F itself is formed. In a network, N is backpropagated through the layers once
 * for all trials, so that no Jacobian is ever stored.
 */
public final class FisherFactors {
  private final ForwardPass pass;
  private final Factors factors;
  private @Nullable List<Panel> backward;

  FisherFactors(ForwardPass pass, Fisher fisher, double[] maxInverseProbabilities) {
    this.pass = pass;
    this.factors =
        pass.device()
            .fisher()
            .factor(pass.probabilities(), pass.labels(), fisher, maxInverseProbabilities);
  }

  /** Returns r, the number of columns of each sample's N. */
  public int directions() {
    return factors.directions();
  }

  /** Returns Br, the order of a trial's Gram matrix. */
  public int order() {
    return factors.order();
  }

  /** Forms G = AᵀA of one trial, {@code [Br, Br]}, with right-hand side u. */
  public SymmetricSystem gram(int trial) {
    List<HiddenLayer> hidden = new ArrayList<>();
    for (int l = 0; l < pass.inputs().size() - 1; l++) {
      hidden.add(new HiddenLayer(inputGram(l, trial), backward().get(l)));
    }
    SampleGram top = inputGram(pass.inputs().size() - 1, trial);
    return device().fisher().gram(top, hidden, factors, trial);
  }

  private SampleGram inputGram(int l, int trial) {
    return pass.inputs().get(l) instanceof LayerInput.Activations activations
        ? device().sampleGram(activations.panel(), trial)
        : pass.sampleGram();
  }

  /** Forms F = AAᵀ of one trial, {@code [P, P]}, with right-hand side g. */
  public SymmetricSystem dense(int trial) {
    List<LayerFactor> layers = new ArrayList<>();
    for (int l = 0; l < pass.inputs().size(); l++) {
      layers.add(new LayerFactor(pass.inputs().get(l), backward().get(l)));
    }
    return device().fisher().dense(layers, factors, trial);
  }

  /**
   * Returns ‖A w‖² of a trial, w the solution of its Gram system.
   *
   * @param damping λ
   */
  public double squaredLength(SymmetricSystem solved, int trial, double damping) {
    return device().fisher().squaredLength(factors, solved, trial, damping);
  }

  /**
   * Returns N backpropagated to each layer's pre-activations, {@code [batch × r, trials, outputs]}:
   * the columns of A are its outer products with the layers' inputs.
   */
  public List<Panel> backward() {
    if (backward == null) {
      backward = pass.backpropagate(device().fisher().columns(factors), Precision.DOUBLE);
    }
    return backward;
  }

  /** Writes the cotangent M with A w = JᵀM, w the solution of the trial's Gram system. */
  public void cotangent(SymmetricSystem solved, int trial, Panel cotangent) {
    device().fisher().cotangent(factors, solved, trial, cotangent);
  }

  /** Writes the solution of the trial's dense system into its part of a vector. */
  public void solution(SymmetricSystem solved, int trial, Parameters vector) {
    device().fisher().solution(factors, solved, trial, vector.layers());
  }

  /** {@code u_t −= scales[t] · A_tᵀd_t}. */
  public void subtractProjection(double[] scales, Parameters d) {
    Panel logitChange = pass.newPanel();
    pass.pushforward(d, logitChange, Precision.DOUBLE);
    device().fisher().subtractProjection(scales, logitChange, factors);
  }

  private Device device() {
    return pass.device();
  }
}
