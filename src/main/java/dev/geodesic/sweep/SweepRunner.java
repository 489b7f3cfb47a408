package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.ManifestFile;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.ResultsLock;
import dev.geodesic.store.Views;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** Runs a sweep on a cluster: what is missing in the store trains, and the summaries follow. */
public final class SweepRunner {
  /** How long an interrupted run waits for its tasks; a long native call does not hear of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long CANCEL_MILLIS = 100;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final SweepSpec sweep;
  private final ResultStore store;
  private final SweepObserver observer;
  private final RunningTasks tasks = new RunningTasks();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable PackJobs jobs;
  private volatile boolean interrupted;

  /** A run of {@code sweep} that leaves its results in {@code store}. */
  public SweepRunner(
      SparkSession session, SweepSpec sweep, ResultStore store, SweepObserver observer) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.sweep = sweep;
    this.store = store;
    this.observer = observer;
  }

  /**
   * Runs the sweep to its end, once.
   *
   * @param conf as resolved, for the manifest
   * @throws dev.geodesic.trial.RequestException if data, results or the combination do not fit
   * @throws InterruptedException after {@link #interrupt()}, or something that it made impossible
   */
  public SweepOutcome run(Map<String, Object> conf) throws IOException, InterruptedException {
    spark.sc().addSparkListener(tasks);
    try {
      return runToItsEnd(conf);
    } finally {
      spark.sc().removeSparkListener(tasks);
      ended.countDown();
    }
  }

  private SweepOutcome runToItsEnd(Map<String, Object> conf)
      throws IOException, InterruptedException {
    Instant started = Instant.now();
    Map<String, DataSet> data = DataSetLoader.load(session, sweep, observer::say);
    store.prepare();
    try (ResultsLock lock = ResultsLock.acquire(store)) {
      store.deleteTemporaries(lock);
      SweepPlan plan = SweepPlan.of(sweep, data, store.finishedTrials());
      Slots slots = Slots.of(spark);
      announce(plan, slots);
      Map<String, Broadcast<DataSet>> broadcast = broadcast(data);
      List<String> lost = train(plan, slots, broadcast);
      lost.forEach(line -> observer.say("not run: " + line));
      if (sweep.mllibBaseline()) {
        new Baselining(session, store, observer).run(sweep, broadcast);
      }
      Views.writeSummary(session, store.root());
      Map<String, Long> statuses = statuses();
      new ManifestFile(store)
          .append(sweep.name(), ManifestEntry.of(started, conf, data, slots, spark, statuses));
      return new SweepOutcome(statuses, lost);
    }
  }

  /**
   * Ends {@link #run} early: starts no further pack, cancels what runs, and waits a moment for it
   * to end, so that no file is left half-written.
   */
  public void interrupt() {
    interrupted = true;
    long deadline = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
    try {
      do {
        cancel();
      } while (!ended.await(CANCEL_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be repeated: a pack may be on its way to Spark at this moment. */
  private void cancel() {
    PackJobs running = jobs;
    if (running != null) {
      running.stop();
    }
    spark.cancelAllJobs();
  }

  /** Whether somebody asked the run to end early. */
  public boolean isInterrupted() {
    return interrupted;
  }

  private void announce(SweepPlan plan, Slots slots) {
    observer.say(
        "%s%s; %,d done already, %,d to train in %s on %s (%s)"
            .formatted(
                count(plan.trials().size(), "trial"),
                plan.duplicates() == 0
                    ? ""
                    : " (%s dropped)".formatted(count(plan.duplicates(), "duplicate")),
                plan.finished(),
                plan.missing(),
                count(plan.packs().size(), "pack"),
                count(slots.count(), "slot"),
                slots.limit()));
  }

  private static String count(int number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private Map<String, Broadcast<DataSet>> broadcast(Map<String, DataSet> data) {
    Map<String, Broadcast<DataSet>> broadcast = new HashMap<>();
    data.forEach((name, set) -> broadcast.put(name, spark.broadcast(set)));
    return broadcast;
  }

  private List<String> train(SweepPlan plan, Slots slots, Map<String, Broadcast<DataSet>> data)
      throws InterruptedException {
    if (plan.packs().isEmpty()) {
      return List.of();
    }
    LongAccumulator trialSteps = spark.sc().longAccumulator(HeartbeatListener.TRIAL_STEPS);
    LongAccumulator diverged = spark.sc().longAccumulator(HeartbeatListener.DIVERGED_TRIALS);
    Progress progress = new Progress(plan);
    HeartbeatListener listener = new HeartbeatListener(progress);
    spark.sc().addSparkListener(listener);
    PackTask task = new PackTask(data, store, trialSteps, diverged);
    PackJobs packJobs = new PackJobs(spark, task, plan.packs(), progress);
    jobs = packJobs;
    SweepObserver.Display display = observer.training(progress);
    try {
      List<String> lost = packJobs.run(slots.count());
      if (interrupted) {
        tasks.awaitNone(PATIENCE);
        throw new InterruptedException("the run was asked to end early");
      }
      return lost;
    } finally {
      display.close();
      spark.sc().removeSparkListener(listener);
    }
  }

  private Map<String, Long> statuses() throws IOException {
    Views.register(session, store.root());
    Map<String, Long> counts = new TreeMap<>();
    for (Row row :
        session.sql("SELECT status, count(*) FROM trials GROUP BY status").collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }
}
