package dev.geodesic.sweep.task;

import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pack that has trained to its end and waits to be committed.
 *
 * @param packId id of the pack
 * @param results one a trial, in its order
 * @param checkpoints to be deleted once the pack is committed
 * @param resumedSteps trial-steps that were taken in earlier runs
 * @param seconds that it trained in this run
 */
record TrainedPack(
    String packId,
    List<TrialResult> results,
    TaskCheckpoints checkpoints,
    long resumedSteps,
    double seconds) {

  Stream<String> trialIds() {
    return results.stream().map(result -> result.trial().id());
  }

  /** The results to commit. */
  Stream<TrialResult> ended() {
    return results.stream().filter(result -> !isUnfinished(result));
  }

  /**
   * Returns the report to the driver.
   *
   * @param beside seconds of the slot for the pack in addition to its training
   */
  PackReport report(double beside) {
    return new PackReport(
        packId,
        results.stream().map(TrialEnd::of).toList(),
        results.stream().filter(TrainedPack::isUnfinished).toList(),
        results.stream().mapToLong(TrialResult::steps).sum(),
        resumedSteps,
        seconds + beside);
  }

  private static boolean isUnfinished(TrialResult result) {
    return result.status() instanceof Unfinished;
  }
}
