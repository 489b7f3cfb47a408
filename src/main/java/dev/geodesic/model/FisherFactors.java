package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** Forms G = AᵀA of some trials, {@code [Br, Br]}, with right-hand sides u. */
  public SymmetricSystems gram(int... trials) {
    List<Panel> activations = new ArrayList<>();
    List<Panel> below = new ArrayList<>();
    for (int l = 1; l < pass.inputs().size(); l++) {
      activations.add(((LayerInput.Activations) pass.inputs().get(l)).panel());
      below.add(backward().get(l - 1));
    }
    return device().fisher().gram(pass.sampleGram(), activations, below, factors, trials);
  }

  /** Forms F = AAᵀ of some trials, {@code [P, P]}, with right-hand sides g. */
  public SymmetricSystems dense(int... trials) {
    List<LayerFactor> layers = new ArrayList<>();
    for (int l = 0; l < pass.inputs().size(); l++) {
      layers.add(new LayerFactor(pass.inputs().get(l), backward().get(l)));
    }
    return device().fisher().dense(layers, factors, trials);
  }

  /**
   * Forms the {@link #gram} systems of some trials, as many at once as the device likes, and hands
   * them over before it forms the next ones in their memory.
   */
  public void forEachGram(int[] trials, Consumer<SymmetricSystems> work) {
    // Shared by all systems, so that they are computed before the memory of some is in use.
    pass.sampleGram();
    if (!pass.isLinear()) {
      backward();
    }
    forEach(trials, order(), this::gram, work);
  }

  /** Forms {@link #dense} systems as {@link #forEachGram} forms those of Gram matrices. */
  public void forEachDense(int[] trials, Consumer<SymmetricSystems> work) {
    backward();
    forEach(trials, pass.parameters(), this::dense, work);
  }

  private void forEach(
      int[] trials,
      int order,
      Function<int[], SymmetricSystems> form,
      Consumer<SymmetricSystems> work) {
    int most = device().fisher().systemsAtOnce(order, order());
    for (int from = 0; from < trials.length; from += most) {
      pass.checkInterruption();
      int to = from + Math.min(most, trials.length - from);
      int[] some = Arrays.copyOfRange(trials, from, to);
      device()
          .<@Nullable Void>inScope(
              () -> {
                work.accept(form.apply(some));
                return null;
              });
    }
  }

  /**
   * Returns ‖A w‖² of each system, w its solution.
   *
   * @param damping λ of each system
   */
  public Numbers squaredLengths(SymmetricSystems solved, double[] damping) {
    return device().fisher().squaredLengths(factors, solved, damping);
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

  /** Writes the cotangents M with A w = JᵀM, w the solutions of Gram systems. */
  public void cotangent(SymmetricSystems solved, Panel cotangent) {
    device().fisher().cotangent(factors, solved, cotangent);
  }

  /** Writes the solutions of dense systems into their trials' parts of a vector. */
  public void solution(SymmetricSystems solved, Parameters vector) {
    device().fisher().solution(factors, solved, vector.layers());
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
