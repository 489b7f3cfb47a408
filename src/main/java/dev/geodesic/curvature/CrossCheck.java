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
 * Computes a pack's directions d once more by other means, as d′, and returns the relative
 * differences ‖d − d′‖/‖d′‖. The other means are plain loops in float64 from the samples and
 * weights on, other factors of the Fisher matrix, and LAPACK's complete eigendecomposition.
 *
 * <p>A difference of about 1e-6 is usual, since logits and directions are float32. It is larger
 * where logits are large, as the error of a logit z, about 1e-7 of z, is the error of log p; and
 * where an eigenvalue lies at the cut-off, the two may differ by its whole direction. A difference
 * that is not a number becomes {@link Double#MAX_VALUE}.
 */
public final class CrossCheck {
  /** The largest ‖u‖σ_max/‖Gu‖, by greatest elements, at which u itself is used. */
  private static final double LARGE = 1e4;

  private CrossCheck() {}

  /** Returns the relative difference of each trial's gradient from the reference. */
  public static double[] ofGradient(ForwardPass pass, Direction direction) {
    return compare(pass, direction, (network, t) -> network.gradient());
  }

  /**
   * Returns the relative difference of each trial's h(F)g from the reference, with {@link
   * dev.geodesic.device.Device#eigen} of the pass's own device.
   */
  public static double[] ofNaturalGradient(
      ForwardPass pass, Direction direction, Fisher fisher, List<Inversion> inversions) {
    return ofNaturalGradient(pass, direction, fisher, inversions, pass.device()::eigen);
  }

  /**
   * Returns the relative difference of each trial's h(F)g from the reference.
   *
   * @param inversions one entry a trial
   * @param eigensolver decomposes the reference's Gram matrix completely
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
          new ReferenceNetwork(
              pass.architecture(), weights.get(t), samples, pass.device().download(pass.labels()));
      differences[t] = relativeDifference(found.get(t), reference.direction(network, t));
    }
    return differences;
  }

  /**
   * Returns A h(G) u. Where a label is so unlikely that u is very large, the coefficients of u are
   * rounding errors; then they come from Aᵀg = Gu, or without a cut-off the direction from g.
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

  /** Returns (F + λI)⁻¹g = (g − A(G + λI)⁻¹Aᵀg)/λ, to a relative error of about εσ_max/λ. */
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

  /** Returns the coefficients of v along the eigenvectors. */
  private static double[] coefficients(Eigen eigen, double[] v) {
    double[] parts = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      for (int i = 0; i < v.length; i++) {
        parts[k] += eigen.vectors()[k * v.length + i] * v[i];
      }
    }
    return parts;
  }

  /** Returns the vector that has these coefficients along the eigenvectors. */
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
