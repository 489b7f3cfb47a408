package dev.geodesic.trial;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Natural gradient descent (Amari 1998): W ← W − lr·h(F)g, where h inverts the Fisher matrix F on
 * the part of its spectrum that is kept: h(σ) = 1/(σ + damping) for σ &gt; reltol·σ_max, else 0.
 *
 * @param learningRate step length
 * @param reltol relative cut-off on the eigenvalues of F; see {@link #effectiveReltol}
 * @param damping λ, added to the mean Fisher matrix of the batch
 * @param fisher which Fisher matrix
 * @param solver how it is inverted
 */
public record NaturalGradient(
    double learningRate, double reltol, double damping, Fisher fisher, Solver solver)
    implements OptimizerSpec {
  public static final String NAME = "natural-gradient";

  /** Smaller relative eigenvalues are rounding noise of a float64 Fisher matrix at P = 7840. */
  public static final double RELTOL_FLOOR = 1e-12;

  public NaturalGradient {
    Require.positive("learning-rate", learningRate);
    Require.fraction("reltol", reltol);
    Require.nonNegative("damping", damping);
    if (solver == Solver.CLOSED_FORM && (reltol > 0 || damping > 0)) {
      throw new IllegalArgumentException(
          "solver closed-form neither truncates nor damps: leave out reltol and damping (got: "
              + "reltol %s, damping %s), or use solver auto".formatted(reltol, damping));
    }
  }

  /**
   * The relative cut-off that is in force: never below {@link #RELTOL_FLOOR}, unless damping alone
   * keeps the inverse bounded.
   */
  public double effectiveReltol() {
    return reltol == 0 && damping > 0 ? 0 : Math.max(reltol, RELTOL_FLOOR);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    return new TreeMap<>(
        Map.of(
            "learning-rate", learningRate,
            "reltol", reltol,
            "damping", damping,
            "fisher", fisher.confName(),
            "solver", solver.confName()));
  }

  @Override
  public String structure() {
    return fisher.confName() + "/" + solver.confName();
  }
}
