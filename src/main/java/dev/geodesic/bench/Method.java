package dev.geodesic.bench;

import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.Momentum;
import dev.geodesic.trial.Momentum.LookAhead;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Spring;
import dev.geodesic.trial.StepSize;
import java.util.List;
import java.util.function.Function;

/** What a step can be made of, with the hyperparameters that lead there. */
public enum Method implements ConfName {
  SGD("sgd", Sgd::new),
  MOMENTUM("momentum", rate -> new Momentum(rate, 0.9, LookAhead.NONE)),
  ADAM(
      "adam", rate -> new Adam(rate, Adam.DEFAULT_BETA1, Adam.DEFAULT_BETA2, Adam.DEFAULT_EPSILON)),
  CLOSED_FORM(
      "natural-gradient, solver closed-form",
      rate -> natural(rate, 0, Damping.NONE, Fisher.EXACT, Solver.CLOSED_FORM)),
  UNTRUNCATED(
      "natural-gradient, solver auto, reltol 1e-9, which truncates nothing",
      rate -> natural(rate, 1e-9, Damping.NONE, Fisher.EXACT, Solver.AUTO)),
  DAMPED(
      "natural-gradient, solver auto, damping 0.1",
      rate -> natural(rate, 0, Damping.constant(0.1), Fisher.EXACT, Solver.AUTO)),
  TRUNCATED(
      "natural-gradient, solver gram, reltol 1e-2",
      rate -> natural(rate, 1e-2, Damping.NONE, Fisher.EXACT, Solver.GRAM)),
  DENSE(
      "natural-gradient, solver dense, reltol 1e-2",
      rate -> natural(rate, 1e-2, Damping.NONE, Fisher.EXACT, Solver.DENSE)),
  EMPIRICAL_FISHER(
      "empirical-fisher, damping 0.1",
      rate -> natural(rate, 0, Damping.constant(0.1), Fisher.EMPIRICAL, Solver.AUTO)),
  CG("cg, damping 0.1, always 10 iterations", Method::unreached),
  KFAC("kfac, damping 0.1", rate -> factored(rate, Eigenvalues.PRODUCTS)),
  EKFAC("ekfac, damping 0.1", rate -> factored(rate, Eigenvalues.CORRECTED)),
  SPRING("spring, damping 0.1", rate -> new Spring(rate, Damping.constant(0.1), 0.9)),
  MLP_SGD("sgd, hidden = [64]", SGD.optimizer),
  MLP_DAMPED("natural-gradient, solver auto, damping 0.1, hidden = [64]", DAMPED.optimizer);

  /** The iterations of conjugate gradients in each step: the tolerance is never reached earlier. */
  static final int ITERATIONS = 10;

  private static final int HIDDEN = 64;

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // It holds nothing.
  private final Function<StepSize, OptimizerSpec> optimizer;

  Method(String meaning, Function<StepSize, OptimizerSpec> optimizer) {
    this.meaning = meaning;
    this.optimizer = optimizer;
  }

  /** Optimizer, solver, what drives it, and the model where it is not softmax regression. */
  public String meaning() {
    return meaning;
  }

  OptimizerSpec optimizer(double learningRate) {
    return optimizer.apply(StepSize.constant(learningRate));
  }

  private static NaturalGradient natural(
      StepSize rate, double reltol, Damping damping, Fisher fisher, Solver solver) {
    return new NaturalGradient(rate, reltol, damping, StepSize.OFF, fisher, solver);
  }

  private static ConjugateGradient unreached(StepSize rate) {
    return new ConjugateGradient(
        rate, Damping.constant(0.1), 1e-12, ITERATIONS, Preconditioner.NONE);
  }

  private static KroneckerFactored factored(StepSize rate, Eigenvalues eigenvalues) {
    return new KroneckerFactored(
        rate,
        Damping.constant(0.1),
        KroneckerFactored.DEFAULT_AVERAGING,
        KroneckerFactored.DEFAULT_UPDATE_EVERY,
        eigenvalues);
  }

  /** Widths of the hidden layers. */
  List<Integer> hidden() {
    return switch (this) {
      case MLP_SGD, MLP_DAMPED -> List.of(HIDDEN);
      default -> List.of();
    };
  }

  /** Steps after which what a step costs comes round again. */
  int period() {
    return switch (this) {
      case KFAC, EKFAC -> KroneckerFactored.DEFAULT_UPDATE_EVERY;
      default -> 1;
    };
  }
}
