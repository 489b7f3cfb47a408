package dev.geodesic.trial;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one step left behind.
 *
 * @param step counted from 1
 * @param trainLoss mean cross-entropy (nats a sample) of the step's batch, before the step
 * @param stepNorm Euclidean length of the step in the weights
 * @param kl mean over the batch of KL(before‖after) of the predictions (nats), exact
 * @param curvature what the Fisher solver found, absent for first-order optimizers
 * @param holdout measured after the step, absent where the step was not one to measure
 * @param seconds training time of this trial up to and with this step, holdout measurements left
 *     out; a pack's time is shared evenly by the trials that are alive in it
 */
public record CurvePoint(
    int step,
    double trainLoss,
    double stepNorm,
    double kl,
    @Nullable Curvature curvature,
    @Nullable Measurement holdout,
    double seconds)
    implements Serializable {

  /**
   * What the Fisher solver found at one step.
   *
   * @param path what the step was computed by
   * @param rank eigenvalues of the Fisher matrix kept
   * @param lambdaMax its largest eigenvalue, absent where the path does not need it
   */
  public record Curvature(SolverPath path, int rank, @Nullable Double lambdaMax)
      implements Serializable {}

  /**
   * A measurement on the holdout.
   *
   * @param loss mean cross-entropy, nats a sample
   * @param accuracy share of samples whose likeliest class is the right one
   */
  public record Measurement(double loss, double accuracy) implements Serializable {}
}
