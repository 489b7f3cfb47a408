package dev.geodesic.optim;

import dev.geodesic.model.Effect;
import dev.geodesic.model.Move;
import dev.geodesic.trial.StepSize;
import java.util.List;

/**
 * Shortens steps until none exceeds its trial's max-norm and max-kl. The divergence is that of the
 * very step, not of a quadratic model, and nothing has been changed when a step is found too long.
 */
final class StepBounds {
  /** KL grows with the square of a short step; a step just too long still gets shorter. */
  private static final double LEAST_SHORTENING = 0.95;

  /** A step so long that its divergence is not a number is cut like one that is far too long. */
  private static final double MOST_SHORTENING = 0.1;

  /** Beyond this many cuts no step is taken. */
  private static final int MOST_CUTS = 60;

  private StepBounds() {}

  /** Whether any trial has a bound that is on. */
  static boolean areOn(List<StepSize> trials) {
    return trials.stream()
        .anyMatch(size -> size.maxNorm() != StepSize.OFF || size.maxKl() != StepSize.OFF);
  }

  /**
   * Applies the bounds. A direction whose length is no finite number is not to be cut to nothing
   * and passed over: its factor becomes NaN, so that the loss shows at once that the trial has
   * diverged.
   *
   * @param factors of the direction, replaced by those in bounds
   * @return what the step does then
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
    for (int t = 0; t < factors.length; t++) {
      double most = trials.get(t).maxNorm();
      double norm = effect.norms()[t];
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
    for (int t = 0; t < factors.length; t++) {
      double most = trials.get(t).maxKl();
      double kl = effect.kl()[t];
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
