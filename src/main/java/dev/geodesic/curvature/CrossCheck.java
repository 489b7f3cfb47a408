package dev.geodesic.curvature;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Fisher;
import java.util.Arrays;
import java.util.List;

/**
 * Finds a pack's directions once more by other means, and tells the relative difference ‖d −
 * d′‖/‖d′‖: plain loops in float64 from the samples and weights on, other factors of the Fisher
 * matrix, and LAPACK's complete eigendecomposition. Where an eigenvalue sits at the cut-off the two
 * may differ by its direction. Else float32, in which logits are computed and directions are taken,
 * leaves about 1e-6, and more where logits are large: an error of 1e-7 of a logit is one of as much
 * in the logarithm of p. A difference that is not a number counts as the largest possible: it was
 * checked, and it is not right.
 */
public final class CrossCheck {
  /** How much larger ‖u‖σ_max may be than ‖Gu‖ before u itself is not trusted. */
  private static final double LARGE = 1e4;

  private CrossCheck() {}

  /** The relative difference of the gradient of each trial from the reference. */
  public static double[] ofGradient(ForwardPass pass, Direction direction) {
    return compare(pass, direction, (network, t) -> network.gradient());
  }

  /**
   * The relative difference of h(F)g of each trial from the reference, by LAPACK on the pass's own
   * device.
   */
  public static double[] ofNaturalGradient(
      ForwardPass pass, Direction direction, Fisher fisher, List<Inversion> inversions) {
    return ofNaturalGradient(pass, direction, fisher, inversions, pass.device()::eigen);
  }

  /**
   * The relative difference of h(F)g of each trial from the reference, by any complete
   * eigendecomposition.
   */
  public static double[] ofNaturalGradient(
      ForwardPass pass,
      Direction direction,
      Fisher fisher,
      List<Inversion> inversions,
      Eigensolver eigensolver) {
    return compare(
        pass,
        direction,
        (network, t) -> naturalGradient(eigensolver, network, fisher, inversions.get(t)));
  }

  /** Finds all eigenvalues and eigenvectors, as {@link dev.geodesic.device.Device#eigen} does. */
  public interface Eigensolver {
    Eigen solve(double[] matrix, int order);
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

  /**
   * A h(G) u. Where a label is all but ruled out u is so large that its parts are noise; there they
   * are taken from Aᵀg = Gu, or the direction from g where nothing is cut off.
   */
  private static double[] naturalGradient(
      Eigensolver eigensolver, ReferenceNetwork network, Fisher fisher, Inversion inversion) {
    ReferenceNetwork.Factor factor = network.factor(fisher, inversion.maxInverseProbability());
    double[] gradient = network.gradient(inversion.maxInverseProbability());
    Eigen eigen = eigensolver.solve(factor.gram(), factor.order());
    double largest = largestOf(eigen.values());
    double[] u = factor.u();
    double[] image = factor.multiplyTransposed(gradient);
    boolean isLarge = largestOf(u) * largest > LARGE * largestOf(image);
    if (isLarge && inversion.cutoff(largest) == 0) {
      return complement(factor, eigen, gradient, inversion.damping());
    }
    double[] parts = coefficients(eigen, isLarge ? image : u);
    double[] solved = new double[u.length];
    for (int k = 0; k < u.length; k++) {
      double sigma = Math.max(0, eigen.values()[k]);
      if (inversion.cutoff(largest) == 0 || sigma > inversion.cutoff(largest) * largest) {
        solved[k] = parts[k] / (isLarge ? sigma : 1) / (sigma + inversion.damping());
      }
    }
    return factor.multiply(sum(eigen, solved));
  }

  /** (F + λI)⁻¹g = (g − A(G + λI)⁻¹Aᵀg)/λ, to εσ_max/λ. */
  private static double[] complement(
      ReferenceNetwork.Factor factor, Eigen eigen, double[] gradient, double damping) {
    double[] image = coefficients(eigen, factor.multiplyTransposed(gradient));
    for (int k = 0; k < image.length; k++) {
      image[k] /= Math.max(0, eigen.values()[k]) + damping;
    }
    double[] kept = factor.multiply(sum(eigen, image));
    double[] direction = gradient.clone();
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (direction[i] - kept[i]) / damping;
    }
    return direction;
  }

  /** The parts of v along the eigenvectors. */
  private static double[] coefficients(Eigen eigen, double[] v) {
    double[] parts = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      for (int i = 0; i < v.length; i++) {
        parts[k] += eigen.vectors()[k * v.length + i] * v[i];
      }
    }
    return parts;
  }

  /** The vector of these parts. */
  private static double[] sum(Eigen eigen, double[] parts) {
    double[] v = new double[parts.length];
    for (int k = 0; k < v.length; k++) {
      for (int i = 0; i < v.length; i++) {
        v[i] += parts[k] * eigen.vectors()[k * v.length + i];
      }
    }
    return v;
  }

  private static double largestOf(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static double relativeDifference(double[] found, double[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (found[i] - expected[i]) * (found[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    double relative = norm == 0 && difference == 0 ? 0 : Math.sqrt(difference / norm);
    return Double.isFinite(relative) ? relative : Double.MAX_VALUE;
  }
}
