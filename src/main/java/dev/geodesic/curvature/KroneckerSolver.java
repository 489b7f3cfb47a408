package dev.geodesic.curvature;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Device;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Direction;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.StepSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Natural gradients with the Fisher matrix of each layer approximated by Ā ⊗ S, Ā = E(aaᵀ) of the
 * layer's inputs and S = E(δδᵀ) of the derivatives with respect to its pre-activations. Labels are
 * drawn from the model, and the expectation over them is exact.
 *
 * <p>{@link Eigenvalues#PRODUCTS} is K-FAC: (S + √λ/π I)⁻¹ G (Ā + π√λ I)⁻¹ (Martens and Grosse
 * 2015, sections 3 and 6.3). {@link Eigenvalues#CORRECTED} is EKFAC: V [(VᵀGU)/(s + λ)] Uᵀ with the
 * eigenvectors of both and s the second moments of the gradients' coordinates there (George et al.
 * 2018, section 3).
 *
 * <p>The factors and s are running means. At batch k the past weighs min(1 − 1/k, averaging)
 * (Martens and Grosse, section 5): the plain mean of all batches at first, and an exponential one
 * later. New eigenvectors are computed every {@code updateEvery} steps. The running mean s belongs
 * to the old ones, so it restarts from the products of the factors' eigenvalues, as in the
 * implementation by the authors of EKFAC.
 */
public final class KroneckerSolver implements AutoCloseable {
  private final double averaging;
  private final int updateEvery;
  private final List<KroneckerLayer> layers = new ArrayList<>();

  /** The number of batches averaged so far. */
  private int batches;

  /**
   * Creates a solver for one pack.
   *
   * @param structure the hyperparameters that all trials of the pack share
   * @param weights of the pack, of which only the shape is used
   */
  public KroneckerSolver(KroneckerFactored structure, Parameters weights) {
    this.averaging = structure.averaging();
    this.updateEvery = structure.updateEvery();
    Device device = weights.device();
    int trials = weights.trials();
    for (Matrix layer : weights.layers()) {
      boolean isShared = layers.isEmpty();
      layers.add(
          switch (structure.eigenvalues()) {
            case PRODUCTS -> new ProductLayer(device, layer, trials, isShared);
            case CORRECTED -> new CorrectedLayer(device, layer, trials, isShared);
          });
    }
  }

  /**
   * Averages a batch into the factors and computes its natural gradients, before the learning rate.
   *
   * @param damping λ of each trial
   */
  public Solution solve(ForwardPass pass, double[] damping) {
    double keep = Math.min(batches / (batches + 1.0), averaging);
    boolean isDue = batches % updateEvery == 0;
    batches++;
    List<LabelDerivatives> derivatives = derivatives(pass);
    List<Panel> cotangents = pass.backpropagate(pass.lossCotangent());
    Parameters direction = pass.weights().scratch();
    for (int l = 0; l < layers.size(); l++) {
      KroneckerLayer layer = layers.get(l);
      KroneckerLayer.Batch batch =
          new KroneckerLayer.Batch(pass.inputs().get(l), derivatives.get(l), cotangents.get(l));
      layer.average(keep, batch);
      if (isDue) {
        layer.decompose();
      }
      layer.precondition(keep, batch, damping, direction.layers().get(l));
    }
    return new Solution(new Direction.ParameterSpace(direction), curvature(damping));
  }

  /** Returns the derivatives with respect to each layer's pre-activations, from the samples up. */
  private static List<LabelDerivatives> derivatives(ForwardPass pass) {
    List<LabelDerivatives> all = new ArrayList<>();
    if (!pass.isLinear()) {
      double[] uncapped = new double[pass.trials()];
      Arrays.fill(uncapped, StepSize.OFF);
      FisherFactors factors = pass.factor(Fisher.EXACT, uncapped);
      List<Panel> hidden = factors.backward().subList(0, pass.inputs().size() - 1);
      hidden.forEach(d -> all.add(new LabelDerivatives.Backpropagated(d, factors.directions())));
    }
    all.add(new LabelDerivatives.OfLogits(pass.probabilities()));
    return all;
  }

  private static List<Curvature> curvature(double[] damping) {
    return Arrays.stream(damping)
        .mapToObj(lambda -> new Curvature(SolverPath.KRONECKER, null, null, lambda, null, null))
        .toList();
  }

  /** Keeps only the trials at these positions, which ascend. */
  public void retain(int[] kept) {
    layers.forEach(layer -> layer.retain(kept));
  }

  /** Writes the factors and the number of batches. */
  public void save(StateWriter out) throws IOException {
    out.write(batches);
    for (KroneckerLayer layer : layers) {
      layer.save(out);
    }
  }

  /** Reads the state that a solver for the same trials wrote. */
  public void restore(StateReader in) throws IOException {
    batches = in.readInt();
    for (KroneckerLayer layer : layers) {
      layer.restore(in);
    }
  }

  @Override
  public void close() {
    layers.forEach(KroneckerLayer::close);
  }
}
