package dev.geodesic.curvature;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Fisher;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds a pack's directions once more by other means, and tells the relative difference ‖d −
 * d′‖/‖d′‖: plain loops in float64 from the samples and weights on, other factors of the Fisher
 * matrix, and LAPACK's complete eigendecomposition. Where an eigenvalue sits at the cut-off the two
 * may differ by its direction.
 */
public final class CrossCheck {
  /** Eigenvalues of the Gram matrix below this part of the largest are rounding noise. */
  private static final double NOISE = 1e-14;

  /** Beyond this part of the largest eigenvalue a damping makes up for what Woodbury cancels. */
  private static final double WELL_DAMPED = 1e-8;

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

  private static double[] naturalGradient(
      ForwardPass pass, ReferenceNetwork network, Fisher fisher, Inversion inversion) {
    ReferenceNetwork.Factor factor = network.factor(fisher, inversion.maxInverseProbability());
    int order = factor.order();
    Eigen eigen = pass.device().eigen(factor.gram(), order);
    double largest = eigen.values()[order - 1];
    return inversion.reltol() == 0 && inversion.damping() > WELL_DAMPED * largest
        ? damped(factor, eigen, inversion.damping())
        : truncated(factor, eigen, Math.max(inversion.reltol(), NOISE) * largest, inversion);
  }

  /**
   * (g − A(G + λI)⁻¹Aᵀg)/λ, by Woodbury's identity: it takes no u, which is huge where a label's
   * probability is next to nothing.
   */
  private static double[] damped(ReferenceNetwork.Factor factor, Eigen eigen, double damping) {
    double[] gradient = factor.gradient();
    double[] inRange =
        factor.multiply(filter(eigen, factor.multiplyTransposed(gradient), s -> 1 / (s + damping)));
    double[] direction = new double[gradient.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (gradient[i] - inRange[i]) / damping;
    }
    return direction;
  }

  /** A h(G) u. */
  private static double[] truncated(
      ReferenceNetwork.Factor factor, Eigen eigen, double cut, Inversion inversion) {
    return factor.multiply(
        filter(eigen, factor.u(), s -> s > cut ? 1 / (s + inversion.damping()) : 0));
  }

  /** h(G)v. */
  private static double[] filter(Eigen eigen, double[] v, DoubleUnaryOperator h) {
    int order = v.length;
    double[] filtered = new double[order];
    for (int k = 0; k < order; k++) {
      double part = 0;
      for (int i = 0; i < order; i++) {
        part += eigen.vectors()[k * order + i] * v[i];
      }
      part *= h.applyAsDouble(eigen.values()[k]);
      for (int i = 0; i < order; i++) {
        filtered[i] += part * eigen.vectors()[k * order + i];
      }
    }
    return filtered;
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
