package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.List;

/**
 * The damping λ of (F + λI)⁻¹, with F the mean Fisher matrix of the batch.
 *
 * @param values of {@link #INITIAL} and {@link #SCHEDULE}; others are left out
 */
public record Damping(Assignment values) implements Serializable {
  private static final String KEY = "damping";
  private static final String MEANING =
      "added to the eigenvalues of the batch's mean Fisher matrix";

  /** λ of the first step; 0 for none. */
  public static final Parameter<Double> INITIAL =
      Parameter.of(KEY, Domains.nonNegative(), MEANING).or(0.0);

  /** λ of the first step for optimizers that do not work without damping. */
  public static final Parameter<Double> REQUIRED = Parameter.of(KEY, Domains.positive(), MEANING);

  /** How λ changes while a trial trains. */
  public static final Parameter<DampingSchedule> SCHEDULE =
      Parameter.of(
              "damping-schedule",
              Domains.choice(DampingSchedule.class),
              "what becomes of the damping")
          .or(DampingSchedule.CONSTANT);

  /**
   * Takes the damping from the values of an optimizer.
   *
   * @throws IllegalArgumentException if λ is 0 and its schedule is not constant
   */
  public Damping {
    values = values.complete(List.of(INITIAL, SCHEDULE));
    if (values.get(INITIAL) == 0 && values.get(SCHEDULE) != DampingSchedule.CONSTANT) {
      throw new IllegalArgumentException(
          "damping-schedule %s needs a damping > 0, got: damping %s"
              .formatted(values.get(SCHEDULE).confName(), values.get(INITIAL)));
    }
  }

  /** Returns {@code values} after a check that they make a damping. */
  static Assignment checked(Assignment values) {
    new Damping(values);
    return values;
  }

  /** λ of the first step. */
  public double initial() {
    return values.get(INITIAL);
  }

  /** How λ changes while a trial trains. */
  public DampingSchedule schedule() {
    return values.get(SCHEDULE);
  }

  /**
   * Returns λ of step {@code step}, counted from 1, of a trial of {@code steps} steps. Where λ
   * adapts to the steps before, this is λ of the first step.
   */
  public double at(int step, int steps) {
    return switch (schedule()) {
      case CONSTANT, LEVENBERG_MARQUARDT -> initial();
      case LINEAR -> initial() * Decay.LINEAR.factor(step, steps);
      case COSINE -> initial() * Decay.COSINE.factor(step, steps);
    };
  }
}
