package dev.geodesic.sweep;

import dev.geodesic.data.CacheDirectory;
import dev.geodesic.data.DataSet;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.Baseline;
import dev.geodesic.store.Compaction;
import dev.geodesic.store.Location;
import dev.geodesic.store.Manifest;
import dev.geodesic.store.ManifestFile;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.ResultsLock;
import dev.geodesic.store.StoredCheckpoints;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.UnfinishedTrials;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.plan.Forecast;
import dev.geodesic.sweep.plan.StepRates;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.plan.SweepPlan.PlannedPack;
import dev.geodesic.sweep.task.DeviceSurvey;
import dev.geodesic.sweep.task.HeadStart;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a sweep on a cluster: what is missing in the store trains, and the summaries follow. */
public final class SweepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SweepRunner.class);
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);
  private static final long CANCEL_MILLIS = 100;

  private final SparkApplication application;
  private final SweepSpec sweep;
  private final ResultStore store;
  private final TimeBudget budget;
  private final Duration checkpointInterval;
  private final SweepObserver observer;
  private final SweepScan.Reading<?> conclusion;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable SweepTraining training;
  private volatile boolean interrupted;

  /**
   * A run of {@code sweep} that leaves its results in {@code store}.
   *
   * @param checkpointInterval how much of the training of a pack may be lost
   * @param conclusion what is made of the results when all have trained
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
  }

  /**
   * Runs the sweep to its end, once.
   *
   * @param conf as resolved, for the manifest
   * @throws dev.geodesic.trial.RequestException if data, results or the combination do not fit
   * @throws InterruptedException after {@link #interrupt()}, or something that it made impossible
   */
  public SweepOutcome run(Map<String, Object> conf) throws IOException, InterruptedException {
    try {
      return runToItsEnd(conf);
    } finally {
      ended.countDown();
    }
  }

  private SweepOutcome runToItsEnd(Map<String, Object> conf)
      throws IOException, InterruptedException {
    Instant started = Instant.now();
    HeadStart headStart =
        application.isLocal() ? HeadStart.begin(sweep.device()) : HeadStart.none();
    Map<String, DataSet> data = DataSetLoader.load(application, sweep, observer::say);
    store.prepare();
    try (ResultsLock lock = ResultsLock.acquire(store)) {
      lock.caution().ifPresent(observer::say);
      store.deleteTemporaries(lock);
      ManifestFile manifest = new ManifestFile(store);
      // What cannot be read could not be added to after the night either.
      manifest.read();
      StoredCheckpoints checkpoints = new StoredCheckpoints(store);
      checkpoints.deleteCommitted();
      Set<String> finished = store.finishedTrials();
      SweepPlan plan = SweepPlan.of(sweep, data, finished);
      Optional<? extends Future<?>> unused =
          plan.packs().stream()
              .map(PlannedPack::pack)
              .findFirst()
              .map(pack -> headStart.prepare(pack, data));
      Progress progress = new Progress(plan, trial -> problem(trial, data));
      JavaSparkContext spark = application.java();
      Slots slots = Slots.of(spark);
      observer.say(plan.describe(slots));
      if (sweep.schedule().crossCheckEvery() > 0 && plan.finished() > 0) {
        observer.say(
            "note: directions are cross-checked where they are computed, in none of what is done already");
      }
      OtherResults.describe(
              Location.describe(store.root()),
              plan,
              finished,
              new ManifestFile(store).readOrEmpty().runs(),
              conf)
          .ifPresent(observer::say);
      if (!plan.packs().isEmpty()) {
        observer.say(DeviceSurvey.line(spark, sweep.device()));
      }
      CompletableFuture<Forecast> forecast =
          CompletableFuture.supplyAsync(() -> lookBack(plan, slots, progress, finished))
              .exceptionally(trouble -> Forecast.of(plan, slots, StepRates.NONE));
      Map<String, Broadcast<DataSet>> broadcast = broadcast(spark, data);
      LastSteps last = new LastSteps(() -> interrupted || spark.sc().isStopped());
      Baselining baselining =
          new Baselining(application, store, CacheDirectory.ofUser(), budget, observer);
      CompletableFuture<List<Baseline>> baselines =
          sweep.mllibBaseline()
              ? baselining.begin(sweep, broadcast, last)
              : CompletableFuture.completedFuture(List.of());
      SweepTraining.Result result = train(spark, plan, slots, data, broadcast, progress);
      if (!plan.packs().isEmpty()) {
        observer.say(result.describe(forecast.join()));
      }
      lock.verify();
      // An executor that was killed in the middle of a file has left it.
      store.deleteTemporaries(lock);
      new UnfinishedTrials(store).write(result.unfinished());
      List<Row> trials =
          last.attempt(
              "read the results", () -> SweepScan.read(store, SweepScan::trials), List.of());
      Map<String, Long> statuses = SweepScan.statuses(trials);
      manifest.append(
          sweep.name(),
          ManifestEntry.of(
              started, conf, data, spark, gpus(trials), result, forecast.join(), statuses));
      last.attempt("merge small files", () -> Compaction.run(application::sql, store, lock));
      if (result.unfinished().isEmpty()) {
        last.attempt("delete checkpoints", () -> checkpoints.deleteAll(lock));
      }
      baselining.write(baselines, last);
      last.attempt("write the summary", () -> SweepScan.read(store, conclusion));
      return new SweepOutcome(statuses, result.lost(), last.troubles(), result.isOutOfTime());
    }
  }

  private static Problem problem(TrialSpec trial, Map<String, DataSet> data) {
    String dataset = trial.data().dataset();
    return trial.problem(Objects.requireNonNull(data.get(dataset), dataset).fingerprint());
  }

  /**
   * Looking into earlier results takes seconds, for which no slot shall wait; where they cannot be
   * read now, a count of operations does.
   */
  private Forecast lookBack(SweepPlan plan, Slots slots, Progress progress, Set<String> finished) {
    StepRates rates = StepRates.NONE;
    if (plan.finished() > 0 && !plan.packs().isEmpty()) {
      try {
        List<Row> trials = SweepScan.read(store, SweepScan::trials);
        rates = StepRates.ofResults(trials);
        EarlierTrials.addTo(progress, trials, finished);
      } catch (Exception e) {
        // Scala declares no exceptions.
        LOG.warn("Cannot read earlier results", e);
      }
    }
    return Forecast.of(plan, slots, rates);
  }

  /**
   * Ends {@link #run} early: starts no further pack, cancels what runs, and waits a moment for it
   * to end, so that no file is left half-written.
   */
  public void interrupt() {
    interrupted = true;
    long deadline = System.nanoTime() + MOST_WAIT.toNanos();
    try {
      do {
        cancel();
      } while (!ended.await(CANCEL_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancel() {
    SweepTraining running = training;
    if (running != null) {
      running.interrupt();
    }
    application.java().cancelAllJobs();
  }

  /** Whether somebody asked the run to end early. */
  public boolean isInterrupted() {
    return interrupted;
  }

  private Map<String, Broadcast<DataSet>> broadcast(
      JavaSparkContext spark, Map<String, DataSet> data) {
    Map<String, Broadcast<DataSet>> broadcast = new HashMap<>();
    data.forEach((name, set) -> broadcast.put(name, spark.broadcast(set)));
    return broadcast;
  }

  private SweepTraining.Result train(
      JavaSparkContext spark,
      SweepPlan plan,
      Slots slots,
      Map<String, DataSet> data,
      Map<String, Broadcast<DataSet>> broadcast,
      Progress progress)
      throws InterruptedException {
    if (plan.packs().isEmpty()) {
      return SweepTraining.Result.nothingToDo(slots);
    }
    SweepTraining started =
        new SweepTraining(
            spark,
            plan,
            slots,
            data,
            broadcast,
            store,
            budget,
            sweep.device(),
            checkpointInterval,
            observer,
            progress);
    training = started;
    SweepTraining.Result result = started.run();
    result.lost().forEach(line -> observer.say("not run: " + line));
    return result;
  }

  /** What the trials say that they trained on; a GPU of Spark's may have stayed idle. */
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
