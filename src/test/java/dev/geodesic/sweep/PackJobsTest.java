package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.data.DataPlace;
import dev.geodesic.data.DataRequest;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.machine.Machine;
import dev.geodesic.space.Footprint;
import dev.geodesic.space.Pack;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.cluster.RunningTasks;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.course.FollowUp;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.task.DeviceSource;
import dev.geodesic.sweep.task.ExecutorDevices;
import dev.geodesic.sweep.task.PackTask;
import dev.geodesic.sweep.task.PackTraining;
import dev.geodesic.sweep.task.TaskCheckpoints;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackJobsTest {
  private final StopSignal stop = new StopSignal();
  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkFixture.spark().sparkContext());

  @TempDir private Path directory;

  private final List<String> said = new CopyOnWriteArrayList<>();

  private DataSet data() {
    return DataSets.find(DataRequest.of(DataPlace.local(IdxFiles.write(directory, 4, 2, 32, 8))))
        .read();
  }

  private static SweepPlan plan(DataSet data, String conf) {
    SweepSpec sweep = ConfReader.parse(conf, "packs.conf", List.of()).sweep();
    return SweepPlan.of(sweep, Map.of("digits", data), Set.of());
  }

  private ResultStore store() {
    return store(directory.resolve("results"));
  }

  private ResultStore store(Path results) {
    return new ResultStore(results.toUri(), spark.hadoopConfiguration());
  }

  private PackOutcomes run(SweepPlan plan, DataSet data, DeviceSource devices, Progress progress)
      throws InterruptedException {
    PackQueue queue = new PackQueue(plan.packs());
    PackOutcomes outcomes = new PackOutcomes(queue, said::add);
    jobs(queue, data, store(), devices, progress, outcomes).run(() -> new Slots(2, "test"));
    return outcomes;
  }

  private PackJobs jobs(SweepPlan plan, DataSet data, ResultStore store, DeviceSource devices) {
    store.prepare();
    PackQueue queue = new PackQueue(plan.packs());
    PackOutcomes outcomes = new PackOutcomes(queue, said::add);
    return jobs(queue, data, store, devices, new Progress(plan), outcomes);
  }

  private PackJobs jobs(
      PackQueue queue,
      DataSet data,
      ResultStore store,
      DeviceSource devices,
      Progress progress,
      PackOutcomes outcomes) {
    PackTask task =
        new PackTask(
            new PackTraining(Map.of("digits", spark.broadcast(data)), devices),
            store,
            TaskCheckpoints.DEFAULT_INTERVAL);
    PackTask.Counts counts =
        new PackTask.Counts(
            spark.sc().longAccumulator(HeartbeatListener.TRIAL_STEPS),
            spark.sc().longAccumulator(HeartbeatListener.RESUMED_STEPS),
            spark.sc().longAccumulator(HeartbeatListener.DIVERGED_TRIALS));
    return new PackJobs(spark, task, counts, queue, FollowUp.NONE, progress, outcomes, stop);
  }

  private static final String THREE_PACKS =
      """
      sweep { name = lost, steps = 2, seeds = [0, 1, 2] }
      data { dataset = digits, batch-size = 4 }
      optimizers = [ { name = sgd, learning-rate = 0.1 } ]
      """;

  @Test
  void packsThatCannotBeCommittedAreLostAndSaidSo() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, THREE_PACKS);
    // Nothing can be written below a file: what an executor meets whose disk has gone.
    Files.writeString(directory.resolve("results"), "");
    Progress progress = new Progress(plan);

    PackOutcomes outcomes = run(plan, data, new ExecutorDevices(DeviceRequest.AUTO), progress);

    assertThat(outcomes.lost())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "sgd, side 0, batch 4, seed [012]: 1 trial: STORAGE on \\S+: .*Exception: .+"));
    assertThat(said).hasSize(6);
    assertThat(outcomes.isHopeless()).isTrue();
    assertThat(progress.snapshot().running()).isZero();
    assertThat(progress.snapshot().done()).isZero();
  }

  /** No processor fails as a GPU does, so the trouble is made here. */
  @Test
  void aLostDeviceIsToldAndTriedThreeTimes() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, THREE_PACKS);
    store().prepare();
    LostDevices.ABANDONED.set(0);
    LostDevices.LOSSES.set(Integer.MAX_VALUE);

    PackOutcomes outcomes = run(plan, data, new LostDevices(), new Progress(plan));

    assertThat(outcomes.lost())
        .hasSize(3)
        .allMatch(line -> line.endsWith("IllegalStateException: error 700 of the driver"))
        .allMatch(line -> line.contains("DEVICE_LOST on "));
    assertThat(LostDevices.ABANDONED).as(said.toString()).hasValue(9);
    assertThat(outcomes.unfinished("not begun", new Unfinished(FailureKind.TIMEOUT, "late")))
        .hasSize(3)
        .allSatisfy(
            trial -> {
              assertThat(trial.provenance().attempt()).isEqualTo(3);
              assertThat(trial.status().name()).isEqualTo("FAILED");
            });
  }

  /** On two slots, hundreds of packs of two steps share tasks. */
  private static final String MANY_PACKS =
      """
      sweep { name = many, steps = 2, seeds = { from = 0, count = 300 } }
      data { dataset = digits, batch-size = 4 }
      optimizers = [ { name = sgd, learning-rate = 0.1 } ]
      """;

  @Test
  void shortPacksShareTasksAndFilesAndTrainAsIfAlone() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, MANY_PACKS);
    store().prepare();
    Progress progress = new Progress(plan);

    PackOutcomes outcomes = run(plan, data, new ExecutorDevices(DeviceRequest.AUTO), progress);

    assertThat(outcomes.unfinished("", new Unfinished(FailureKind.TIMEOUT, ""))).isEmpty();
    assertThat(progress.snapshot().done()).isEqualTo(300);
    assertThat(Runs.packFiles(directory.resolve("results")).size()).isBetween(10, 150);
    PlannedPack any = plan.packs().get(123);
    List<Trial> trials = any.pack().trials();
    Path alone = directory.resolve("alone");
    jobs(
            new SweepPlan(trials, 0, 0, List.of(any), List.of()),
            data,
            store(alone),
            new ExecutorDevices(DeviceRequest.AUTO))
        .run(() -> new Slots(2, "test"));
    List<Row> curve = Runs.curves(SparkFixture.spark(), alone);
    assertThat(curve).hasSize(2);
    assertThat(Runs.curves(SparkFixture.spark(), directory.resolve("results")))
        .hasSize(600)
        .containsAll(curve);
  }

  /** The next run is not to begin again with what has ended. */
  @Test
  void whatEndedInATaskThatIsStoppedIsCommitted() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, MANY_PACKS);
    PackJobs jobs = jobs(plan, data, store(directory.resolve("results")), new StoppingDevices());
    StoppingDevices.GATHERED.set(0);
    StoppingDevices.stop = () -> stop.give(StopSignal.Reason.INTERRUPTED);

    jobs.run(() -> new Slots(1, "test"));
    RunningTasks.awaitNone(spark.sc(), Duration.ofSeconds(30));

    assertThat(store().finishedTrials().size()).isBetween(5, 290);
  }

  /** Its twentieth batch, in the middle of a chunk, is the last one before a stop. */
  private static final class StoppingDevices implements DeviceSource {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger GATHERED = new AtomicInteger();
    static Runnable stop = () -> {};

    @Override
    public Device open(@Nullable String gpu) {
      return AlteredDevice.of(
          new CpuDevice(),
          "gather",
          () -> {
            if (GATHERED.incrementAndGet() == 20) {
              stop.run();
              while (!TaskContext.get().isInterrupted()) {
                Thread.onSpinWait();
              }
            }
            return null;
          });
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }

  /** A device that is lost once fails its task, and the packs of it are tried alone. */
  @Test
  void packsWhoseTaskFailedAreTriedAlone() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, MANY_PACKS);
    store().prepare();
    LostDevices.LOSSES.set(1);

    PackOutcomes outcomes = run(plan, data, new LostDevices(), new Progress(plan));

    assertThat(outcomes.lost()).isEmpty();
    assertThat(said)
        .singleElement()
        .asString()
        .matches(
            "attempt 1 of 3 at \\d+ packs from this one on: sgd, .*: DEVICE_LOST on .*; trying again, each alone");
    Views.register(SparkFixture.spark(), store().root());
    List<Row> attempts =
        SparkFixture.spark()
            .sql("SELECT attempt, count(*) FROM trials GROUP BY attempt ORDER BY attempt")
            .collectAsList();
    assertThat(attempts).extracting(row -> row.getInt(0)).containsExactly(1, 2);
    assertThat(attempts.get(1).getLong(1)).isGreaterThan(1);
    assertThat(attempts.get(0).getLong(1) + attempts.get(1).getLong(1)).isEqualTo(300);
  }

  private static final class LostDevices implements DeviceSource {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger ABANDONED = new AtomicInteger();
    static final AtomicInteger LOSSES = new AtomicInteger();

    @Override
    public Device open(@Nullable String gpu) {
      return AlteredDevice.of(
          new CpuDevice(),
          "gather",
          () -> {
            if (LOSSES.getAndDecrement() <= 0) {
              return null;
            }
            throw new DeviceLostException(
                "the device is lost", new IllegalStateException("error 700 of the driver"));
          });
    }

    @Override
    public void abandon(DeviceLostException loss) {
      ABANDONED.incrementAndGet();
    }
  }

  /** As an executor on a machine without a driver, beside one that has a card. */
  @Test
  void aMachineWithoutADeviceLeavesThePacksToOthers() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, MANY_PACKS);
    store().prepare();
    OneDevice.HELD_BACK.set(0);

    PackOutcomes outcomes = run(plan, data, new OneDevice(), new Progress(plan));

    assertThat(OneDevice.HELD_BACK).hasPositiveValue();
    assertThat(outcomes.lost()).as(said.toString()).isEmpty();
    assertThat(outcomes.isHopeless()).isFalse();
    assertThat(store().finishedTrials()).hasSize(300);
    assertThat(said)
        .contains(
            "executor driver: DEVICE_UNUSABLE on %s: device opencl needs a card; packs go to others while there are any"
                .formatted(Machine.hostName()));
  }

  /** Where no machine has one, the run ends, and says why. */
  @Test
  void packsThatNowhereFindADeviceAreTriedThreeTimes() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, THREE_PACKS);

    PackOutcomes outcomes = run(plan, data, new NoDevice(), new Progress(plan));

    assertThat(outcomes.lost())
        .hasSize(3)
        .allMatch(line -> line.contains(": DEVICE_UNUSABLE on "))
        .allMatch(line -> line.endsWith(": device opencl needs a card"));
    assertThat(outcomes.isHopeless()).isTrue();
  }

  private static final class NoDevice implements DeviceSource {
    private static final long serialVersionUID = 1L;

    @Override
    public Device open(@Nullable String gpu) {
      throw new RequestException("device opencl needs a card");
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }

  /** A single device, which a second task that trains beside the first cannot open. */
  private static final class OneDevice implements DeviceSource {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger HELD_BACK = new AtomicInteger();
    private static final Semaphore FREE = new Semaphore(1);

    @Override
    public Device open(@Nullable String gpu) {
      if (!FREE.tryAcquire()) {
        throw new RequestException("device opencl needs a card");
      }
      CpuDevice device = new CpuDevice();
      return AlteredDevice.of(
          device,
          "close",
          () -> {
            device.close();
            FREE.release();
            return "closed";
          });
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }

    @Override
    public void holdBack() {
      HELD_BACK.incrementAndGet();
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A device that has no memory left keeps what it has, so that it has none for less either. */
  @Test
  void theHalvesOfAPackTrainOnADeviceOfTheirOwn() throws Exception {
    DataSet data = data();
    SweepPlan plan =
        plan(
            data,
            """
            sweep { name = full, steps = 5, seeds = [0] }
            data { dataset = digits, batch-size = 4 }
            optimizers = [ { name = sgd, learning-rate = [0.1, 0.2, 0.3, 0.4] } ]
            """);
    store().prepare();
    TroubledDevices.OPENED.set(0);
    TroubledDevices devices =
        new TroubledDevices(
            (device, batch) -> {
              if (device == 1 && batch >= 3) {
                throw new OutOfMemoryError("full");
              }
            });

    PackOutcomes outcomes = run(plan, data, devices, new Progress(plan));

    assertThat(outcomes.lost()).isEmpty();
    Views.register(SparkFixture.spark(), store().root());
    assertThat(
            SparkFixture.spark()
                .sql("SELECT status, halvings, count(*) FROM trials GROUP BY ALL")
                .collectAsList())
        .extracting(Row::mkString)
        .containsExactly("COMPLETED14");
    assertThat(TroubledDevices.OPENED).hasValue(2);
  }

  /** Each trial fails alone, and the packs come to nothing without being lost. */
  @Test
  void theRestIsLeftWherePacksInARowFailOfOneCause() throws Exception {
    DataSet data = data();
    SweepPlan plan = plan(data, THREE_PACKS);
    store().prepare();
    TroubledDevices devices =
        new TroubledDevices(
            (device, batch) -> {
              throw new ArithmeticException("no convergence");
            });

    PackOutcomes outcomes = run(plan, data, devices, new Progress(plan));

    assertThat(outcomes.isHopeless()).isTrue();
    assertThat(outcomes.lost()).isEmpty();
    assertThat(outcomes.lastCause())
        .isEqualTo("FAILED_CONFIG: java.lang.ArithmeticException: no convergence");
  }

  /** The processor, with trouble that is told which device it is and which batch of it, from 1. */
  private record TroubledDevices(Cause trouble) implements DeviceSource {
    static final AtomicInteger OPENED = new AtomicInteger();

    private interface Cause extends Serializable {
      void at(int device, int batch);
    }

    @Override
    public Device open(@Nullable String gpu) {
      int number = OPENED.incrementAndGet();
      AtomicInteger batches = new AtomicInteger();
      return AlteredDevice.of(
          new CpuDevice(),
          "gather",
          () -> {
            trouble.at(number, batches.incrementAndGet());
            return null;
          });
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }

  /** Six trials, each of whose weights take a third of the device's memory. */
  @Test
  void aPackThatDoesNotFitIsHalvedUntilItDoes() throws Exception {
    DataSet data = data();
    SweepPlan plan =
        plan(
            data,
            """
            sweep { name = large, steps = 2, seeds = [0] }
            data { dataset = digits, batch-size = 4 }
            optimizers = [ { name = sgd, learning-rate = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] } ]
            """);
    store().prepare();

    PackOutcomes outcomes = run(plan, data, new SmallDevices(), new Progress(plan));

    assertThat(outcomes.lost()).isEmpty();
    Views.register(SparkFixture.spark(), store().root());
    assertThat(
            SparkFixture.spark()
                .sql(
                    "SELECT status, pack_trials, halvings, count(*) FROM trials GROUP BY ALL ORDER BY 2, 3")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("COMPLETED 1 2 2", "COMPLETED 2 2 4");
  }

  /** The processor, with memory for two trials and a half. */
  private static final class SmallDevices implements DeviceSource {
    private static final long serialVersionUID = 1L;
    private static final int FEATURES = 16;
    private static final int CLASSES = 2;

    @Override
    public Device open(@Nullable String gpu) {
      return AlteredDevice.of(new CpuDevice(), "memoryBytes", () -> (long) (2.5 * bytesOfATrial()));
    }

    private static double bytesOfATrial() {
      Pack alone = Sweeps.pack(Sweeps.data("digits", 0, 4), Sweeps.SCHEDULE, Specs.sgd(0.1));
      return Footprint.bytes(alone, FEATURES, CLASSES);
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }
}
