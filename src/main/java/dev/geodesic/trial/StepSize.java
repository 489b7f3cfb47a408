package dev.geodesic.trial;

import java.io.Serializable;
import java.util.SortedMap;

/**
 * How a direction becomes a step: how far to go along it, and what no step may exceed. Every
 * optimizer has one.
 *
 * @param learningRate factor on the direction, at its highest
 * @param schedule how the learning rate goes down after the warm-up
 * @param warmUp first steps over which the learning rate grows in a straight line
 * @param maxNorm longest step, Euclidean, in the weights; {@link #OFF} for any
 * @param maxKl largest mean KL(before‖after) over the batch (nats), a trust region; {@link #OFF}
 *     for any
 */
public record StepSize(
    double learningRate, Decay schedule, int warmUp, double maxNorm, double maxKl)
    implements Serializable {
  /** The bound that bounds nothing. */
  public static final double OFF = Double.POSITIVE_INFINITY;

  public StepSize {
    Require.positive("learning-rate", learningRate);
    Require.atLeast("warm-up", 0, warmUp);
    requireBound("max-norm", maxNorm);
    requireBound("max-kl", maxKl);
  }

  /** A learning rate that stays, and no bounds. */
  public static StepSize constant(double learningRate) {
    return new StepSize(learningRate, Decay.CONSTANT, 0, OFF, OFF);
  }

  static void requireBound(String key, double value) {
    if (value != OFF) {
      Require.positive(key, value);
    }
  }

  /** The learning rate of step {@code step} of {@code steps}, counted from 1. */
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

  /** Adds its conf keys to an optimizer's hyperparameters. */
  void describe(SortedMap<String, Object> hyperparameters) {
    hyperparameters.put("learning-rate", learningRate);
    hyperparameters.put("learning-rate-schedule", schedule.confName());
    hyperparameters.put("warm-up", warmUp);
    putBound(hyperparameters, "max-norm", maxNorm);
    putBound(hyperparameters, "max-kl", maxKl);
  }

  static void putBound(SortedMap<String, Object> hyperparameters, String key, double bound) {
    if (bound != OFF) {
      hyperparameters.put(key, bound);
    }
  }
}
