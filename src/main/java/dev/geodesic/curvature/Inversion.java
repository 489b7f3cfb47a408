package dev.geodesic.curvature;

import java.util.List;

/**
 * How the Fisher matrix of one trial is inverted at one step: h(σ) = 1/(σ + damping) for σ &gt;
 * reltol·σ_max, else 0; reltol 0 drops nothing where there is damping.
 *
 * @param reltol relative cut-off on the eigenvalues
 * @param damping λ
 * @param maxInverseProbability what 1/p(label) counts as at most in the gradient
 */
public record Inversion(double reltol, double damping, double maxInverseProbability) {
  static double[] caps(List<Inversion> trials) {
    return trials.stream().mapToDouble(Inversion::maxInverseProbability).toArray();
  }
}
