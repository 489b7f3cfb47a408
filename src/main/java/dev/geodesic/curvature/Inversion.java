package dev.geodesic.curvature;

import static dev.geodesic.trial.NaturalGradient.RELTOL_FLOOR;

import java.util.List;

/**
 * How the Fisher matrix of one trial is inverted at one step: h(σ) = 1/(σ + damping) for σ &gt;
 * {@link #cutoff}·σ_max, else 0.
 *
 * @param reltol relative cut-off on the eigenvalues, as asked for
 * @param damping λ
 * @param maxInverseProbability what 1/p(label) counts as at most in the gradient
 */
public record Inversion(double reltol, double damping, double maxInverseProbability) {
  static double[] caps(List<Inversion> trials) {
    return trials.stream().mapToDouble(Inversion::maxInverseProbability).toArray();
  }

  /** Whether λ alone keeps the inverse bounded: float64 tells it from nothing beside σ_max. */
  boolean isDamped(double largest) {
    return damping > 0 && damping >= RELTOL_FLOOR * largest;
  }

  /** Whether λ alone is asked to keep the inverse bounded, and nothing to be truncated. */
  boolean isDampedAlone() {
    return damping > 0 && reltol == 0;
  }

  /**
   * The relative cut-off that is in force: at least {@link
   * dev.geodesic.trial.NaturalGradient#RELTOL_FLOOR}, unless λ {@linkplain #isDamped alone keeps
   * the inverse bounded} and none was asked for; 0 keeps all.
   *
   * @param largest σ_max
   */
  double cutoff(double largest) {
    return reltol == 0 && isDamped(largest) ? 0 : Math.max(reltol, RELTOL_FLOOR);
  }

  /** σ_max over the smallest number that is divided by: how much worse a direction may be known. */
  double condition(double largest) {
    return largest / Math.max(damping, cutoff(largest) * largest);
  }
}
