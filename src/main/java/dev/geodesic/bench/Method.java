package dev.geodesic.bench;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.ConfName;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.Momentum;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Spring;
import dev.geodesic.trial.StepSize;
import java.util.List;

/** The methods of training that are measured, with their hyperparameters. */
public enum Method implements ConfName {
  SGD("sgd", Sgd.FAMILY, Assignment.NONE),
  MOMENTUM("momentum", Momentum.FAMILY, Assignment.NONE),
  ADAM("adam", Adam.FAMILY, Assignment.NONE),
  CLOSED_FORM(
      "natural-gradient, solver closed-form",
      NaturalGradient.FAMILY,
      Assignment.of(NaturalGradient.SOLVER, Solver.CLOSED_FORM)),
  UNTRUNCATED(
      "natural-gradient, solver auto, reltol 1e-9, which truncates nothing",
      NaturalGradient.FAMILY,
      Assignment.of(NaturalGradient.RELTOL, 1e-9)),
  DAMPED("natural-gradient, solver auto, damping 0.1", NaturalGradient.FAMILY, damping()),
  TRUNCATED(
      "natural-gradient, solver gram, reltol 1e-2",
      NaturalGradient.FAMILY,
      Assignment.of(NaturalGradient.SOLVER, Solver.GRAM).with(NaturalGradient.RELTOL, 1e-2)),
  DENSE(
      "natural-gradient, solver dense, reltol 1e-2",
      NaturalGradient.FAMILY,
      Assignment.of(NaturalGradient.SOLVER, Solver.DENSE).with(NaturalGradient.RELTOL, 1e-2)),
  EMPIRICAL_FISHER("empirical-fisher, damping 0.1", NaturalGradient.EMPIRICAL_FAMILY, damping()),
  CG(
      "cg, damping 0.1, always 10 iterations",
      ConjugateGradient.FAMILY,
      damping()
          .with(ConjugateGradient.TOLERANCE, 1e-12)
          .with(ConjugateGradient.ITERATIONS, Method.ITERATIONS)),
  KFAC("kfac, damping 0.1", KroneckerFactored.KFAC, damping()),
  EKFAC("ekfac, damping 0.1", KroneckerFactored.EKFAC, damping()),
  SPRING("spring, damping 0.1", Spring.FAMILY, damping()),
  MLP_SGD("sgd, hidden = [64]", Sgd.FAMILY, Assignment.NONE),
  MLP_DAMPED(
      "natural-gradient, solver auto, damping 0.1, hidden = [64]",
      NaturalGradient.FAMILY,
      damping());

  /** The iterations of conjugate gradients in each step; the tolerance is never reached earlier. */
  static final int ITERATIONS = 10;

  private static final int HIDDEN = 64;

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // It is immutable.
  private final Family<?> family;

  @SuppressWarnings("ImmutableEnumChecker") // It is immutable.
  private final Assignment values;

  Method(String meaning, Family<?> family, Assignment values) {
    this.meaning = meaning;
    this.family = family;
    this.values = values;
  }

  /**
   * Returns the optimizer with its solver and hyperparameters, and the model if it is not softmax
   * regression.
   */
  public String meaning() {
    return meaning;
  }

  OptimizerSpec optimizer(double learningRate) {
    return family.of(values.with(StepSize.LEARNING_RATE, learningRate));
  }

  private static Assignment damping() {
    return Assignment.of(Damping.INITIAL, 0.1);
  }

  /** Returns the widths of the hidden layers. */
  List<Integer> hidden() {
    return switch (this) {
      case MLP_SGD, MLP_DAMPED -> List.of(HIDDEN);
      default -> List.of();
    };
  }

  /** Returns the number of steps after which the costs of steps repeat. */
  public int period() {
    return optimizer(1) instanceof KroneckerFactored factored ? factored.updateEvery() : 1;
  }
}
