package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.util.List;
import java.util.Map;

/**
 * Natural gradient descent (Amari 1998): W ← W − lr·h(F)g, where h inverts the Fisher matrix F on
 * the part of its spectrum that is kept: h(σ) = 1/(σ + damping) for σ &gt; reltol·σ_max, else 0.
 *
 * @param values of the parameters of {@link #FAMILY}; those that are not given take their defaults
 */
public record NaturalGradient(Assignment values) implements OptimizerSpec {
  /**
   * Smaller relative eigenvalues are rounding noise of a float64 Fisher matrix at P = 7840. They
   * are dropped, unless {@code reltol} drops more, or damping is larger than that and alone keeps
   * the inverse bounded.
   */
  public static final double RELTOL_FLOOR = 1e-12;

  /** Below this cut-off, most steps of {@code auto} find nothing to truncate. */
  private static final double HARDLY_TRUNCATED = 1e-8;

  /**
   * Relative cut-off on the eigenvalues of F; at least {@link #RELTOL_FLOOR}, but for a damping λ ≥
   * RELTOL_FLOOR·σ_max.
   */
  public static final Parameter<Double> RELTOL =
      Parameter.of(
              "reltol",
              Domains.fraction(),
              "drops eigenvalues of the Fisher matrix up to this share of the largest")
          .or(0.0);

  /**
   * A sample's gradient is scaled down so that 1/p(label), to which its own move is proportional,
   * counts as this at most; {@link StepSize#OFF} for no bound.
   */
  public static final Parameter<Double> MAX_INVERSE_PROBABILITY =
      Parameter.of(
              "max-inverse-probability",
              Domains.bound("a number >= 1", bound -> bound >= 1),
              "the most that 1/p(label) counts as in a sample's gradient, if bounded")
          .or(StepSize.OFF);

  /** Which Fisher matrix; the empirical one is left to {@link #EMPIRICAL_FAMILY}. */
  public static final Parameter<Fisher> FISHER =
      Parameter.of(
              "fisher",
              Domains.choice(
                  List.of(Fisher.EXACT, Fisher.SOFTMAX_OF_PROBABILITIES),
                  Map.of(
                      Fisher.EMPIRICAL.confName(),
                      "for that one use the optimizer empirical-fisher")),
              "which Fisher matrix")
          .or(Fisher.EXACT);

  /** How F is inverted. */
  public static final Parameter<Solver> SOLVER =
      Parameter.of("solver", Domains.choice(Solver.class), "how the Fisher matrix is inverted")
          .or(Solver.AUTO);

  /** The kind of optimizer that a conf calls {@code natural-gradient}. */
  public static final Family<NaturalGradient> FAMILY =
      new Family<>(
          "natural-gradient",
          "gradient descent along the inverse of the batch's Fisher matrix",
          NaturalGradient.class,
          NaturalGradient::new,
          List.of(
              RELTOL, Damping.INITIAL, Damping.SCHEDULE, MAX_INVERSE_PROBABILITY, FISHER, SOLVER));

  /** Natural gradient with {@link Fisher#EMPIRICAL}; its name warns of the wrong matrix. */
  public static final Family<NaturalGradient> EMPIRICAL_FAMILY =
      new Family<>(
          "empirical-fisher",
          "natural-gradient with the wrong matrix, to be compared with: the second moment of the"
              + " gradients, no curvature away from a perfect fit",
          NaturalGradient.class,
          values -> new NaturalGradient(values.with(FISHER, Fisher.EMPIRICAL)),
          FAMILY.own().stream().filter(parameter -> parameter != FISHER).toList());

  public NaturalGradient {
    values = Damping.checked(values.complete(FAMILY.parameters()));
    double reltol = values.get(RELTOL);
    double damping = values.get(Damping.INITIAL);
    if (values.get(SOLVER) == Solver.CLOSED_FORM && (reltol > 0 || damping > 0)) {
      throw new IllegalArgumentException(
          "solver closed-form neither truncates nor damps: leave out reltol and damping (got: "
              + "reltol %s, damping %s), or use solver auto".formatted(reltol, damping));
    }
    if (values.get(SOLVER) == Solver.CLOSED_FORM && values.get(FISHER) == Fisher.EMPIRICAL) {
      throw new IllegalArgumentException(
          "solver closed-form does not know the empirical Fisher matrix; use solver auto");
    }
  }

