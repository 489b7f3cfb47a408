package dev.geodesic.trial;

import java.io.Serializable;
import java.util.SortedMap;

/** An optimizer with every hyperparameter set. */
public sealed interface OptimizerSpec extends Serializable permits Sgd, NaturalGradient {
  /** The name that a conf uses. */
  String name();

  /** Step length. */
  double learningRate();

  /** Every hyperparameter by its conf key: a Double or a String. */
  SortedMap<String, Object> hyperparameters();

  /**
   * What two trials must have in common, besides the optimizer's name, to train fused: the choices
   * that change the program and not only its numbers.
   */
  String structure();
}
