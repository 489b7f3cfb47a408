package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a direction becomes a step: the learning rate, and bounds on the length of a step. Every
 * optimizer has one.
 */
public final class StepSize implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The value of a bound that is off. */
  public static final double OFF = Domains.UNBOUNDED;

  /** The highest learning rate: the factor on the direction. */
  public static final Parameter<Double> LEARNING_RATE =
      Parameter.of("learning-rate", Domains.positive(), "factor on the direction, at its highest");

  /** How the learning rate goes down after the warm-up. */
  public static final Parameter<Decay> SCHEDULE =
      Parameter.of(
              "learning-rate-schedule",
              Domains.choice(Decay.class),
              "how the learning rate goes down after the warm-up")
          .or(Decay.CONSTANT);

  /** Number of first steps over which the learning rate grows in a straight line. */
  public static final Parameter<Integer> WARM_UP =
      Parameter.of(
              "warm-up",
              Domains.whole(0),
              "first steps, over which the learning rate grows in a straight line")
          .or(0);

  /** The longest step: Euclidean length in the weights. */
  public static final Parameter<Double> MAX_NORM =
      bound("max-norm", "longest step in the weights, Euclidean, if there is one");

  /** The largest mean KL(before‖after) of a step over its batch, nats: a trust region. */
  public static final Parameter<Double> MAX_KL =
      bound(
          "max-kl",
          "largest mean KL(before‖after) of a step over its batch, nats, if there is one");

  /** The parameters that every optimizer has. */
  public static final List<Parameter<?>> PARAMETERS =
      List.of(LEARNING_RATE, SCHEDULE, WARM_UP, MAX_NORM, MAX_KL);

  private final Assignment values;
  private final double learningRate;
  private final Decay schedule;
  private final int warmUp;
  private final double maxNorm;
  private final double maxKl;

  /**
   * Takes the step size from the values of an optimizer, once: every step reads it.
   *
   * @param values of {@link #PARAMETERS}, among others
   */
  public StepSize(Assignment values) {
    this.values = values.complete(PARAMETERS);
    learningRate = this.values.get(LEARNING_RATE);
    schedule = this.values.get(SCHEDULE);
    warmUp = this.values.get(WARM_UP);
    maxNorm = this.values.get(MAX_NORM);
    maxKl = this.values.get(MAX_KL);
  }

  /** A value for each of {@link #PARAMETERS}. */
  public Assignment values() {
    return values;
  }

  private static Parameter<Double> bound(String key, String meaning) {
    return Parameter.of(key, Domains.bound("a number > 0", bound -> bound > 0), meaning).or(OFF);
  }

  /** Returns the parameters that every optimizer has, followed by {@code own}. */
  static List<Parameter<?>> and(List<Parameter<?>> own) {
    return Stream.concat(PARAMETERS.stream(), own.stream()).toList();
  }

  /** The longest step, Euclidean, in the weights; {@link #OFF} for no bound. */
  public double maxNorm() {
    return maxNorm;
  }

  /** The largest mean KL(before‖after) over the batch, nats; {@link #OFF} for no bound. */
  public double maxKl() {
    return maxKl;
  }

  /** Whether a step may have to be shortened. */
  public boolean isBounded() {
    return maxNorm != OFF || maxKl != OFF;
  }

  /** Returns the learning rate of step {@code step} of {@code steps}, counted from 1. */
  public double at(int step, int steps) {
    return step <= warmUp
        ? learningRate * ((double) step / warmUp)
        : learningRate * schedule.factor(step - warmUp, steps - warmUp);
  }

  void check(Schedule training) {
    if (warmUp >= training.steps()) {
      throw new IllegalArgumentException(
          "warm-up must be < steps (%d), got: %d".formatted(training.steps(), warmUp));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StepSize size && values.equals(size.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "StepSize" + values;
  }
}
