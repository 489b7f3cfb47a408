package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.machine.CacheDirectory;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.Compaction;
import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.ResultsLock;
import dev.geodesic.store.files.StoredCheckpoints;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.course.Course;
import dev.geodesic.sweep.course.EndedStates;
import dev.geodesic.sweep.course.FollowUp;
import dev.geodesic.sweep.course.RungKeeper;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.plan.Forecast;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.plan.Shortage;
import dev.geodesic.sweep.plan.StepRates;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.plan.Workloads;
import dev.geodesic.sweep.task.DeviceSurvey;
import dev.geodesic.sweep.task.ExecutorDevices;
import dev.geodesic.sweep.task.HeadStart;
import dev.geodesic.sweep.task.PackTask;
import dev.geodesic.sweep.task.PackTraining;
import dev.geodesic.trial.DeviceRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Runs a sweep on Spark: trains the trials that the store lacks, then writes the summary. */
public final class SweepRunner {
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);
  private static final long CANCEL_MILLIS = 100;

  private final SparkApplication application;
  private final SweepSpec sweep;
  private final ResultStore store;
  private final TimeBudget budget;
  private final Duration checkpointInterval;
  private final SweepObserver observer;
  private final SweepScan.Reading<?> conclusion;
  private final ManifestFile manifest;
  private final StoredCheckpoints checkpoints;
  private final Baselining baselining;
  private final StopSignal stop = new StopSignal();
  private final LastSteps last;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Prepares a run of {@code sweep} that leaves its results in {@code store}.
   *
   * @param budget time after which the run ends early
   * @param checkpointInterval how much training of a pack may be lost with its executor
   * @param observer receives lines and progress
   * @param conclusion reads the results after the training, for the summary and the report
   */
  public SweepRunner(
      SparkApplication application,
      SweepSpec sweep,
      ResultStore store,
      TimeBudget budget,
      Duration checkpointInterval,
      SweepObserver observer,
      SweepScan.Reading<?> conclusion) {
    this.application = application;
    this.sweep = sweep;
    this.store = store;
    this.budget = budget;
    this.checkpointInterval = checkpointInterval;
    this.observer = observer;
    this.conclusion = conclusion;
    this.manifest = new ManifestFile(store);
    this.checkpoints = new StoredCheckpoints(store);
    this.baselining = new Baselining(application, store, CacheDirectory.ofUser(), budget, observer);
    this.last = new LastSteps(() -> stop.isInterrupted() || application.context().isStopped());
  }

  /**
   * Runs the sweep to its end, once.
   *
   * @param conf as resolved, for the manifest
   * @return how the trials ended, and which later steps failed
   * @throws dev.geodesic.trial.RequestException if data or results cannot be used, or do not fit
   * @throws IOException if the results cannot be read or written
   * @throws InterruptedException after {@link #interrupt()}
   */
  public SweepOutcome run(Map<String, Object> conf) throws IOException, InterruptedException {
    try {
      Instant started = Instant.now();
      HeadStart headStart =
          application.isLocal() ? HeadStart.begin(sweep.device()) : HeadStart.none();
      Map<String, DataSet> data = DataSetLoader.load(application, sweep, observer::say);
      store.prepare();
      try (ResultsLock lock = ResultsLock.acquire(store)) {
        tidyUp(lock);
        Set<String> finished = store.finishedTrials();
        Course course = Course.of(sweep, data, RungKeeper.of(store), store, finished);
        prepareFirstPack(headStart, course.plan(), data);
        return run(conf, started, data, course, finished, lock);
      }
    } finally {
      ended.countDown();
    }
  }

  private SweepOutcome run(
      Map<String, Object> conf,
      Instant started,
      Map<String, DataSet> data,
      Course course,
      Set<String> finished,
      ResultsLock lock)
      throws IOException, InterruptedException {
    JavaSparkContext spark = application.java();
    SweepPlan plan = course.plan();
    stop.mark(spark.sc());
    try {
      Slots slots = Slots.of(spark);
      ExecutorDevices devices =
          new ExecutorDevices(
              sweep.device(), Slots.ofEachExecutor(spark), Workloads.of(plan, data));
      announce(plan, slots, finished, conf);
      if (!plan.packs().isEmpty()) {
        observer.say(DeviceSurvey.line(spark, devices, observer::say));
        DeviceSurvey.memory(spark, devices)
            .ifPresent(memory -> Shortage.report(plan, data, memory, observer::say));
      }
      Progress progress = new Progress(plan);
      progress.climbed(course.followUp().climbing());
      CompletableFuture<Forecast> forecast = beginForecast(course, slots, progress, finished);
      Map<String, Broadcast<DataSet>> broadcast = broadcast(spark, data);
      CompletableFuture<List<Baseline>> baselines = beginBaselines(broadcast);
      SweepTraining.Result result =
          train(spark, course, slots, new PackTraining(broadcast, devices), progress);
      report(result, course.followUp(), forecast);
      lock.verify();
      Map<String, Long> statuses = record(lock, started, conf, data, result, forecast.join());
      conclude(lock, result, baselines);
      return new SweepOutcome(statuses, result.lost(), last.troubles(), result.isOutOfTime());
    } finally {
      stop.unmark(spark.sc());
    }
  }

  /** Removes the leftovers of runs that were killed, and refuses a manifest that cannot be read. */
  private void tidyUp(ResultsLock lock) throws IOException {
    lock.caution().ifPresent(observer::say);
    store.deleteTemporaries(lock);
    // A manifest that cannot be read could not be added to after the training either.
    manifest.read();
    checkpoints.deleteCommitted();
  }

  private static void prepareFirstPack(
      HeadStart headStart, SweepPlan plan, Map<String, DataSet> data) {
    if (!plan.packs().isEmpty()) {
      var unused = headStart.prepare(plan.packs().get(0).pack(), data);
    }
  }

  private void announce(SweepPlan plan, Slots slots, Set<String> finished, Map<String, Object> conf)
      throws IOException {
    observer.say(plan.describe(slots));
    if (sweep.schedule().crossCheckEvery() > 0 && plan.finished() > 0) {
      observer.say(
          "note: directions are cross-checked where they are computed, in none of what is done"
              + " already");
    }
    OtherResults.describe(
            Location.describe(store.root()), plan, finished, manifest.readOrEmpty().runs(), conf)
        .ifPresent(observer::say);
  }

  /** Runs in parallel with training, because rating many earlier results takes a while. */
  private static CompletableFuture<Forecast> beginForecast(
      Course course, Slots slots, Progress progress, Set<String> finished) {
    return CompletableFuture.supplyAsync(
            () -> {
              EarlierTrials.addTo(progress, course.earlier(), finished);
              return Forecast.of(course.plan(), slots, course.earlierRates());
            })
        // An estimate is to cost nobody the run that it is of.
        .exceptionally(trouble -> Forecast.of(course.plan(), slots, StepRates.NONE));
  }

  private Map<String, Broadcast<DataSet>> broadcast(
      JavaSparkContext spark, Map<String, DataSet> data) {
    Map<String, Broadcast<DataSet>> broadcast = new HashMap<>();
    data.forEach((name, set) -> broadcast.put(name, spark.broadcast(set)));
    return broadcast;
  }

  private CompletableFuture<List<Baseline>> beginBaselines(
      Map<String, Broadcast<DataSet>> broadcast) {
    return sweep.mllibBaseline()
        ? baselining.begin(sweep, broadcast, last, stop)
        : CompletableFuture.completedFuture(List.of());
  }

  private SweepTraining.Result train(
      JavaSparkContext spark, Course course, Slots slots, PackTraining training, Progress progress)
      throws InterruptedException {
    List<PlannedPack> first = course.plan().packs();
    if (first.isEmpty()) {
      storeEnded(course);
      return SweepTraining.Result.nothingToDo(slots);
    }
    PackTask task = new PackTask(training, store, checkpointInterval);
    SweepTraining.Result result =
        new SweepTraining(
                spark, first, course.followUp(), task, slots, budget, stop, observer, progress)
            .run();
    storeEnded(course);
    return result;
  }

  /** Waits until what ended at a rung is stored. */
  private void storeEnded(Course course) throws InterruptedException {
    last.attempt("store the trials that ended at a rung", course.followUp()::finish);
  }

  private void report(
      SweepTraining.Result result, FollowUp followUp, CompletableFuture<Forecast> forecast) {
    result.lost().forEach(line -> observer.say("not run: " + line));
    followUp.undecided().forEach(observer::say);
    if (result.packs() > 0) {
      observer.say(result.describe(forecast.join()));
    }
  }

  /**
   * Writes the unfinished trials and the manifest's entry of this run.
   *
   * @return the number of trials of the results by status
   */
  private Map<String, Long> record(
      ResultsLock lock,
      Instant started,
      Map<String, Object> conf,
      Map<String, DataSet> data,
      SweepTraining.Result result,
      Forecast forecast)
      throws IOException, InterruptedException {
    // An executor that was killed in the middle of a file has left it.
    store.deleteTemporaries(lock);
    new UnfinishedTrials(store).write(result.unfinished());
    List<Row> trials =
        last.attempt("read the results", () -> SweepScan.read(store, SweepScan::trials), List.of());
    Map<String, Long> statuses = SweepScan.statuses(trials);
    manifest.append(
        sweep.name(),
        ManifestEntry.of(
            started, conf, data, application.java(), gpus(trials), result, forecast, statuses));
    return statuses;
  }

  /** Merges files and writes baselines and summary; if a step fails, the others are still done. */
  private void conclude(
      ResultsLock lock, SweepTraining.Result result, CompletableFuture<List<Baseline>> baselines)
      throws InterruptedException {
    last.attempt("merge small files", () -> Compaction.run(application::sql, store, lock));
    if (result.unfinished().isEmpty()) {
      last.attempt("delete checkpoints", () -> checkpoints.deleteAll(lock));
    }
    last.attempt("delete states at rungs", () -> EndedStates.delete(store, lock));
    baselining.write(baselines, last);
    last.attempt("write the summary", () -> SweepScan.read(store, conclusion));
  }

  /**
   * Ends {@link #run} early: starts no further pack, cancels what runs, and waits a moment for it
   * to end, so that no file is left half-written.
   */
  public void interrupt() {
    long deadline = System.nanoTime() + MOST_WAIT.toNanos();
    try {
      do {
        stop.give(StopSignal.Reason.INTERRUPTED);
      } while (!ended.await(CANCEL_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether somebody asked the run to end early. */
  public boolean isInterrupted() {
    return stop.isInterrupted();
  }

  /** Returns the GPUs on which trials trained; those that Spark assigned may have stayed idle. */
  private static List<Manifest.Gpu> gpus(List<Row> trials) {
    return trials.stream()
        .filter(trial -> isGpu(trial.getAs("device")))
        .map(
            trial ->
                new Manifest.Gpu(
                    trial.getAs("host"),
                    trial.getAs("gpu"),
                    "%s, %d bytes"
                        .formatted(
                            trial.<Object>getAs("device"), trial.<Long>getAs("device_memory"))))
        .distinct()
        .sorted(
            Comparator.comparing(Manifest.Gpu::host)
                .thenComparing(
                    Manifest.Gpu::address, Comparator.nullsFirst(Comparator.naturalOrder())))
        .toList();
  }

  private static boolean isGpu(@Nullable String device) {
    return device != null && DeviceRequest.ofDescription(device) != DeviceRequest.CPU;
  }
}
