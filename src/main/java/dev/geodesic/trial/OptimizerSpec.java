package dev.geodesic.trial;

import java.io.Serializable;
import java.util.SortedMap;

/** An optimizer with every hyperparameter set. */
public sealed interface OptimizerSpec extends Serializable
    permits FirstOrder, NaturalGradient, ConjugateGradient, KroneckerFactored, Spring {
  /** The name that a conf uses. */
  String name();

  /** How its direction becomes a step. */
  StepSize stepSize();

  /** Every hyperparameter by its conf key: a Double, an Integer, a Boolean or a String. */
  SortedMap<String, Object> hyperparameters();

  /**
   * What two trials must have in common, besides the optimizer's name, to train fused: the choices
   * that change the program and not only its numbers.
   */
  String structure();

  /** Factor on the direction, at its highest. */
  default double learningRate() {
    return stepSize().learningRate();
  }

  /**
   * Checks that it can train this model for so long.
   *
   * @throws IllegalArgumentException with the reason if not
   */
  default void check(ModelSpec model, Schedule training) {
    stepSize().check(training);
  }
}
