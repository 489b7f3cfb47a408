package dev.geodesic.trial;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Natural gradient descent (Amari 1998): W ← W − lr·h(F)g, where h inverts the Fisher matrix F on
 * the part of its spectrum that is kept: h(σ) = 1/(σ + damping) for σ &gt; reltol·σ_max, else 0.
 *
 * @param reltol relative cut-off on the eigenvalues of F; at least {@link #RELTOL_FLOOR}, but for a
 *     damping λ ≥ RELTOL_FLOOR·σ_max
 * @param damping λ, added to the mean Fisher matrix of the batch
 * @param maxInverseProbability a sample's gradient is scaled down so that 1/p(label), to which its
 *     own move is proportional, counts as this at most; {@link StepSize#OFF} for any
 * @param fisher which Fisher matrix
 * @param solver how it is inverted
 */
public record NaturalGradient(
    StepSize stepSize,
    double reltol,
    Damping damping,
    double maxInverseProbability,
    Fisher fisher,
    Solver solver)
    implements OptimizerSpec {
  public static final String NAME = "natural-gradient";

  /** What it is called with {@link Fisher#EMPIRICAL}. */
  public static final String EMPIRICAL_NAME = "empirical-fisher";

  /**
   * Smaller relative eigenvalues are rounding noise of a float64 Fisher matrix at P = 7840. They
   * are dropped, unless {@code reltol} drops more, or damping is larger than that and alone keeps
   * the inverse bounded.
   */
  public static final double RELTOL_FLOOR = 1e-12;

  public NaturalGradient {
    Require.fraction("reltol", reltol);
    StepSize.requireBound("max-inverse-probability", maxInverseProbability);
    if (maxInverseProbability < 1) {
      throw new IllegalArgumentException(
          "max-inverse-probability must be >= 1, got: " + maxInverseProbability);
    }
    if (solver == Solver.CLOSED_FORM && (reltol > 0 || damping.initial() > 0)) {
      throw new IllegalArgumentException(
          "solver closed-form neither truncates nor damps: leave out reltol and damping (got: "
              + "reltol %s, damping %s), or use solver auto".formatted(reltol, damping.initial()));
    }
    if (solver == Solver.CLOSED_FORM && fisher == Fisher.EMPIRICAL) {
      throw new IllegalArgumentException(
          "solver closed-form does not know the empirical Fisher matrix; use solver auto");
    }
  }

  /** With a learning rate and a damping that stay, and no bounds. */
  public NaturalGradient(
      double learningRate, double reltol, double damping, Fisher fisher, Solver solver) {
    this(
        StepSize.constant(learningRate),
        reltol,
        Damping.constant(damping),
        StepSize.OFF,
        fisher,
        solver);
  }

  @Override
  public String name() {
    return fisher == Fisher.EMPIRICAL ? EMPIRICAL_NAME : NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    SortedMap<String, Object> all = new TreeMap<>();
    stepSize.describe(all);
    damping.describe(all);
    all.put("reltol", reltol);
    StepSize.putBound(all, "max-inverse-probability", maxInverseProbability);
    all.put("fisher", fisher.confName());
    all.put("solver", solver.confName());
    return all;
  }

  /** Trials that truncate stay apart from those that need not: a pack shares its time evenly. */
  @Override
  public String structure() {
    return "%s/%s/%s"
        .formatted(
            fisher.confName(), solver.confName(), reltol > 0 ? "truncated" : "not truncated");
  }

  @Override
  public void check(ModelSpec model, Schedule training) {
    stepSize.check(training);
    if (solver == Solver.CLOSED_FORM && !model.hidden().isEmpty()) {
      throw new IllegalArgumentException(
          "solver closed-form holds for softmax regression alone, and hidden is "
              + model.hidden()
              + "; use solver auto");
    }
  }
}