  @Override
  public Family<NaturalGradient> family() {
    return fisher() == Fisher.EMPIRICAL ? EMPIRICAL_FAMILY : FAMILY;
  }

  /** Relative cut-off on the eigenvalues of F, in [0, 1). */
  public double reltol() {
    return values.get(RELTOL);
  }

  /** The damping λ, added to the mean Fisher matrix of the batch. */
  public Damping damping() {
    return new Damping(values);
  }

  /** The most that 1/p(label) counts as, ≥ 1; {@link StepSize#OFF} for no bound. */
  public double maxInverseProbability() {
    return values.get(MAX_INVERSE_PROBABILITY);
  }

  /** Which Fisher matrix is inverted. */
  public Fisher fisher() {
    return values.get(FISHER);
  }

  /** How the Fisher matrix is inverted. */
  public Solver solver() {
    return values.get(SOLVER);
  }

  /** The number of rows of a sample in the factors of the Fisher matrix. */
  private int directions(Geometry geometry) {
    return fisher() == Fisher.EMPIRICAL ? 1 : geometry.classes() - 1;
  }

  @Override
  public Work work(Geometry geometry) {
    int directions = directions(geometry);
    double order = (double) geometry.batch() * directions;
    boolean isAuto = solver() == Solver.AUTO;
    boolean isDamped = reltol() == 0 && damping().initial() > 0;
    boolean comesApart = isAuto && !geometry.isNetwork() && fisher() == Fisher.EXACT;
    Work gradient = Work.pullback(geometry);
    if (solver() == Solver.CLOSED_FORM) {
      return gradient.plus(Work.closedForm(geometry));
    }
    if (comesApart && isDamped && geometry.favoursClasses()) {
      return gradient.plus(Work.classSystems(geometry));
    }
    if (solver() == Solver.DENSE || (isAuto && order > geometry.weights())) {
      Work matrix = Work.fisherMatrix(geometry, directions);
      return matrix.plus(solve(geometry.weights(), isAuto && isDamped));
    }
    if (comesApart && reltol() < HARDLY_TRUNCATED) {
      return gradient
          .plus(Work.closedForm(geometry))
          .plus(Work.classFactors(geometry))
          .plus(Work.gramRoom(geometry, directions));
    }
    return gradient.plus(Work.gram(geometry, directions)).plus(solve(order, isAuto && isDamped));
  }

  private static Work solve(double order, boolean byFactor) {
    return byFactor ? Work.cholesky(order) : Work.tridiagonal(order);
  }

  @Override
  public int leastFused() {
    return solver() == Solver.CLOSED_FORM ? 16 : OptimizerSpec.super.leastFused();
  }

  /**
   * Trials that truncate do not share packs with others, which are faster: a pack divides its time
   * evenly among its trials.
   */
  @Override
  public String structure() {
    return "%s/%s/%s".formatted(fisher().confName(), solver().confName(), spectrum());
  }

  /** Describes what becomes of the eigenvalues, which decides what solver {@code auto} chooses. */
  private String spectrum() {
    if (reltol() > 0) {
      return "truncated";
    }
    return solver() == Solver.AUTO && damping().initial() == 0
        ? "neither truncated nor damped"
        : "not truncated";
  }

  @Override
  public void check(ModelSpec model, Schedule training) {
    OptimizerSpec.super.check(model, training);
    if (solver() == Solver.CLOSED_FORM && !model.hidden().isEmpty()) {
      throw new IllegalArgumentException(
          "solver closed-form holds for softmax regression alone, and hidden is "
              + model.hidden()
              + "; use solver auto");
    }
  }
}
