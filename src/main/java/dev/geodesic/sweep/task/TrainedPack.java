package dev.geodesic.sweep.task;

import dev.geodesic.space.Leg;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus.Stopped;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pack that has trained to its end and waits to be committed.
 *
 * @param leg of the pack
 * @param parts of it that trained together
 * @param results one a trial, in its order
 * @param checkpoints to be deleted once the pack is committed
 * @param resumedSteps trial-steps that were taken in earlier runs
 * @param seconds that it trained in this run
 */
record TrainedPack(
    Leg leg,
    List<Isolation.Trained> parts,
    List<TrialResult> results,
    TaskCheckpoints checkpoints,
    long resumedSteps,
    double seconds) {

  Stream<String> trialIds() {
    return results.stream().map(result -> result.trial().id());
  }

  /** The results to commit; trials at a rung may still go on. */
  Stream<TrialResult> ended() {
    return results.stream()
        .filter(result -> !isUnfinished(result) && !(result.status() instanceof Stopped));
  }

  /** Returns the leg in whose state each trial is that may go on; Java can serialize the map. */
  private Map<String, String> states() {
    Map<String, String> states = new HashMap<>();
    for (Isolation.Trained part : parts) {
      part.outcomes().stream()
          .filter(outcome -> outcome.status() instanceof Stopped)
          .forEach(outcome -> states.put(outcome.trial().id(), leg.of(part.pack()).id()));
    }
    return states;
  }

  /**
   * Returns the report to the driver.
   *
   * @param beside seconds of the slot for the pack in addition to its training
   */
  PackReport report(double beside) {
    return new PackReport(
        leg.pack().id(),
        states(),
        results.stream().map(TrialEnd::of).toList(),
        results.stream().filter(TrainedPack::isUnfinished).toList(),
        results.stream().mapToLong(result -> Math.max(0, result.steps() - leg.from())).sum(),
        resumedSteps,
        seconds + beside);
  }

  private static boolean isUnfinished(TrialResult result) {
    return result.status() instanceof Unfinished;
  }
}
