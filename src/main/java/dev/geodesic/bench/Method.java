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

/** What a step can be made of, with the hyperparameters that lead there. */
public enum Method implements ConfName {
  SGD("sgd"),
  MOMENTUM("momentum"),
  ADAM("adam"),
  CLOSED_FORM("natural-gradient, solver closed-form"),
  UNTRUNCATED("natural-gradient, solver auto, reltol 1e-9, which truncates nothing"),
  DAMPED("natural-gradient, solver auto, damping 0.1"),
  TRUNCATED("natural-gradient, solver gram, reltol 1e-2"),
  DENSE("natural-gradient, solver dense, reltol 1e-2"),
  EMPIRICAL_FISHER("empirical-fisher, damping 0.1"),
  CG("cg, damping 0.1, always 10 iterations"),
  KFAC("kfac, damping 0.1"),
  EKFAC("ekfac, damping 0.1"),
  SPRING("spring, damping 0.1"),
  MLP_SGD("sgd, hidden = [64]"),
  MLP_DAMPED("natural-gradient, solver auto, damping 0.1, hidden = [64]");

  /** Of conjugate gradients; no step reaches the tolerance before. */
  static final int ITERATIONS = 10;

  private static final double UNREACHED = 1e-12;
  private static final int HIDDEN = 64;
  private static final Damping DAMPING = Damping.constant(0.1);
  private static final double MOMENTUM_FACTOR = 0.9;

  private final String meaning;

  Method(String meaning) {
    this.meaning = meaning;
  }

  /** Optimizer, solver, what drives it, and the model where it is not softmax regression. */
  public String meaning() {
    return meaning;
  }

  OptimizerSpec optimizer(double learningRate) {
    StepSize rate = StepSize.constant(learningRate);
    return switch (this) {
      case SGD, MLP_SGD -> new Sgd(rate);
      case MOMENTUM -> new Momentum(rate, MOMENTUM_FACTOR, LookAhead.NONE);
      case ADAM -> new Adam(rate, Adam.DEFAULT_BETA1, Adam.DEFAULT_BETA2, Adam.DEFAULT_EPSILON);
      case CLOSED_FORM -> natural(rate, 0, Damping.NONE, Fisher.EXACT, Solver.CLOSED_FORM);
      case UNTRUNCATED -> natural(rate, 1e-9, Damping.NONE, Fisher.EXACT, Solver.AUTO);
      case DAMPED, MLP_DAMPED -> natural(rate, 0, DAMPING, Fisher.EXACT, Solver.AUTO);
      case TRUNCATED -> natural(rate, 1e-2, Damping.NONE, Fisher.EXACT, Solver.GRAM);
      case DENSE -> natural(rate, 1e-2, Damping.NONE, Fisher.EXACT, Solver.DENSE);
      case EMPIRICAL_FISHER -> natural(rate, 0, DAMPING, Fisher.EMPIRICAL, Solver.AUTO);
      case CG -> new ConjugateGradient(rate, DAMPING, UNREACHED, ITERATIONS, Preconditioner.NONE);
      case KFAC -> factored(rate, Eigenvalues.PRODUCTS);
      case EKFAC -> factored(rate, Eigenvalues.CORRECTED);
      case SPRING -> new Spring(rate, DAMPING, MOMENTUM_FACTOR);
    };
  }

  private static NaturalGradient natural(
      StepSize rate, double reltol, Damping damping, Fisher fisher, Solver solver) {
    return new NaturalGradient(rate, reltol, damping, StepSize.OFF, fisher, solver);
  }

  private static KroneckerFactored factored(StepSize rate, Eigenvalues eigenvalues) {
    return new KroneckerFactored(
        rate,
        DAMPING,
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
