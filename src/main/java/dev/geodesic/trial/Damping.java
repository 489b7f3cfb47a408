package dev.geodesic.trial;

import java.io.Serializable;
import java.util.SortedMap;

/**
 * λ of (F + λI)⁻¹, with F the mean Fisher matrix of the batch.
 *
 * @param initial λ of the first step
 * @param schedule what becomes of it
 */
public record Damping(double initial, DampingSchedule schedule) implements Serializable {
  /** No damping at all. */
  public static final Damping NONE = constant(0);

  public Damping {
    Require.nonNegative("damping", initial);
    if (initial == 0 && schedule != DampingSchedule.CONSTANT) {
      throw new IllegalArgumentException(
          "damping-schedule %s needs a damping > 0, got: damping %s"
              .formatted(schedule.confName(), initial));
    }
  }

  /** A damping that stays. */
  public static Damping constant(double damping) {
    return new Damping(damping, DampingSchedule.CONSTANT);
  }

  /** Where λ depends on the number of the step alone: λ of step {@code step}, counted from 1. */
  public double at(int step, int steps) {
    return switch (schedule) {
      case CONSTANT, LEVENBERG_MARQUARDT -> initial;
      case LINEAR -> initial * Decay.LINEAR.factor(step, steps);
      case COSINE -> initial * Decay.COSINE.factor(step, steps);
    };
  }

  void describe(SortedMap<String, Object> hyperparameters) {
    hyperparameters.put("damping", initial);
    hyperparameters.put("damping-schedule", schedule.confName());
  }
}
