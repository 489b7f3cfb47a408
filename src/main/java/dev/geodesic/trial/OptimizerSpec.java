package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import java.io.Serializable;

/** An optimizer with every hyperparameter set; {@link Families} lists the kinds. */
public interface OptimizerSpec extends Serializable {
  /** The kind of optimizer. */
  Family<?> family();

  /** A value for each parameter of its family. */
  Assignment values();

  /**
   * What two trials must have in common, in addition to the optimizer's name, to train fused: the
   * choices that change the program and not only its numbers.
   */
  default String structure() {
    return "";
  }

  /**
   * Returns the work of one trial in a step, from the predictions of the batch to the direction.
   *
   * @param geometry the shape of model, batch and pack
   */
  Work work(Geometry geometry);

  /**
   * The fewest trials that a pack should have: with fewer, a step of a trial costs more than a
   * third above its cost in a pack of 64, as {@code submit/geodesic bench} measures it.
   */
  default int leastFused() {
    // Each trial needs a decomposition of its own.
    return 4;
  }

  /**
   * Checks that it can train a model by a schedule.
   *
   * @throws IllegalArgumentException with the reason if not
   */
  default void check(ModelSpec model, Schedule training) {
    stepSize().check(training);
  }

  /** The optimizer's name in a conf and in the results. */
  default String name() {
    return family().name();
  }

  /** How the direction becomes a step. */
  default StepSize stepSize() {
    return new StepSize(values());
  }

  /** The highest learning rate: the factor on the direction. */
  default double learningRate() {
    return values().get(StepSize.LEARNING_RATE);
  }
}
