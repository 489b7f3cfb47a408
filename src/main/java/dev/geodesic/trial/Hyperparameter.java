package dev.geodesic.trial;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What optimizers are tuned by, in the order in which it is shown: keys of a conf, columns of the
 * results, parts of the labels in reports.
 */
public enum Hyperparameter {
  LEARNING_RATE("learning-rate", Double.class, "factor on the direction, at its highest"),
  LEARNING_RATE_SCHEDULE(
      "learning-rate-schedule",
      String.class,
      "how the learning rate goes down after the warm-up",
      Decay.CONSTANT),
  WARM_UP(
      "warm-up",
      Integer.class,
      "first steps, over which the learning rate grows in a straight line",
      0),
  MAX_NORM("max-norm", Double.class, "longest step in the weights, Euclidean, if there is one"),
  MAX_KL(
      "max-kl",
      Double.class,
      "largest mean KL(before‖after) of a step over its batch, nats, if there is one"),
  MOMENTUM("momentum", Double.class, "part of the last direction that is kept"),
  NESTEROV(
      "nesterov",
      Boolean.class,
      "whether the gradient counts where momentum is about to lead",
      false),
  BETA1("beta1", Double.class, "decay of the mean of the gradients", Adam.DEFAULT_BETA1),
  BETA2("beta2", Double.class, "decay of the mean of their squares", Adam.DEFAULT_BETA2),
  EPSILON("epsilon", Double.class, "added to the root of the mean square", Adam.DEFAULT_EPSILON),
  RELTOL(
      "reltol",
      Double.class,
      "drops eigenvalues of the Fisher matrix up to this share of the largest",
      0.0),
  DAMPING(
      "damping", Double.class, "added to the eigenvalues of the batch's mean Fisher matrix", 0.0),
  DAMPING_SCHEDULE(
      "damping-schedule", String.class, "what becomes of the damping", DampingSchedule.CONSTANT),
  MAX_INVERSE_PROBABILITY(
      "max-inverse-probability",
      Double.class,
      "the most that 1/p(label) counts as in a sample's gradient, if bounded"),
  /** The empirical one has an optimizer's name of its own. */
  FISHER("fisher", String.class, "which Fisher matrix", Fisher.EXACT, Fisher.EMPIRICAL),
  SOLVER("solver", String.class, "how the Fisher matrix is inverted", Solver.AUTO),
  CG_TOLERANCE(
      "cg-tolerance",
      Double.class,
      "conjugate gradients end where the residual is this part of the gradient",
      ConjugateGradient.DEFAULT_TOLERANCE),
  CG_ITERATIONS(
      "cg-iterations",
      Integer.class,
      "the most conjugate gradients that a step may take",
      ConjugateGradient.DEFAULT_ITERATIONS),
  PRECONDITIONER(
      "preconditioner",
      String.class,
      "what saves conjugate gradients iterations",
      Preconditioner.NONE),
  AVERAGING(
      "averaging",
      Double.class,
      "weight of the past in the Kronecker factors' running means; 0 is the batch alone",
      KroneckerFactored.DEFAULT_AVERAGING),
  UPDATE_EVERY(
      "update-every",
      Integer.class,
      "steps between two eigendecompositions of the Kronecker factors",
      KroneckerFactored.DEFAULT_UPDATE_EVERY);

  private final String key;
  private final Class<?> type;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // Cannot be modified, and holds constants.
  private final Set<Object> quiet;

  /**
   * Defines one.
   *
   * @param quiet values that reports need not mention: nobody chose them, or they change nothing
   */
  Hyperparameter(String key, Class<?> type, String meaning, Object... quiet) {
    this.key = key;
    this.type = type;
    this.meaning = meaning;
    this.quiet =
        Arrays.stream(quiet)
            .map(value -> value instanceof ConfName named ? named.confName() : value)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** As a conf spells it. */
  public String key() {
    return key;
  }

  /** The type of its values in {@link OptimizerSpec#hyperparameters}. */
  public Class<?> type() {
    return type;
  }

  /** What it decides, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Whether reports need not mention that it has this value. */
  public boolean isQuiet(Object value) {
    return quiet.contains(value);
  }
}
