package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a direction becomes a step: how far to go along it, and what no step may exceed. Every
 * optimizer has one.
 */
public record StepSize(Assignment values) implements Serializable {
  /** The bound that bounds nothing. */
  public static final double OFF = Domains.UNBOUNDED;

  /** Factor on the direction, at its highest. */
  public static final Parameter<Double> LEARNING_RATE =
      Parameter.of("learning-rate", Domains.positive(), "factor on the direction, at its highest");

  /** How the learning rate goes down after the warm-up. */
  public static final Parameter<Decay> SCHEDULE =
      Parameter.of(
              "learning-rate-schedule",
              Domains.choice(Decay.class),
              "how the learning rate goes down after the warm-up")
          .or(Decay.CONSTANT);

  /** Steps. */
  public static final Parameter<Integer> WARM_UP =
      Parameter.of(
              "warm-up",
              Domains.whole(0),
              "first steps, over which the learning rate grows in a straight line")
          .or(0);

  /** Euclidean, in the weights. */
  public static final Parameter<Double> MAX_NORM =
      bound("max-norm", "longest step in the weights, Euclidean, if there is one");

  /** A trust region: mean KL(before‖after) over the batch, nats. */
  public static final Parameter<Double> MAX_KL =
      bound(
          "max-kl",
          "largest mean KL(before‖after) of a step over its batch, nats, if there is one");

  /** What every optimizer has. */
  public static final List<Parameter<?>> PARAMETERS =
      List.of(LEARNING_RATE, SCHEDULE, WARM_UP, MAX_NORM, MAX_KL);

  /** That of the values among {@code values}. */
  public StepSize {
    values = values.complete(PARAMETERS);
  }

  /** A learning rate that stays, and no bounds. */
  public static StepSize constant(double learningRate) {
    return new StepSize(Assignment.of(LEARNING_RATE, learningRate));
  }

  private static Parameter<Double> bound(String key, String meaning) {
    return Parameter.of(key, Domains.bound("a number > 0", bound -> bound > 0), meaning).or(OFF);
  }

  /** What every optimizer has, and what one has besides. */
  static List<Parameter<?>> and(List<Parameter<?>> own) {
    return Stream.concat(PARAMETERS.stream(), own.stream()).toList();
  }

  /** Longest step, Euclidean, in the weights; {@link #OFF} for any. */
  public double maxNorm() {
    return values.get(MAX_NORM);
  }

  /** Largest mean KL(before‖after) over the batch (nats); {@link #OFF} for any. */
  public double maxKl() {
    return values.get(MAX_KL);
  }

  /** The learning rate of step {@code step} of {@code steps}, counted from 1. */
  public double at(int step, int steps) {
    int warmUp = values.get(WARM_UP);
    double highest = values.get(LEARNING_RATE);
    return step <= warmUp
        ? highest * ((double) step / warmUp)
        : highest * values.get(SCHEDULE).factor(step - warmUp, steps - warmUp);
  }

  void check(Schedule training) {
    if (values.get(WARM_UP) >= training.steps()) {
      throw new IllegalArgumentException(
          "warm-up must be < steps (%d), got: %d".formatted(training.steps(), values.get(WARM_UP)));
    }
  }
}
