package dev.geodesic.report.page;

import org.jspecify.annotations.Nullable;

/**
 * The result of a configuration for one seed.
 *
 * @param seed the seed of the weights and the batch order
 * @param status the status of the trial, as in the view {@code trials}
 * @param divergedStep the step at which it diverged; null if it did not
 * @param loss the last measured loss that chooses; null if there is none or it is not finite
 * @param told the last measured holdout loss; null if there is none or it is not finite
 * @param seconds the training time; null if the trial took no step
 */
record Seed(
    int seed,
    String status,
    @Nullable Integer divergedStep,
    @Nullable Double loss,
    @Nullable Double told,
    @Nullable Double seconds) {
  boolean isCompleted() {
    return status.equals("COMPLETED");
  }

  /** Returns whether the trial took all steps and reached a finite loss. */
  boolean hasLoss() {
    return isCompleted() && loss != null;
  }

  boolean isDiverged() {
    return status.equals("DIVERGED");
  }

  /** Returns whether a halving stopped the trial. */
  boolean isStopped() {
    return status.equals("STOPPED");
  }

  /**
   * Returns whether the trial completed, diverged or was stopped; other trials may still do any of
   * that.
   */
  boolean hasResult() {
    return isCompleted() || isDiverged() || isStopped();
  }
}
