package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import java.io.Serializable;

/** An optimizer with every hyperparameter set; {@link Families} lists the kinds. */
public interface OptimizerSpec extends Serializable {
  /** What kind it is. */
  Family<?> family();

  /** A value for each parameter of its family. */
  Assignment values();

  /**
   * What two trials must have in common, besides the optimizer's name, to train fused: the choices
   * that change the program and not only its numbers.
   */
  default String structure() {
    return "";
  }

  /**
   * What leads from the predictions of a batch to the direction, for one trial: its operations,
   * cost and memory.
   */
  Work work(Geometry geometry);

  /**
   * The fewest trials that a pack should have: with fewer, a step costs more than a third above
   * what it costs in a pack of 64. {@code submit/geodesic bench} tells.
   */
  default int leastFused() {
    // A decomposition for each trial.
    return 4;
  }

  /**
   * Checks that it can train this model for so long.
   *
   * @throws IllegalArgumentException with the reason if not
   */
  default void check(ModelSpec model, Schedule training) {
    stepSize().check(training);
  }

  /** The name that a conf uses. */
  default String name() {
    return family().name();
  }

  /** How its direction becomes a step. */
  default StepSize stepSize() {
    return new StepSize(values());
  }

  /** Factor on the direction, at its highest. */
  default double learningRate() {
    return values().get(StepSize.LEARNING_RATE);
  }
}
