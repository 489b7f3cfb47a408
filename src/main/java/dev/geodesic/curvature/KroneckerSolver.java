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
 * Natural gradients with the Fisher matrix of each layer as Ā ⊗ S, Ā = E(aaᵀ) of what the layer
 * reads and S = E(δδᵀ) of the derivatives in its sums. Labels are the model's own, and the
 * expectation over them is exact.
 *
 * <p>{@link Eigenvalues#PRODUCTS} is K-FAC: (S + √λ/π I)⁻¹ G (Ā + π√λ I)⁻¹ (Martens and Grosse
 * 2015, sections 3 and 6.3). {@link Eigenvalues#CORRECTED} is EKFAC: V [(VᵀGU)/(s + λ)] Uᵀ with the
 * eigenvectors of both and s the second moments of the gradients' coordinates there (George et al.
 * 2018, section 3).
 *
 * <p>The factors and s are running means. At batch k the past weighs min(1 − 1/k, averaging)
 * (Martens and Grosse, section 5): the plain mean of all batches at first, which favours none, and
 * an exponential one later. New eigenvectors come every few steps. The past of s is of no use with
 * them; it becomes what their eigenvalues say of it, the products, as in the implementation by the
 * authors of EKFAC.
 */
public final class KroneckerSolver implements AutoCloseable {
  private final double averaging;
  private final int updateEvery;
  private final List<KroneckerLayer> layers = new ArrayList<>();

  /** Batches taken in. */
  private int batches;

  /**
   * A solver for one pack.
   *
   * @param structure what its trials have in common
   * @param weights lend their shape alone
   */
  public KroneckerSolver(KroneckerFactored structure, Parameters weights) {
    this.averaging = structure.averaging();
    this.updateEvery = structure.updateEvery();
    Device device = weights.device();
    int trials = weights.trials();
    for (Matrix layer : weights.layers()) {
      int readers = layers.isEmpty() ? 1 : trials;
      layers.add(
          switch (structure.eigenvalues()) {
            case PRODUCTS -> new ProductLayer(device, layer, trials, readers);
            case CORRECTED -> new CorrectedLayer(device, layer, trials, readers);
          });
    }
  }

  /**
   * Takes in a batch and finds its directions.
   *
   * @param damping λ of each trial
   */
  public Solution solve(ForwardPass pass, double[] damping) {
    double keep = Math.min(batches / (batches + 1.0), averaging);
    boolean isDue = batches % updateEvery == 0;
    batches++;
    List<LabelDerivatives> derivatives = derivatives(pass);
    List<Panel> cotangents = pass.carryBack(pass.lossCotangent());
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

  /** In each layer's sums, from the samples up. */
  private static List<LabelDerivatives> derivatives(ForwardPass pass) {
    List<LabelDerivatives> all = new ArrayList<>();
    if (!pass.isLinear()) {
      double[] uncapped = new double[pass.trials()];
      Arrays.fill(uncapped, StepSize.OFF);
      FisherFactors factors = pass.factor(Fisher.EXACT, uncapped);
      List<Panel> hidden = factors.backward().subList(0, pass.inputs().size() - 1);
      hidden.forEach(d -> all.add(new LabelDerivatives.CarriedBack(d, factors.directions())));
    }
    all.add(new LabelDerivatives.OfLogits(pass.probabilities()));
    return all;
  }

  private static List<Curvature> curvature(double[] damping) {
    return Arrays.stream(damping)
        .mapToObj(lambda -> new Curvature(SolverPath.KRONECKER, null, null, lambda, null, null))
        .toList();
  }

  /** Goes on with the trials at these positions alone, ascending. */
  public void retain(int[] kept) {
    layers.forEach(layer -> layer.retain(kept));
  }

  /** Writes what it remembers of the batches. */
  public void save(StateWriter out) throws IOException {
    out.write(batches);
    for (KroneckerLayer layer : layers) {
      layer.save(out);
    }
  }

  /** Reads what one for the same trials remembered. */
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
