package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.device.opencl.OpenClDevice;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.space.Footprint;
import dev.geodesic.space.Pack;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.course.FollowUp;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.task.DeviceSource;
import dev.geodesic.sweep.task.ExecutorDevices;
import dev.geodesic.sweep.task.PackTask;
import dev.geodesic.sweep.task.PackTraining;
import dev.geodesic.sweep.task.TaskCheckpoints;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Momentum;
import dev.geodesic.trial.StepSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs of a sweep on the machine's first OpenCL device, as on a card. */
class OpenClSweepTest {
  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkFixture.spark().sparkContext());

  @TempDir private Path directory;

  @BeforeEach
  void require() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
  }

  /** Runs a sweep on two slots, and returns its curves. */
  private List<Row> run(String name, String conf, DeviceSource devices) throws Exception {
    DataSet data =
        DataSets.find(DataRequest.of(DataPlace.local(IdxFiles.write(directory, 4, 2, 32, 8))))
            .read();
    SweepSpec sweep = ConfReader.parse(conf, "opencl.conf", List.of()).sweep();
    SweepPlan plan = SweepPlan.of(sweep, Map.of("digits", data), Set.of());
    ResultStore store = store(name);
    store.prepare();
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
    PackQueue queue = new PackQueue(plan.packs());
    List<String> said = new ArrayList<>();
    PackOutcomes outcomes = new PackOutcomes(queue, said::add);
    new PackJobs(
            spark,
            task,
            counts,
            queue,
            FollowUp.NONE,
            new Progress(plan),
            outcomes,
            new StopSignal())
        .run(() -> new Slots(2, "test"));
    assertThat(outcomes.lost()).as(said.toString()).isEmpty();
    return Runs.curves(SparkFixture.spark(), directory.resolve(name));
  }

  private ResultStore store(String name) {
    return new ResultStore(directory.resolve(name).toUri(), spark.hadoopConfiguration());
  }

  /** Two slots of a process train on the same data, each with a queue of its own. */
  @Test
  void slotsShareTheDataButNoQueue() throws Exception {
    String conf =
        """
        sweep { name = shared, steps = 20, seeds = { from = 0, count = 4 }, pack-size = 2 }
        data { dataset = digits, batch-size = 4 }
        model { hidden = [3], bias = true }
        optimizers = [
          { name = sgd, learning-rate = [0.1, 0.2] }
          { name = adam, learning-rate = [0.01, 0.02] }
        ]
        """;
    ExecutorDevices devices = new ExecutorDevices(DeviceRequest.OPENCL, 2, List.of());

    List<Row> curves = run("first", conf, devices);

    assertThat(curves).hasSize(20 * 4 * 4);
    assertThat(run("again", conf, devices)).isEqualTo(curves);
    Views.register(SparkFixture.spark(), store("first").root());
    assertThat(SparkFixture.spark().sql("SELECT DISTINCT device FROM trials").collectAsList())
        .singleElement()
        .asString()
        .startsWith("[opencl on ");
  }

  /** As executors that have a card stand beside such that have none. */
  @Test
  void cardsAndProcessorsTrainOneSweep() throws Exception {
    String conf =
        """
        sweep { name = mixed, steps = 20, seeds = { from = 0, count = 8 }, pack-size = 1 }
        data { dataset = digits, batch-size = 4 }
        optimizers = [ { name = sgd, learning-rate = 0.1 } ]
        """;
    MixedDevices.OPENED.set(0);

    List<Row> curves = run("mixed", conf, new MixedDevices());

    assertThat(curves).hasSize(20 * 8);
    Views.register(SparkFixture.spark(), store("mixed").root());
    assertThat(
            SparkFixture.spark()
                .sql("SELECT DISTINCT split(device, '[: ]')[0] FROM trials ORDER BY 1")
                .collectAsList())
        .extracting(Row::mkString)
        .containsExactly("cpu", "opencl");
  }

  /** A card for every second task. */
  private static final class MixedDevices implements DeviceSource {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger OPENED = new AtomicInteger();

    @Override
    public Device open(@Nullable String gpu) {
      return OPENED.incrementAndGet() % 2 == 0 ? OpenClDevice.open(0) : new CpuDevice();
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }

  private static final String SIX =
      """
      sweep { name = large, steps = 5, seeds = [0] }
      data { dataset = digits, batch-size = 4 }
      optimizers = [ { name = momentum, learning-rate = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] } ]
      """;

  @Test
  void aPackThatDoesNotFitIsHalvedAndItsTrialsAreTheSame() throws Exception {
    List<Row> whole = run("whole", SIX, new ExecutorDevices(DeviceRequest.OPENCL));

    assertThat(run("halved", SIX, new SmallCards(1))).hasSize(6 * 5).isEqualTo(whole);
    assertThat(halvings()).containsExactly("COMPLETED 1 2 2", "COMPLETED 2 2 4");
  }

  /** Of which each slot has half of what the card has. */
  @Test
  void slotsShareTheMemoryOfACard() throws Exception {
    run("halved", SIX, new SmallCards(2));

    assertThat(halvings()).containsExactly("COMPLETED 1 2 2", "COMPLETED 1 3 4");
  }

  /** The driver may know better than the forecast: its error in the middle of a pack halves it. */
  @Test
  void aPackThatTheDriverRefusesIsHalvedAndItsTrialsAreTheSame() throws Exception {
    List<Row> whole = run("whole", SIX, new ExecutorDevices(DeviceRequest.OPENCL));
    FullCards.OPENED.set(0);

    assertThat(run("halved", SIX, new FullCards())).hasSize(6 * 5).isEqualTo(whole);
    assertThat(halvings()).containsExactly("COMPLETED 3 1 6");
  }

  private List<String> halvings() throws IOException {
    Views.register(SparkFixture.spark(), store("halved").root());
    return SparkFixture.spark()
        .sql(
            "SELECT status, pack_trials, halvings, count(*) FROM trials GROUP BY ALL ORDER BY 2, 3")
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  /** Cards with memory for two trials and a half, or a little more than one for each of two. */
  private record SmallCards(int slots) implements DeviceSource {
    private static final int FEATURES = 16;
    private static final int CLASSES = 2;

    @Override
    public Device open(@Nullable String gpu) {
      return AlteredDevice.of(
          OpenClDevice.open(0), "memoryBytes", () -> (long) (2.5 * bytesOfATrial()));
    }

    /** The data of these tests take more than their packs. */
    @Override
    public long memoryOfSlot(Device device, long resident) {
      return DeviceSource.super.memoryOfSlot(device, 0);
    }

    private static double bytesOfATrial() {
      Pack alone =
          Sweeps.pack(
              Sweeps.data("digits", 0, 4),
              Sweeps.SCHEDULE,
              Momentum.FAMILY.of(Assignment.of(StepSize.LEARNING_RATE, 0.1)));
      return Footprint.bytes(alone, FEATURES, CLASSES);
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }

  /** The first of which has memory for two steps. */
  private static final class FullCards implements DeviceSource {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger OPENED = new AtomicInteger();

    @Override
    public Device open(@Nullable String gpu) {
      int number = OPENED.incrementAndGet();
      AtomicInteger batches = new AtomicInteger();
      return AlteredDevice.of(
          OpenClDevice.open(0),
          "gather",
          () -> {
            if (number == 1 && batches.incrementAndGet() > 2) {
              throw new OutOfMemoryError("CL_MEM_OBJECT_ALLOCATION_FAILURE");
            }
            return null;
          });
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }
}
