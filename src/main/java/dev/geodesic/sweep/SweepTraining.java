package dev.geodesic.sweep;

import dev.geodesic.sweep.cluster.RunningTasks;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.course.FollowUp;
import dev.geodesic.sweep.plan.Durations;
import dev.geodesic.sweep.plan.Forecast;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.task.PackTask;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains the packs of a plan, until all have ended, the time budget has ended, or the user stops
 * the run. Tasks that still run are cancelled, and waited for until they have saved a checkpoint.
 */
final class SweepTraining {
  /** How long to wait for cancelled tasks; a long native call does not notice that it must end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long to wait at the end of a time budget, when no user is waiting. */
  private static final Duration MORE_PATIENCE = Duration.ofSeconds(60);

  private static final long CANCEL_MILLIS = 100;

  private final JavaSparkContext spark;
  private final Slots slots;
  private final TimeBudget budget;
  private final SweepObserver observer;
  private final PackOutcomes outcomes;
  private final PackJobs jobs;
  private final Progress progress;
  private final StopSignal stop;
  private final FollowUp followUp;

  /**
   * Prepares the training of a plan.
   *
   * @param first packs to train
   * @param followUp names those that train after them
   * @param task what an executor does with packs
   * @param slots of the cluster at the start, for the count of idle time
   * @param budget at whose end the training stops
   * @param stop given at the end of the budget; the training obeys it whoever gives it
   * @param observer receives lines, and shows progress
   * @param progress of the plan, updated as packs train
   */
  SweepTraining(
      JavaSparkContext spark,
      List<PlannedPack> first,
      FollowUp followUp,
      PackTask task,
      Slots slots,
      TimeBudget budget,
      StopSignal stop,
      SweepObserver observer,
      Progress progress) {
    this.spark = spark;
    this.slots = slots;
    this.budget = budget;
    this.stop = stop;
    this.followUp = followUp;
    this.observer = observer;
    this.progress = progress;
    PackQueue queue = new PackQueue(first);
    this.outcomes = new PackOutcomes(queue, observer::say);
    PackTask.Counts counts =
        new PackTask.Counts(
            spark.sc().longAccumulator(HeartbeatListener.TRIAL_STEPS),
            spark.sc().longAccumulator(HeartbeatListener.RESUMED_STEPS),
            spark.sc().longAccumulator(HeartbeatListener.DIVERGED_TRIALS));
    this.jobs = new PackJobs(spark, task, counts, queue, followUp, progress, outcomes, stop);
  }

  /**
   * The result of a training.
   *
   * @param packs that were to train
   * @param unfinished trials that have no result, and why
   * @param lost a line for each pack that could not be run
   * @param slots at the start
   * @param seconds it took
   * @param busySeconds that slots were busy with packs that ended
   * @param isOutOfTime whether the time budget ended first
   */
  record Result(
      int packs,
      List<TrialResult> unfinished,
      List<String> lost,
      Slots slots,
      double seconds,
      double busySeconds,
      boolean isOutOfTime) {
    /** Returns the result of a plan without packs. */
    static Result nothingToDo(Slots slots) {
      return new Result(0, List.of(), List.of(), slots, 0, 0, false);
    }

    /** Describes how long it took compared with the estimate, and how well the slots were used. */
    String describe(Forecast forecast) {
      return "trained for %s on %d %s, idle %.0f %% of the time; estimated: %s"
          .formatted(
              Durations.words(seconds),
              slots.count(),
              slots.count() == 1 ? "slot" : "slots",
              100 * idleSeconds() / Math.max(seconds * slots.count(), Double.MIN_NORMAL),
              forecast.describe());
    }

    /** The slot-seconds in which no pack trained that gave a result. */
    double idleSeconds() {
      return Math.max(0, seconds * slots.count() - busySeconds);
    }
  }

  /** Trains, showing progress to the observer. */
  Result run() throws InterruptedException {
    HeartbeatListener listener = new HeartbeatListener(progress);
    spark.sc().addSparkListener(listener);
    SweepObserver.Display display = observer.training(progress);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(this::daemon);
    long start = System.nanoTime();
    try {
      if (budget.isLimited()) {
        var unused =
            clock.scheduleWithFixedDelay(
                () -> stop.give(StopSignal.Reason.OUT_OF_TIME),
                budget.left().toMillis(),
                CANCEL_MILLIS,
                TimeUnit.MILLISECONDS);
      }
      jobs.run(() -> Slots.now(spark));
      // A budget that ends now must not cancel the steps after the training.
      clock.shutdownNow();
      clock.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (stop.isGiven()) {
        RunningTasks.awaitNone(spark.sc(), stop.isInterrupted() ? PATIENCE : MORE_PATIENCE);
      }
      if (stop.isInterrupted()) {
        throw new InterruptedException("the run was asked to end early");
      }
      return result((System.nanoTime() - start) / 1e9);
    } finally {
      clock.shutdownNow();
      display.close();
      spark.sc().removeSparkListener(listener);
    }
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-time-budget");
    thread.setDaemon(true);
    return thread;
  }

  private Result result(double seconds) {
    Unfinished training =
        new Unfinished(
            FailureKind.TIMEOUT,
            "the time budget of %s ended while it trained; the next run goes on".formatted(budget));
    String notBegun =
        stop.isOutOfTime()
            ? "the time budget of %s ended before its turn".formatted(budget)
            : outcomes.isHopeless()
                ? "not begun, as packs in a row failed of one cause: %s"
                    .formatted(outcomes.lastCause())
                : "Spark ended before its turn";
    return new Result(
        outcomes.packs(),
        unfinished(notBegun, training),
        outcomes.lost(),
        slots,
        seconds,
        outcomes.busySeconds(),
        stop.isOutOfTime());
  }

  private List<TrialResult> unfinished(String notBegun, Unfinished training) {
    List<TrialResult> unfinished = new ArrayList<>(outcomes.unfinished(notBegun, training));
    Set<String> listed =
        unfinished.stream().map(result -> result.trial().id()).collect(Collectors.toSet());
    unfinished.addAll(followUp.waiting(notBegun, listed));
    return List.copyOf(unfinished);
  }
}
