package dev.geodesic.optim;

import dev.geodesic.model.Effect;
import dev.geodesic.model.Move;
import dev.geodesic.trial.StepSize;
import java.util.List;

/**
 * Shortens steps until none exceeds its trial's max-norm and max-kl. The divergence is measured for
 * the step itself, not for a quadratic model, before any weight is changed.
 */
final class StepBounds {
  /**
   * Largest factor of a cut, so that a step that is hardly too long still gets shorter. Other cuts
   * use that KL grows with the square of the length of a short step.
   */
  private static final double LEAST_SHORTENING = 0.95;

  /** Smallest factor of a cut, and the factor where the divergence is not a number. */
  private static final double MOST_SHORTENING = 0.1;

  /** The last of this many cuts has the factor 0: no step is taken. */
  private static final int MOST_CUTS = 60;

  private StepBounds() {}

  /** Whether any trial has a bound that is on. */
  static boolean areOn(List<StepSize> trials) {
    return trials.stream().anyMatch(StepSize::isBounded);
  }

  /**
   * Applies the bounds. Where the length of a direction is not finite, its factor becomes NaN, not
   * 0, so that the loss shows at once that the trial has diverged.
   *
   * @param factors of the directions, replaced by those within bounds
   * @return the effect of the step within bounds
   */
  static Effect apply(Move move, double[] factors, List<StepSize> trials) {
    Effect effect = move.effect(factors);
    if (boundNorm(factors, trials, effect)) {
      effect = move.effect(factors);
    }
    for (int cut = 1; cut <= MOST_CUTS && cutDivergence(factors, trials, effect, cut); cut++) {
      effect = move.effect(factors);
    }
    return effect;
  }

  private static boolean boundNorm(double[] factors, List<StepSize> trials, Effect effect) {
    boolean changed = false;
    double[] norms = effect.norms().get();
    for (int t = 0; t < factors.length; t++) {
      double most = trials.get(t).maxNorm();
      double norm = norms[t];
      if (!Double.isFinite(norm)) {
        factors[t] = Double.NaN;
        changed = true;
      } else if (norm > most) {
        factors[t] *= most / norm;
        changed = true;
      }
    }
    return changed;
  }

  private static boolean cutDivergence(
      double[] factors, List<StepSize> trials, Effect effect, int cut) {
    boolean changed = false;
    double[] divergences = effect.kl().get();
    for (int t = 0; t < factors.length; t++) {
      double most = trials.get(t).maxKl();
      double kl = divergences[t];
      if (most != StepSize.OFF && !(kl <= most) && Math.abs(factors[t]) > 0) {
        double wanted = Math.sqrt(most / kl);
        factors[t] *=
            cut == MOST_CUTS
                ? 0
                : wanted > MOST_SHORTENING ? Math.min(wanted, LEAST_SHORTENING) : MOST_SHORTENING;
        changed = true;
      }
    }
    return changed;
  }
}
