package dev.geodesic.curvature;

import static dev.geodesic.trial.NaturalGradient.RELTOL_FLOOR;

import java.util.List;

/**
 * The inversion of one trial's Fisher matrix at one step: h(σ) = 1/(σ + damping) for σ &gt; {@link
 * #cutoff}·σ_max, else 0.
 *
 * @param reltol relative cut-off on the eigenvalues, as asked for
 * @param damping λ
 * @param maxInverseProbability upper bound on 1/p(label) in the gradient
 */
public record Inversion(double reltol, double damping, double maxInverseProbability) {
  static double[] caps(List<Inversion> trials) {
    return trials.stream().mapToDouble(Inversion::maxInverseProbability).toArray();
  }

  /** Whether λ alone keeps the inverse bounded: float64 resolves it compared with σ_max. */
  boolean isDamped(double largest) {
    return damping > 0 && damping >= RELTOL_FLOOR * largest;
  }

  /** Whether damping is asked for, and no truncation. */
  boolean isDampedAlone() {
    return damping > 0 && reltol == 0;
  }

  /**
   * Returns the relative cut-off in force: 0, which keeps all eigenvalues, where {@code reltol} is
   * 0 and λ {@linkplain #isDamped alone keeps the inverse bounded}; else at least {@link
   * dev.geodesic.trial.NaturalGradient#RELTOL_FLOOR}.
   *
   * @param largest σ_max
   */
  double cutoff(double largest) {
    return reltol == 0 && isDamped(largest) ? 0 : Math.max(reltol, RELTOL_FLOOR);
  }

  /** Returns {@link #cutoff} where λ, if truncation is not asked for, is large enough. */
  double cutoffIfDamped() {
    return isDampedAlone() ? 0 : Math.max(reltol, RELTOL_FLOOR);
  }

  /** Returns σ_max over the smallest divisor of h: the factor by which it may magnify rounding. */
  double condition(double largest) {
    return largest / Math.max(damping, cutoff(largest) * largest);
  }
}
