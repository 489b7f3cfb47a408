package dev.geodesic.sweep;

import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.Leaderboard.Standing;
import dev.geodesic.sweep.course.Climbing;
import dev.geodesic.sweep.course.FollowUp.Outlook;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The progress of a sweep, from the reports of packs and the heartbeats of running tasks. Packs are
 * named by their place in the plan, tasks by the chunk of it that they train. A heartbeat may come
 * late or never, and does not change a pack that has ended.
 */
public final class Progress {
  private static final double NANOSECONDS = 1e9;

  private final List<PlannedPack> packs = new ArrayList<>();
  private final Set<Problem> problems;
  private final long startNanos = System.nanoTime();
  private final Map<Chunk, Counts> running = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private final Leaderboard leaderboard = new Leaderboard();
  private int trials;
  private int completed;
  private int diverged;
  private int failed;
  private long trialSteps;
  private long resumedSteps;
  private double plannedCost;
  private Outlook outlook;
  private Climbing climbing = Climbing.NOBODY;
  private double doneCost;
  private double resumedCost;

  /** Starts the progress of a plan of which nothing has ended. */
  Progress(SweepPlan plan) {
    this.problems = plan.trials().stream().map(Trial::problem).collect(Collectors.toSet());
    this.trials = plan.missing();
    packs.addAll(plan.packs());
    plannedCost = cost(plan.packs());
    outlook = new Outlook(cost(plan.later()), plan.toChoose());
  }

  private static double cost(List<PlannedPack> packs) {
    return packs.stream().mapToDouble(PlannedPack::cost).sum();
  }

  /**
   * Records that more packs are to train, whose numbers follow on those of the others.
   *
   * @param toFollow what is expected to be added after them
   */
  synchronized void added(List<PlannedPack> more, Outlook toFollow) {
    packs.addAll(more);
    outlook = toFollow;
    plannedCost += cost(more);
    trials +=
        more.stream()
            .flatMap(planned -> planned.pack().trials().stream())
            .mapToInt(trial -> trial.confirms() ? 1 : 0)
            .sum();
  }

  /**
   * What a running task has counted so far.
   *
   * @param trialSteps steps of all its trials, those of earlier runs included
   * @param resumedSteps those of earlier runs
   * @param diverged number of trials that diverged
   */
  record Counts(long trialSteps, long resumedSteps, int diverged) {
    private static final Counts NONE = new Counts(0, 0, 0);
  }

  /** Records that a task has begun to train packs, for the first time or again. */
  synchronized void taskStarted(Chunk chunk) {
    if (!ended.contains(chunk.from())) {
      running.put(chunk, Counts.NONE);
    }
  }

  synchronized void heartbeat(Chunk chunk, Counts counts) {
    int diverged = Math.min(counts.diverged(), trials(chunk));
    running.replace(chunk, new Counts(counts.trialSteps(), counts.resumedSteps(), diverged));
  }

  /** Records that a task has ended; if it failed, its packs are started again elsewhere. */
  synchronized void taskEnded(Chunk chunk) {
    running.remove(chunk);
  }

  /**
   * Records that a task has committed its packs.
   *
   * @param reports one a pack, in their order
   */
  synchronized void committed(Chunk chunk, List<PackReport> reports) {
    running.remove(chunk);
    for (int i = 0; i < chunk.size(); i++) {
      committed(chunk.from() + i, reports.get(i));
    }
  }

  private void committed(int pack, PackReport report) {
    ended.add(pack);
    double cost = packs.get(pack).cost();
    doneCost += cost;
    resumedCost += cost * share(report.resumedSteps(), report.trialSteps());
    trialSteps += report.trialSteps();
    resumedSteps += report.resumedSteps();
    Leg leg = packs.get(pack).leg();
    Pack trained = leg.pack();
    Problem problem = trained.trials().get(0).problem();
    for (TrialEnd end : report.ends()) {
      TrialStatus status = end.status();
      if (!(status instanceof TrialStatus.Stopped)) {
        leaderboard.add(
            problem, trained.structure().optimizer(), trained.trials().get(0).confirms(), end);
      }
      completed += status instanceof TrialStatus.Completed ? 1 : 0;
      diverged += status instanceof TrialStatus.Diverged ? 1 : 0;
      failed += status instanceof TrialStatus.Unfinished ? 1 : 0;
    }
  }

