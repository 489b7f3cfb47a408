package dev.geodesic.conf;

import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Hyperparameter;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.Momentum.LookAhead;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Require;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.StepSize;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;

/** The hyperparameters of all optimizers, as keys of a conf. */
final class OptimizerKeys {
  private static final double DEFAULT_MOMENTUM = 0.9;

  private static final Key<Double> LEARNING_RATE =
      required(Hyperparameter.LEARNING_RATE, Numbers.number(Require::positive));
  private static final Key<Decay> LEARNING_RATE_SCHEDULE =
      choice(Hyperparameter.LEARNING_RATE_SCHEDULE, Decay.CONSTANT, List.of(Decay.values()));
  private static final Key<Integer> WARM_UP = key(Hyperparameter.WARM_UP, atLeast(0), 0);
  private static final Key<Double> MAX_NORM =
      bound(Hyperparameter.MAX_NORM, "a number > 0", bound -> bound > 0);
  private static final Key<Double> MAX_KL =
      bound(Hyperparameter.MAX_KL, "a number > 0", bound -> bound > 0);

  /** What every optimizer has. */
  static final List<Key<?>> COMMON =
      List.of(LEARNING_RATE, LEARNING_RATE_SCHEDULE, WARM_UP, MAX_NORM, MAX_KL);

  static final Key<Double> MOMENTUM = key(Hyperparameter.MOMENTUM, fraction(), DEFAULT_MOMENTUM);
  static final Key<LookAhead> NESTEROV =
      Key.of(
          Hyperparameter.NESTEROV.key(),
          value -> Kinds.truth().read(value) ? LookAhead.NESTEROV : LookAhead.NONE,
          LookAhead.NONE,
          "false",
          Hyperparameter.NESTEROV.meaning() + ": true, false");

  static final Key<Double> BETA1 = key(Hyperparameter.BETA1, fraction(), Adam.DEFAULT_BETA1);
  static final Key<Double> BETA2 = key(Hyperparameter.BETA2, fraction(), Adam.DEFAULT_BETA2);
  static final Key<Double> EPSILON =
      key(Hyperparameter.EPSILON, Numbers.number(Require::positive), Adam.DEFAULT_EPSILON, "1e-8");

  static final Key<Double> DAMPING =
      key(Hyperparameter.DAMPING, Numbers.number(Require::nonNegative), 0.0, "0");

  /** The damping of optimizers that do not work without one. */
  static final Key<Double> POSITIVE_DAMPING =
      required(Hyperparameter.DAMPING, Numbers.number(Require::positive));

  static final Key<DampingSchedule> DAMPING_SCHEDULE =
      choice(
          Hyperparameter.DAMPING_SCHEDULE,
          DampingSchedule.CONSTANT,
          List.of(DampingSchedule.values()));

  static final Key<Double> RELTOL = key(Hyperparameter.RELTOL, fraction(), 0.0, "0");
  static final Key<Double> MAX_INVERSE_PROBABILITY =
      bound(Hyperparameter.MAX_INVERSE_PROBABILITY, "a number >= 1", bound -> bound >= 1);
  static final Key<Fisher> FISHER =
      Key.of(
          Hyperparameter.FISHER.key(),
          OptimizerKeys::fisher,
          Fisher.EXACT,
          Hyperparameter.FISHER.meaning() + ": " + spellings(fishers()));
  static final Key<Solver> SOLVER =
      choice(Hyperparameter.SOLVER, Solver.AUTO, List.of(Solver.values()));

  static final Key<Double> CG_TOLERANCE =
      key(
          Hyperparameter.CG_TOLERANCE,
          Numbers.number((key, value) -> Require.fraction(key, Require.positive(key, value))),
          ConjugateGradient.DEFAULT_TOLERANCE);
  static final Key<Integer> CG_ITERATIONS =
      key(Hyperparameter.CG_ITERATIONS, atLeast(1), ConjugateGradient.DEFAULT_ITERATIONS);
  static final Key<Preconditioner> PRECONDITIONER =
      choice(Hyperparameter.PRECONDITIONER, Preconditioner.NONE, List.of(Preconditioner.values()));

  static final Key<Double> AVERAGING =
      key(Hyperparameter.AVERAGING, fraction(), KroneckerFactored.DEFAULT_AVERAGING);
  static final Key<Integer> UPDATE_EVERY =
      key(Hyperparameter.UPDATE_EVERY, atLeast(1), KroneckerFactored.DEFAULT_UPDATE_EVERY);

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

  private static <T> Key<T> required(Hyperparameter named, Kind<T> kind) {
    return Key.required(named.key(), kind, named.meaning());
  }

  private static <T> Key<T> key(Hyperparameter named, Kind<T> kind, T defaultValue) {
    return Key.of(named.key(), kind, defaultValue, named.meaning());
  }

  private static <T> Key<T> key(
      Hyperparameter named, Kind<T> kind, T defaultValue, String defaultText) {
    return Key.of(named.key(), kind, defaultValue, defaultText, named.meaning());
  }

  private static Key<Double> bound(Hyperparameter named, String rule, DoublePredicate allowed) {
    return Key.of(
        named.key(),
        Numbers.bound(rule, allowed),
        StepSize.OFF,
        Numbers.OFF,
        named.meaning() + "; a number, or off");
  }

  private static <E extends Enum<E> & ConfName> Key<E> choice(
      Hyperparameter named, E defaultValue, List<E> choices) {
    return Key.of(
        named.key(),
        Kinds.choice(choices),
        defaultValue,
        named.meaning() + ": " + spellings(choices));
  }

  private static Kind<Double> fraction() {
    return Numbers.number(Require::fraction);
  }

  private static Kind<Integer> atLeast(int least) {
    return Numbers.whole((key, value) -> Require.atLeast(key, least, value));
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
