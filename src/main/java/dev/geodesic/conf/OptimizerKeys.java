package dev.geodesic.conf;

import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.Momentum.LookAhead;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Require;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.StepSize;
import java.util.List;
import java.util.stream.Collectors;

/** The hyperparameters of all optimizers, as keys of a conf. */
final class OptimizerKeys {
  private static final double DEFAULT_MOMENTUM = 0.9;

  private static final Key<Double> LEARNING_RATE =
      Key.required(
          "learning-rate",
          Numbers.number(Require::positive),
          "factor on the direction, at its highest");
  private static final Key<Decay> LEARNING_RATE_SCHEDULE =
      Key.of(
          "learning-rate-schedule",
          Kinds.choice(Decay.class),
          Decay.CONSTANT,
          "how it goes down after the warm-up: " + spellings(Decay.class));
  private static final Key<Integer> WARM_UP =
      Key.of("warm-up", atLeast(0), 0, "first steps, over which it grows in a straight line");
  private static final Key<Double> MAX_NORM =
      Key.of(
          "max-norm",
          Numbers.bound("a number > 0", bound -> bound > 0),
          StepSize.OFF,
          Numbers.OFF,
          "longest step in the weights, Euclidean; a number, or off");
  private static final Key<Double> MAX_KL =
      Key.of(
          "max-kl",
          Numbers.bound("a number > 0", bound -> bound > 0),
          StepSize.OFF,
          Numbers.OFF,
          "largest mean KL(before‖after) of a step over its batch, nats; a number, or off");

  /** What every optimizer has. */
  static final List<Key<?>> COMMON =
      List.of(LEARNING_RATE, LEARNING_RATE_SCHEDULE, WARM_UP, MAX_NORM, MAX_KL);

  static final Key<Double> MOMENTUM =
      Key.of("momentum", fraction(), DEFAULT_MOMENTUM, "part of the last direction that is kept");
  static final Key<LookAhead> NESTEROV =
      Key.of(
          "nesterov",
          value -> Kinds.truth().read(value) ? LookAhead.NESTEROV : LookAhead.NONE,
          LookAhead.NONE,
          "false",
          "whether the gradient counts where momentum is about to lead: true, false");

  static final Key<Double> BETA1 =
      Key.of("beta1", fraction(), Adam.DEFAULT_BETA1, "decay of the mean of the gradients");
  static final Key<Double> BETA2 =
      Key.of("beta2", fraction(), Adam.DEFAULT_BETA2, "decay of the mean of their squares");
  static final Key<Double> EPSILON =
      Key.of(
          "epsilon",
          Numbers.number(Require::positive),
          Adam.DEFAULT_EPSILON,
          "1e-8",
          "added to the root of the mean square");

  static final Key<Double> DAMPING =
      Key.of(
          "damping",
          Numbers.number(Require::nonNegative),
          0.0,
          "0",
          "added to the eigenvalues of the batch's mean Fisher matrix");

  /** Of optimizers that do not work without. */
  static final Key<Double> POSITIVE_DAMPING =
      Key.required(DAMPING.name(), Numbers.number(Require::positive), DAMPING.meaning());

  static final Key<DampingSchedule> DAMPING_SCHEDULE =
      Key.of(
          "damping-schedule",
          Kinds.choice(DampingSchedule.class),
          DampingSchedule.CONSTANT,
          "what becomes of it: " + spellings(DampingSchedule.class));

  static final Key<Double> RELTOL =
      Key.of(
          "reltol",
          fraction(),
          0.0,
          "0",
          "drops eigenvalues of the Fisher matrix up to this share of the largest");
  static final Key<Double> MAX_INVERSE_PROBABILITY =
      Key.of(
          "max-inverse-probability",
          Numbers.bound("a number >= 1", bound -> bound >= 1),
          StepSize.OFF,
          Numbers.OFF,
          "the most that 1/p(label) counts as in a sample's gradient; a number, or off");
  static final Key<Fisher> FISHER =
      Key.of(
          "fisher",
          OptimizerKeys::fisher,
          Fisher.EXACT,
          "which Fisher matrix: " + spellings(fishers()));
  static final Key<Solver> SOLVER =
      Key.of(
          "solver",
          Kinds.choice(Solver.class),
          Solver.AUTO,
          "how it is inverted: " + spellings(Solver.class));

  static final Key<Double> CG_TOLERANCE =
      Key.of(
          "cg-tolerance",
          Numbers.number((key, value) -> Require.fraction(key, Require.positive(key, value))),
          ConjugateGradient.DEFAULT_TOLERANCE,
          "ends where the residual is this part of the gradient");
  static final Key<Integer> CG_ITERATIONS =
      Key.of(
          "cg-iterations",
          atLeast(1),
          ConjugateGradient.DEFAULT_ITERATIONS,
          "the most that a step may take");
  static final Key<Preconditioner> PRECONDITIONER =
      Key.of(
          "preconditioner",
          Kinds.choice(Preconditioner.class),
          Preconditioner.NONE,
          "what saves iterations: " + spellings(Preconditioner.class));

  static final Key<Double> AVERAGING =
      Key.of(
          "averaging",
          fraction(),
          KroneckerFactored.DEFAULT_AVERAGING,
          "weight of the past in the factors' running means; 0 is the batch alone");
  static final Key<Integer> UPDATE_EVERY =
      Key.of(
          "update-every",
          atLeast(1),
          KroneckerFactored.DEFAULT_UPDATE_EVERY,
          "steps between two eigendecompositions of the factors");

  private OptimizerKeys() {}

  static StepSize stepSize(Settings settings) {
    return new StepSize(
        settings.of(LEARNING_RATE),
        settings.of(LEARNING_RATE_SCHEDULE),
        settings.of(WARM_UP),
        settings.of(MAX_NORM),
        settings.of(MAX_KL));
  }

  /**
   * Reads the damping.
   *
   * @param initial {@link #DAMPING} or {@link #POSITIVE_DAMPING}
   */
  static Damping damping(Settings settings, Key<Double> initial) {
    return new Damping(settings.of(initial), settings.of(DAMPING_SCHEDULE));
  }

  private static Kind<Double> fraction() {
    return Numbers.number(Require::fraction);
  }

  private static Kind<Integer> atLeast(int least) {
    return Numbers.whole((key, value) -> Require.atLeast(key, least, value));
  }

  private static <E extends Enum<E> & ConfName> String spellings(Class<E> type) {
    return spellings(List.of(type.getEnumConstants()));
  }

  private static String spellings(List<? extends ConfName> choices) {
    return choices.stream().map(ConfName::confName).collect(Collectors.joining(", "));
  }

  /** With the empirical one it is another optimizer, whose name warns of it. */
  private static List<Fisher> fishers() {
    return List.of(Fisher.EXACT, Fisher.SOFTMAX_OF_PROBABILITIES);
  }

  private static Fisher fisher(Value value) {
    if (value.text().orElse("").equals(Fisher.EMPIRICAL.confName())) {
      throw value.refuse(
          "one of " + spellings(fishers()),
          "; for that one use the optimizer " + NaturalGradient.EMPIRICAL_NAME);
    }
    return Kinds.choice(fishers()).read(value);
  }
}
