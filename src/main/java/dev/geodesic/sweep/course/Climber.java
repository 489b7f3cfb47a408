package dev.geodesic.sweep.course;

import dev.geodesic.trial.Trial;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How far a trial has come on its ladder, and where its state is kept. */
public final class Climber {
  private final Trial trial;
  private final Map<Integer, Double> losses = new HashMap<>();
  private int step;
  private int lostAt = Integer.MAX_VALUE;
  private boolean isStored;
  private @Nullable String state;
  private int stateStep;

  Climber(Trial trial) {
    this.trial = trial;
  }

  Trial trial() {
    return trial;
  }

  /** Records a loss by which it is compared with others, and that it has trained as far. */
  void measured(int atStep, double loss) {
    losses.put(atStep, loss);
    if (!isLostBy(atStep)) {
      reached(atStep);
    }
  }

  /** Records that it has trained up to a step. */
  void reached(int newStep) {
    step = Math.max(step, newStep);
  }

  /** Records that it diverged or failed, and has no loss from this step on. */
  void lost(int atStep) {
    lostAt = Math.min(lostAt, atStep);
  }

  /** Records that its row is among the results, and no state is needed for that any more. */
  void stored() {
    isStored = true;
  }

  /** Records that it goes on beyond what is stored of it. */
  void goesOn() {
    isStored = false;
  }

  boolean isStored() {
    return isStored;
  }

  /** Records the leg at whose end its state is kept. */
  void keptBy(String leg, int atStep) {
    state = leg;
    stateStep = atStep;
  }

  /** The id of the leg with its state; absent where there is none. */
  @Nullable String state() {
    return state;
  }

  /** The step of its state; 0 where there is none. */
  int stateStep() {
    return state == null ? 0 : stateStep;
  }

  /** Whether it diverged or failed. */
  boolean isLost() {
    return lostAt < Integer.MAX_VALUE;
  }

  boolean isLostBy(int atStep) {
    return lostAt <= atStep;
  }

  /** Whether nothing more is to be learned of it about a rung. */
  boolean isKnownAt(int rung) {
    return step >= rung || isLostBy(rung);
  }

  /** The loss at a rung, nats a sample; empty where it is not finite or the trial was lost. */
  OptionalDouble lossAt(int rung) {
    Double loss = losses.get(rung);
    return isLostBy(rung) || loss == null || !Double.isFinite(loss)
        ? OptionalDouble.empty()
        : OptionalDouble.of(loss);
  }
}
