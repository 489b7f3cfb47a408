package dev.geodesic.trial;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A point of a trial's curve: what is known of one step.
 *
 * @param step counted from 1
 * @param trainLoss mean cross-entropy (nats a sample) of the step's batch, before the step
 * @param change what the step did to the model, absent at a last step before a divergence that
 *     would otherwise have left no point
 * @param curvature what the Fisher solver found, absent for first-order optimizers
 * @param crossCheck relative difference of the direction from that of an independent solver, absent
 *     where the step was not one to check
 * @param holdout measured after the step, absent where the step was not one to measure
 * @param validation measured at the same time on the samples that choose configurations, absent
 *     where there are none
 * @param seconds training time of this trial up to and with this step, measurements and
 *     cross-checks left out; a pack's time is shared evenly by the trials that are alive in it
 */
public record CurvePoint(
    int step,
    double trainLoss,
    @Nullable Change change,
    @Nullable Curvature curvature,
    @Nullable Double crossCheck,
    @Nullable Measurement holdout,
    @Nullable Measurement validation,
    double seconds)
    implements Serializable {

  /**
   * The measurement by which configurations are chosen: on the validation samples if there are any,
   * else on the holdout. Absent where the step was not one to measure.
   */
  public @Nullable Measurement selecting() {
    return validation == null ? holdout : validation;
  }

  /**
   * What a step did to the model.
   *
   * @param norm Euclidean length of the step in the weights
   * @param kl mean over the batch of KL(before‖after) of the predictions (nats), exact
   * @param scale factor by which max-norm and max-kl shortened the step: 1 where they did not bind,
   *     NaN where the direction was not a number and the trial is lost
   */
  public record Change(double norm, double kl, double scale) implements Serializable {}

  /**
   * What the Fisher solver found at one step.
   *
   * @param path what the step was computed by
   * @param rank number of eigenvalues kept of the Fisher matrix, absent where the path has none
   * @param lambdaMax its largest eigenvalue, absent where the path does not need it
   * @param damping λ in force
   * @param iterations of conjugate gradients, absent for other paths
   * @param rounding about how far rounding may have moved the direction, relative to its length;
   *     absent where the path does not estimate it
   */
  public record Curvature(
      SolverPath path,
      @Nullable Integer rank,
      @Nullable Double lambdaMax,
      double damping,
      @Nullable Integer iterations,
      @Nullable Double rounding)
      implements Serializable {
    /** Returns this curvature with another estimate of rounding. */
    public Curvature withRounding(double estimate) {
      return new Curvature(path, rank, lambdaMax, damping, iterations, estimate);
    }
  }

  /**
   * A measurement on samples that are kept from training.
   *
   * @param loss mean cross-entropy, nats a sample
   * @param accuracy share of samples whose likeliest class is the right one
   */
  public record Measurement(double loss, double accuracy) implements Serializable {}
}
