package dev.geodesic.optim;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Direction;
import dev.geodesic.model.Effect;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which a pack finds the directions of its steps, with hyperparameters of each trial's
 * own. {@link Optimizer} decides how far a step goes along its direction.
 */
interface UpdateRule extends AutoCloseable {
  /**
   * Finds the direction of step {@code step}, counted from 1, for each trial, and updates the
   * rule's state.
   */
  Proposal propose(ForwardPass pass, int step);

  /** Keeps the trials at the positions {@code kept} and drops all others. */
  void retain(int[] kept);

  /** Whether {@link #learn} must be called for each step. */
  default boolean learns() {
    return false;
  }

  /**
   * Adapts the rule to the effect of a step of {@code factors} times the direction.
   *
   * @param model what the effect should be
   */
  default void learn(QuadraticModel model, double[] factors, Effect effect) {}

  /**
   * Returns the relative difference of each trial's direction from the one that an independent
   * solver finds; null where this rule has no such solver.
   */
  default double @Nullable [] crossCheck(ForwardPass pass, Proposal proposal) {
    return null;
  }

  /**
   * Writes the state that the rule carries from one step to the next, bit by bit; nothing where it
   * carries none.
   */
  default void save(StateWriter out) throws IOException {}

  /** Reads the state that a rule for the same trials {@linkplain #save saved}. */
  default void restore(StateReader in) throws IOException {}

  @Override
  default void close() {}

  /**
   * The directions that a rule proposes for one step.
   *
   * @param direction of every trial, before the learning rate
   * @param curvature what a Fisher solver found, one entry a trial; absent for first-order rules
   */
  record Proposal(Direction direction, @Nullable List<Curvature> curvature) {}
}
