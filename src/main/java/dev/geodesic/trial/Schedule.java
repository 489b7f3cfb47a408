package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/** How long a trial trains, and when it is measured, recorded and checked. */
public final class Schedule implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Number of mini-batches that a trial trains on. */
  public static final Parameter<Integer> STEPS =
      Parameter.of("steps", Domains.whole(1), "mini-batches that a trial trains on");

  /** Steps between two measurements on the holdout; the last step is always measured. */
  public static final Parameter<Integer> EVAL_EVERY =
      Parameter.of("eval-every", Domains.whole(1), "steps between measurements on the holdout")
          .derived("a tenth of steps");

  /**
   * Batch loss, nats a sample, above which a trial has diverged. No healthy run comes near the
   * default: a uniform guess among 10 classes costs 2.3 nats.
   */
  public static final Parameter<Double> DIVERGENCE_BOUND =
      Parameter.of(
              "divergence-bound", Domains.positive(), "batch loss above which a trial is given up")
          .or(100.0);

  /**
   * Steps between two points of a curve. Every step that is measured or checked and the last one
   * leave a point, too.
   */
  public static final Parameter<Integer> RECORD_EVERY =
      Parameter.of("record-every", Domains.whole(1), "steps between two points of a curve").or(1);

  /** Steps between two checks of the direction by an independent solver; 0 for none. */
  public static final Parameter<Integer> CROSS_CHECK =
      Parameter.of(
              "cross-check",
              Domains.whole(0),
              "steps between checks of the direction by an independent solver, 0 for none")
          .or(0);

  /** The parameters that decide how a trial trains, and so belong to its identity. */
  public static final List<Parameter<?>> IDENTITY = List.of(STEPS, EVAL_EVERY, DIVERGENCE_BOUND);

  /** All parameters of the schedule. */
  public static final List<Parameter<?>> PARAMETERS =
      Stream.concat(IDENTITY.stream(), Stream.of(RECORD_EVERY, CROSS_CHECK)).toList();

  private final Assignment values;
  private final int steps;
  private final int evalEvery;
  private final double divergenceBound;
  private final int recordEvery;
  private final int crossCheckEvery;

  /**
   * Takes the schedule from its values, once: every step reads it.
   *
   * @param values of {@link #PARAMETERS}; those that are not given take their defaults
   * @throws IllegalArgumentException if {@link #STEPS} has no value, or one is not allowed
   */
  public Schedule(Assignment values) {
    this.values = withEvalEvery(values).complete(PARAMETERS);
    steps = this.values.get(STEPS);
    evalEvery = this.values.get(EVAL_EVERY);
    divergenceBound = this.values.get(DIVERGENCE_BOUND);
    recordEvery = this.values.get(RECORD_EVERY);
    crossCheckEvery = this.values.get(CROSS_CHECK);
  }

  private static Assignment withEvalEvery(Assignment values) {
    return values.find(EVAL_EVERY).isEmpty() && values.find(STEPS).isPresent()
        ? values.with(EVAL_EVERY, Math.max(1, values.get(STEPS) / 10))
        : values;
  }

  /** A value for each of {@link #PARAMETERS}. */
  public Assignment values() {
    return values;
  }

  /** Returns this schedule with another value of one parameter. */
  public <T> Schedule with(Parameter<T> parameter, T value) {
    return new Schedule(values.with(parameter, value));
  }

  /** The number of mini-batches that a trial trains on. */
  public int steps() {
    return steps;
  }

  /** Steps between two measurements on the holdout. */
  public int evalEvery() {
    return evalEvery;
  }

  /** A trial has diverged if its batch loss, nats a sample, exceeds this bound or is not finite. */
  public double divergenceBound() {
    return divergenceBound;
  }

  /** Steps between two checks of the direction by an independent solver; 0 for none. */
  public int crossCheckEvery() {
    return crossCheckEvery;
  }

  /** Steps between two points of a curve. */
  public int recordEvery() {
    return recordEvery;
  }

  /** Whether the holdout is measured after step {@code step}, counted from 1. */
  public boolean evaluatesAfter(int step) {
    return step % evalEvery == 0 || step == steps;
  }

  /** Whether the direction of step {@code step}, counted from 1, is checked. */
  public boolean crossChecks(int step) {
    return crossCheckEvery > 0 && step % crossCheckEvery == 0;
  }

  /** Whether step {@code step}, counted from 1, leaves a point of the curve wherever it ends. */
  public boolean records(int step) {
    return step % recordEvery == 0 || evaluatesAfter(step) || crossChecks(step);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schedule schedule && values.equals(schedule.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "Schedule" + values;
  }
}
