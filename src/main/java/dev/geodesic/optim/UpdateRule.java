package dev.geodesic.optim;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Direction;
import dev.geodesic.model.Effect;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Move;
import dev.geodesic.trial.CurvePoint.Curvature;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pack goes next: one rule, and for each trial its own hyperparameters. How far it goes is
 * for the {@link Optimizer} to decide.
 */
interface UpdateRule extends AutoCloseable {
  /**
   * The direction of step {@code step}, counted from 1. What the rule remembers of it is up to date
   * afterwards.
   */
  Proposal propose(ForwardPass pass, int step);

  /** Goes on with the trials at these positions alone. */
  void retain(int[] kept);

  /** Whether it wants to be told how each step went. */
  default boolean learns() {
    return false;
  }

  /** Told how the step of {@code factors} times the direction went, if it {@link #learns}. */
  default void learn(ForwardPass pass, Move move, double[] factors, Effect effect) {}

  /**
   * The relative difference of each trial's direction from what an independent solver finds;
   * nothing where there is none for this rule.
   */
  default double @Nullable [] crossCheck(ForwardPass pass, Proposal proposal) {
    return null;
  }

  /**
   * Writes what it remembers from one step to the next, every bit that decides another; nothing
   * where each step forgets the last.
   */
  default void save(StateWriter out) throws IOException {}

  /** Reads what a rule for the same trials {@linkplain #save saved}. */
  default void restore(StateReader in) throws IOException {}

  @Override
  default void close() {}

  /**
   * A direction.
   *
   * @param direction of every trial, before the learning rate
   * @param curvature what a Fisher solver found, one entry a trial; absent for first-order rules
   */
  record Proposal(Direction direction, @Nullable List<Curvature> curvature) {}
}
