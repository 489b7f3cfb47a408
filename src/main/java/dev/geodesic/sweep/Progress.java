package dev.geodesic.sweep;

import dev.geodesic.trial.TrialStatus;
import java.util.HashMap;
import java.util.Map;

/** How far a sweep is: what packs have reported, and what running tasks say by heartbeat. */
public final class Progress {
  private final int trials;
  private final double totalCost;
  private final long startNanos = System.nanoTime();
  private final Map<Long, Running> running = new HashMap<>();
  private int completed;
  private int diverged;
  private int failed;
  private int runningTrials;
  private long trialSteps;
  private double doneCost;

  Progress(SweepPlan plan) {
    this.trials = plan.missing();
    this.totalCost = plan.packs().stream().mapToDouble(SweepPlan.PlannedPack::cost).sum();
  }

  /** What a running task has counted so far. */
  private record Running(long trialSteps, long diverged) {}

  synchronized void started(SweepPlan.PlannedPack pack) {
    runningTrials += pack.pack().trials().size();
  }

  synchronized void heartbeat(long taskId, long steps, long divergedSoFar) {
    running.put(taskId, new Running(steps, divergedSoFar));
  }

  synchronized void taskEnded(long taskId) {
    running.remove(taskId);
  }

  synchronized void committed(SweepPlan.PlannedPack pack, PackReport report) {
    ended(pack);
    trialSteps += report.trialSteps();
    for (TrialStatus status : report.statuses()) {
      completed += status instanceof TrialStatus.Completed ? 1 : 0;
      diverged += status instanceof TrialStatus.Diverged ? 1 : 0;
      failed += status instanceof TrialStatus.Failed ? 1 : 0;
    }
  }

  /** A pack that left nothing: the machine was in trouble, or it was stopped. */
  synchronized void lost(SweepPlan.PlannedPack pack) {
    ended(pack);
  }

  private void ended(SweepPlan.PlannedPack pack) {
    runningTrials -= pack.pack().trials().size();
    doneCost += pack.cost();
  }

  /** The state of this moment. */
  public synchronized Snapshot snapshot() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    long steps = trialSteps + running.values().stream().mapToLong(Running::trialSteps).sum();
    long lost = running.values().stream().mapToLong(Running::diverged).sum();
    double left = doneCost > 0 ? seconds * (totalCost - doneCost) / doneCost : Double.NaN;
    return new Snapshot(
        trials,
        completed + diverged + failed,
        runningTrials,
        diverged + (int) lost,
        failed,
        steps / Math.max(seconds, 1e-3),
        left);
  }

  /**
   * A sweep at one moment.
   *
   * @param trials to train in this run
   * @param done committed
   * @param running in packs that train now
   * @param diverged among those done or running
   * @param failed among those done
   * @param stepsPerSecond trial-steps
   * @param secondsLeft predicted from the cost of what is done; NaN while nothing is
   */
  public record Snapshot(
      int trials,
      int done,
      int running,
      int diverged,
      int failed,
      double stepsPerSecond,
      double secondsLeft) {}
}
