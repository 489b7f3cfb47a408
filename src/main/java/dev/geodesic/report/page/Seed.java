package dev.geodesic.report.page;

import org.jspecify.annotations.Nullable;

/**
 * How a configuration ended for one seed.
 *
 * @param seed of the weights and the batch order
 * @param status as in the view {@code trials}
 * @param divergedStep if it did
 * @param loss on the holdout, last measured; null also where it is infinite or not a number
 * @param seconds of training, if it took a step
 */
record Seed(
    int seed,
    String status,
    @Nullable Integer divergedStep,
    @Nullable Double loss,
    @Nullable Double seconds) {
  boolean isCompleted() {
    return status.equals("COMPLETED");
  }

  /** Whether it took all steps to a finite loss. */
  boolean hasLoss() {
    return isCompleted() && loss != null;
  }

  boolean isDiverged() {
    return status.equals("DIVERGED");
  }

  /** Whether there is a result: a trial of which there is none may yet end either way. */
  boolean hasEnded() {
    return isCompleted() || isDiverged();
  }
}