  /** Records that a pack left no result and is given up: the machine failed, or the run stopped. */
  synchronized void lost(int pack) {
    ended.add(pack);
    running.remove(Chunk.alone(pack));
    plannedCost -= packs.get(pack).cost();
  }

  /**
   * Records a trial that ended in an earlier run. It counts for the leaderboard alone, and only if
   * its problem is one of this sweep's.
   */
  synchronized void endedBefore(Problem problem, String optimizer, boolean confirms, TrialEnd end) {
    if (problems.contains(problem)) {
      leaderboard.add(problem, optimizer, confirms, end);
    }
  }

  /** Records how far a halving has come. */
  synchronized void climbed(Climbing now) {
    climbing = now;
  }

  private int trials(Chunk chunk) {
    return packs(chunk).mapToInt(planned -> planned.pack().trials().size()).sum();
  }

  private Stream<PlannedPack> packs(Chunk chunk) {
    return packs.subList(chunk.from(), chunk.to()).stream();
  }

  /** The trial-steps that are known to be taken, those of earlier runs included. */
  public synchronized long trialSteps() {
    return trialSteps + running.values().stream().mapToLong(Counts::trialSteps).sum();
  }

  private long resumedSteps() {
    return resumedSteps + running.values().stream().mapToLong(Counts::resumedSteps).sum();
  }

  private static double share(long part, long whole) {
    return whole > 0 ? (double) part / whole : 0;
  }

  /** The best configuration of each optimizer so far. */
  public synchronized List<Standing> standings() {
    return leaderboard.standings();
  }

  /** The present state. */
  public synchronized Snapshot snapshot() {
    return snapshot((System.nanoTime() - startNanos) / NANOSECONDS);
  }

  /** The state {@code seconds} after the start. */
  synchronized Snapshot snapshot(double seconds) {
    int inTasks = running.keySet().stream().mapToInt(this::trials).sum();
    int divergedInTasks = running.values().stream().mapToInt(Counts::diverged).sum();
    return new Snapshot(
        trials + outlook.trials(),
        completed + diverged + failed + climbing.stopped(),
        inTasks - divergedInTasks,
        diverged + divergedInTasks,
        failed,
        seconds > 0 ? (trialSteps() - resumedSteps()) / seconds : 0,
        secondsLeft(seconds),
        climbing.fields());
  }

  /** Predicts by the speed of this run, to which resumed steps do not count. */
  private double secondsLeft(double seconds) {
    double done = doneCost;
    double resumed = resumedCost;
    for (Map.Entry<Chunk, Counts> task : running.entrySet()) {
      Counts counts = task.getValue();
      double behind = costBehind(task.getKey(), counts);
      done += behind;
      resumed += behind * share(counts.resumedSteps(), counts.trialSteps());
    }
    double left = Math.max(0, plannedCost + outlook.cost() - done);
    return left == 0 ? 0 : done > resumed ? seconds * left / (done - resumed) : Double.NaN;
  }

  /**
   * Returns the cost that a task has done, by the steps taken as a part of those that its trials
   * will take which have not diverged.
   */
  private double costBehind(Chunk chunk, Counts counts) {
    double alive = 1 - (double) counts.diverged() / trials(chunk);
    double expected = alive * packs(chunk).mapToLong(planned -> planned.leg().trialSteps()).sum();
    double part = expected == 0 ? 1 : Math.min(1, counts.trialSteps() / expected);
    return part * packs(chunk).mapToDouble(PlannedPack::cost).sum();
  }

  /**
   * A sweep at one moment.
   *
   * @param trials to train in this run, as far as that can be told
   * @param done committed, or stopped at a rung
   * @param running in packs that train now, and not diverged
   * @param diverged among those done or in packs that train now
   * @param failed among those done
   * @param stepsPerSecond trial-steps of this run
   * @param secondsLeft predicted from the cost of what this run has done; NaN while it is nothing
   * @param climbing configurations that compete at the rungs of a halving, by their steps
   */
  public record Snapshot(
      int trials,
      int done,
      int running,
      int diverged,
      int failed,
      double stepsPerSecond,
      double secondsLeft,
      List<Climbing.Field> climbing) {}
}
