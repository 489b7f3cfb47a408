package dev.geodesic.sweep;

import dev.geodesic.space.Leg;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.course.FollowUp;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.task.AttemptFailure;
import dev.geodesic.sweep.task.PackJob;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.sweep.task.PackTask;
import dev.geodesic.trial.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Runs packs as Spark jobs of one task each, a few more at a time than there are slots. Since each
 * task has a job, the driver learns of each as it ends, and a pack that no executor can run does
 * not end the run for the others. The driver repeats attempts that fail; Spark makes only one.
 * Short packs share a task at their first attempt, and train alone from the second.
 */
final class PackJobs {
  /** Number of tasks that wait at Spark, so that no slot idles until the driver sends the next. */
  private static final int AHEAD = 2;

  /** The most attempts at a pack that fails because of the machine. */
  static final int MOST_ATTEMPTS = 3;

  /** Pause until a failing executor is gone, so that the next attempt does not run on it. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /** How often the cluster is asked whether it has grown. */
  private static final long GROWTH_MILLIS = 2000;

  /** The only partition of a job. */
  private static final Seq<Object> ONE = CollectionConverters.asScala(List.<Object>of(0)).toSeq();

  private final JavaSparkContext spark;
  private final PackJob job;
  private final Progress progress;
  private final PackOutcomes outcomes;
  private final PackQueue queue;
  private final FollowUp followUp;
  private final StopSignal stop;
  private final UsableExecutors executors = new UsableExecutors();
  private volatile int slotCount = 1;

  /**
   * Prepares to run packs.
   *
   * @param task what an executor does with packs; sent to each executor once
   * @param counts accumulators of all tasks, whose values reach the driver with heartbeats
   * @param queue of the packs
   * @param followUp names the packs that follow on one that has ended
   * @param progress updated as packs end
   * @param outcomes updated as attempts end; decides when the run is hopeless
   * @param stop after which no pack begins
   */
  PackJobs(
      JavaSparkContext spark,
      PackTask task,
      PackTask.Counts counts,
      PackQueue queue,
      FollowUp followUp,
      Progress progress,
      PackOutcomes outcomes,
      StopSignal stop) {
    this.spark = spark;
    this.job = new PackJob(spark.broadcast(task), counts);
    this.queue = queue;
    this.followUp = followUp;
    this.progress = progress;
    this.outcomes = outcomes;
    this.stop = stop;
  }

  /**
   * Runs every pack to its end, or until the run is to stop.
   *
   * @param slots asked every {@value #GROWTH_MILLIS} ms, as executors come and go
   */
  void run(Supplier<Slots> slots) throws InterruptedException {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            0,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            PackJobs::daemon,
            // What comes after the end needs no thread.
            new ThreadPoolExecutor.DiscardPolicy());
    int threads = 0;
    do {
      slotCount = slots.get().count();
      for (int wanted = slotCount + AHEAD; threads < wanted; threads++) {
        pool.execute(
            () -> {
              runWhilePacksWait();
              pool.shutdown();
            });
      }
    } while (!pool.awaitTermination(GROWTH_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void runWhilePacksWait() {
    while (!isEnding() && !queue.isOver()) {
      Optional<Chunk> chunk = next();
      if (chunk.isPresent()) {
        try {
          attempt(chunk.get(), 1);
        } finally {
          queue.ended();
        }
      }
    }
  }

  private Optional<Chunk> next() {
    try {
      return queue.next(slotCount);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a JVM that ends.
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private boolean isEnding() {
    return stop.isGiven() || outcomes.isHopeless();
  }

  /** Makes an attempt at packs. Where it fails, each of them is tried again, alone. */
  private void attempt(Chunk chunk, int attempt) {
    try {
      List<PackReport> reports = runOnADevice(chunk, attempt);
      progress.committed(chunk, reports);
      outcomes.ended(chunk, reports);
      followOn(chunk, reports);
    } catch (Throwable e) {
      // Scala declares no exceptions: Spark throws its checked SparkException here. Whatever else
      // happens to one pack on the driver, the others must train.
      if (stop.isGiven() || spark.sc().isStopped()) {
        outcomes.stopped(chunk, attempt);
        chunk.numbers().forEach(progress::lost);
      } else if (chunk.size() == 1) {
        failed(chunk.from(), attempt, AttemptFailure.of(e));
      } else {
        failed(chunk, attempt, AttemptFailure.of(e));
      }
    }
  }

  /** Adds what follows on packs. One thread at a time, as progress and queue number packs alike. */
  private synchronized void followOn(Chunk chunk, List<PackReport> reports) {
    for (int i = 0; i < chunk.size(); i++) {
      List<PlannedPack> more = followUp.ended(queue.get(chunk.from() + i).leg(), reports.get(i));
      progress.added(more, followUp.outlook());
      queue.add(more);
    }
    progress.climbed(followUp.climbing());
  }

  private void failed(int number, int attempt, AttemptFailure failure) {
    boolean last =
        attempt == MOST_ATTEMPTS || !failure.trouble().isOfTheMachine() || outcomes.isHopeless();
    outcomes.failed(number, attempt, failure, last);
    if (last || !pause() || stop.isGiven()) {
      progress.lost(number);
    } else {
      attempt(Chunk.alone(number), attempt + 1);
    }
  }

  private void failed(Chunk chunk, int attempt, AttemptFailure failure) {
    outcomes.failed(chunk, failure);
    if (!failure.trouble().isOfTheMachine() || pause()) {
      chunk
          .numbers()
          .takeWhile(number -> !isEnding())
          .forEach(number -> attempt(Chunk.alone(number), attempt + 1));
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Runs packs. To come to a machine that cannot open its device costs them no attempt as long as
   * others train, on machines that can.
   */
  private List<PackReport> runOnADevice(Chunk chunk, int attempt) {
    while (true) {
      long before = progress.trialSteps();
      try {
        return run(chunk, attempt);
      } catch (Throwable e) {
        // Scala declares no exceptions.
        AttemptFailure failure = AttemptFailure.of(e);
        if (failure.trouble() != FailureKind.DEVICE_UNUSABLE || spark.sc().isStopped()) {
          throw e;
        }
        if (executors.shun(failure.executor())) {
          outcomes.shunned(failure);
        }
        if (isEnding() || progress.trialSteps() <= before || !pause()) {
          throw e;
        }
      }
    }
  }

  private List<PackReport> run(Chunk chunk, int attempt) {
    spark.setLocalProperty(HeartbeatListener.CHUNK, chunk.toString());
    spark.setLocalProperty(PackTask.ATTEMPT, Integer.toString(attempt));
    spark.setJobDescription(outcomes.describe(chunk));
    List<Leg> together = chunk.numbers().mapToObj(number -> queue.get(number).leg()).toList();
    // An RDD for each job: Spark ends with a failing job all others that read the same one.
    RDD<Leg> alone = executors.alone(spark.sc(), together);
    // This thread runs nothing else.
    stop.mark(spark.sc());
    PackReport[][] reports =
        (PackReport[][]) spark.sc().runJob(alone, job, ONE, ClassTag.apply(PackReport[].class));
    return List.of(reports[0]);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-pack-job");
    thread.setDaemon(true);
    return thread;
  }
}
