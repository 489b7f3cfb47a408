package dev.geodesic.sweep.course;

import java.util.List;

/**
 * How far a halving has come.
 *
 * @param stopped number of trials that were stopped at a rung in this run
 * @param fields of the ladders that are not decided, by their next rungs
 */
public record Climbing(int stopped, List<Field> fields) {
  /** Without halving. */
  public static final Climbing NOBODY = new Climbing(0, List.of());

  public Climbing {
    fields = List.copyOf(fields);
  }

  /**
   * Configurations that compete at rungs of the same step, each with those of its own ladder.
   *
   * @param step of the rungs
   * @param configurations that compete
   * @param best least mean loss of those that were the best of their ladders at the rungs before;
   *     NaN at the first ones
   */
  public record Field(int step, int configurations, double best) {
    Field plus(Field other) {
      return new Field(
          step,
          configurations + other.configurations,
          Double.isNaN(best) || other.best < best ? other.best : best);
    }
  }
}
