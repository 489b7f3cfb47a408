package dev.geodesic.sweep;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.Leaderboard.Standing;
import dev.geodesic.sweep.SweepPlan.PlannedPack;
import dev.geodesic.trial.TrialStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far a sweep is: what packs have reported, and what running tasks say by heartbeat. Packs are
 * named by their place in the plan. What tasks say comes by another way than what packs report, and
 * may come late or never: a pack that has ended stays so.
 */
public final class Progress {
  private static final double NANOSECONDS = 1e9;

  private final List<PlannedPack> packs;
  private final long startNanos = System.nanoTime();
  private final Map<Integer, Counts> running = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private final Leaderboard leaderboard = new Leaderboard();
  private int completed;
  private int diverged;
  private int failed;
  private long trialSteps;
  private double plannedCost;
  private double doneCost;

  Progress(SweepPlan plan) {
    this.packs = plan.packs();
    this.plannedCost = packs.stream().mapToDouble(PlannedPack::cost).sum();
  }

  /** What a running task has counted so far. */
  private record Counts(long trialSteps, int diverged) {}

  /** A task has begun to train a pack, for the first time or again. */
  synchronized void taskStarted(int pack) {
    if (!ended.contains(pack)) {
      running.put(pack, new Counts(0, 0));
    }
  }

  synchronized void heartbeat(int pack, long steps, long divergedSoFar) {
    running.replace(pack, new Counts(steps, (int) Math.min(divergedSoFar, trials(pack))));
  }

  /** Well or not: then it is started again elsewhere. */
  synchronized void taskEnded(int pack) {
    running.remove(pack);
  }

  synchronized void committed(int pack, PackReport report) {
    end(pack);
    doneCost += packs.get(pack).cost();
    trialSteps += report.trialSteps();
    Pack trained = packs.get(pack).pack();
    Map<String, Object> problem = trained.trials().get(0).problem();
    for (TrialEnd end : report.ends()) {
      TrialStatus status = end.status();
      leaderboard.add(problem, trained.structure().optimizer(), end);
      completed += status instanceof TrialStatus.Completed ? 1 : 0;
      diverged += status instanceof TrialStatus.Diverged ? 1 : 0;
      failed += status instanceof TrialStatus.Unfinished ? 1 : 0;
    }
  }

  /** A pack that left nothing and is given up: the machine was in trouble, or it was stopped. */
  synchronized void lost(int pack) {
    end(pack);
    plannedCost -= packs.get(pack).cost();
  }

  /** A trial that ended in an earlier run: it counts for the leaderboard alone. */
  synchronized void endedBefore(Map<String, Object> problem, String optimizer, TrialEnd end) {
    leaderboard.add(problem, optimizer, end);
  }

  private void end(int pack) {
    ended.add(pack);
    running.remove(pack);
  }

  private int trials(int pack) {
    return packs.get(pack).pack().trials().size();
  }

  /** Trial-steps taken so far, as far as it is known. */
  public synchronized long trialSteps() {
    return trialSteps + running.values().stream().mapToLong(Counts::trialSteps).sum();
  }

  /** The best configuration of each optimizer so far. */
  public synchronized List<Standing> standings() {
    return leaderboard.standings();
  }

  /** The state of this moment. */
  public synchronized Snapshot snapshot() {
    return snapshot((System.nanoTime() - startNanos) / NANOSECONDS);
  }

  /** The state {@code seconds} after the start. */
  synchronized Snapshot snapshot(double seconds) {
    int inTasks = running.keySet().stream().mapToInt(this::trials).sum();
    int divergedInTasks = running.values().stream().mapToInt(Counts::diverged).sum();
    return new Snapshot(
        packs.stream().mapToInt(planned -> planned.pack().trials().size()).sum(),
        completed + diverged + failed,
        inTasks - divergedInTasks,
        diverged + divergedInTasks,
        failed,
        seconds > 0 ? trialSteps() / seconds : 0,
        secondsLeft(seconds));
  }

  private double secondsLeft(double seconds) {
    double done =
        doneCost
            + running.entrySet().stream()
                .mapToDouble(task -> costBehind(task.getKey(), task.getValue()))
                .sum();
    double left = Math.max(0, plannedCost - done);
    return left == 0 ? 0 : done > 0 ? seconds * left / done : Double.NaN;
  }

  /** The part of a running pack's cost that is behind it: steps taken of those alive will take. */
  private double costBehind(int pack, Counts counts) {
    double alive = trials(pack) - counts.diverged();
    double expected = alive * packs.get(pack).pack().structure().schedule().steps();
    double part = expected == 0 ? 1 : Math.min(1, counts.trialSteps() / expected);
    return part * packs.get(pack).cost();
  }

  /**
   * A sweep at one moment.
   *
   * @param trials to train in this run
   * @param done committed
   * @param running in packs that train now, and not diverged
   * @param diverged among those done or in packs that train now
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
