package dev.geodesic.curvature;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Fisher;
import java.util.List;

/**
 * Finds a pack's directions once more by other means, and tells the relative difference ‖d −
 * d′‖/‖d′‖: plain loops in float64 from the samples and weights on, other factors of the Fisher
 * matrix, and LAPACK's complete eigendecomposition. Where an eigenvalue sits at the cut-off the two
 * may differ by its direction.
 */
public final class CrossCheck {
  /** Eigenvalues of the Gram matrix below this part of the largest are rounding noise. */
  private static final double NOISE = 1e-14;

  private CrossCheck() {}

  /** Of the gradient, for each trial. */
  public static double[] ofGradient(ForwardPass pass, Direction direction) {
    return compare(pass, direction, (network, t) -> network.gradient());
  }

  /** Of h(F)g, for each trial. */
  public static double[] ofNaturalGradient(
      ForwardPass pass, Direction direction, Fisher fisher, List<Inversion> inversions) {
    return compare(
        pass, direction, (network, t) -> naturalGradient(pass, network, fisher, inversions.get(t)));
  }

  private interface Reference {
    double[] direction(ReferenceNetwork network, int trial);
  }

  private static double[] compare(ForwardPass pass, Direction direction, Reference reference) {
    HostVectors weights = HostVectors.of(pass.architecture(), pass.weights());
    HostVectors found =
        HostVectors.of(pass.architecture(), Network.inParameterSpace(pass, direction));
    float[] samples = pass.device().download(pass.samples());
    double[] differences = new double[pass.trials()];
    for (int t = 0; t < differences.length; t++) {
      ReferenceNetwork network =
          new ReferenceNetwork(pass.architecture(), weights.get(t), samples, pass.labels());
      differences[t] = relativeDifference(found.get(t), reference.direction(network, t));
    }
    return differences;
  }

  /** A h(G) u from columns and u of the reference's own. */
  private static double[] naturalGradient(
      ForwardPass pass, ReferenceNetwork network, Fisher fisher, Inversion inversion) {
    ReferenceNetwork.Factor factor = network.factor(fisher, inversion.maxInverseProbability());
    double[] gram = factor.gram();
    int order = factor.order();
    double[] u = factor.u();
    Eigen eigen = pass.device().eigen(gram, order);
    double largest = eigen.values()[order - 1];
    double cut = Math.max(inversion.reltol(), NOISE) * largest;
    double[] solved = new double[order];
    for (int k = 0; k < order; k++) {
      double sigma = eigen.values()[k];
      if (sigma > cut) {
        double part = 0;
        for (int i = 0; i < order; i++) {
          part += eigen.vectors()[k * order + i] * u[i];
        }
        for (int i = 0; i < order; i++) {
          solved[i] += part / (sigma + inversion.damping()) * eigen.vectors()[k * order + i];
        }
      }
    }
    return factor.multiply(solved);
  }

  private static double relativeDifference(double[] found, double[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (found[i] - expected[i]) * (found[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return norm == 0 && difference == 0 ? 0 : Math.sqrt(difference / norm);
  }
}
