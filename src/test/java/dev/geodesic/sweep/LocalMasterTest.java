package dev.geodesic.sweep;

import static dev.geodesic.sweep.Sweeps.natural;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.data.IdxFiles;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.sweep.Progress.Snapshot;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes a Spark of its own: other numbers of slots, secrets, quick heartbeats. */
class LocalMasterTest {
  private static final String SECRET = "hunter2";

  /** Enough for some heartbeats a pack. */
  private static final int STEPS = 15_000;

  @TempDir private Path temporary;

  /** A JVM has one Spark context at a time; the shared one starts again when it is next needed. */
  private static SparkSession start(String master) {
    SparkFixture.spark().stop();
    return SparkSession.builder()
        .master(master)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.executor.heartbeatInterval", "200ms")
        .config("spark.hadoop.fs.s3a.secret.key", SECRET)
        .getOrCreate();
  }

  @AfterEach
  void stop() {
    SparkSession.active().stop();
  }

  private SweepSpec sweep(Schedule schedule, List<OptimizerSpec> optimizers) {
    Path directory = temporary.resolve("data");
    if (!Files.exists(directory)) {
      IdxFiles.write(directory, 8, 4, 120, 40);
    }
    SweepSpec sweep =
        Sweeps.sweep(List.of(Sweeps.data(directory.toString(), 8, 8)), optimizers, 3, 2);
    return new SweepSpec(
        sweep.name(),
        sweep.axes(),
        sweep.halving(),
        sweep.confirmation(),
        schedule,
        sweep.seeds(),
        sweep.packSize(),
        false,
        DeviceRequest.AUTO);
  }

  @Test
  void oneSlotAndTwoGiveTheSameBits() throws IOException, InterruptedException {
    List<OptimizerSpec> optimizers =
        List.of(
            natural(0.1, 0, 0.1, Solver.AUTO),
            natural(0.1, 0.1, 0, Solver.AUTO),
            natural(0.3, 1e-6, 0, Solver.AUTO),
            Specs.sgd(0.1),
            Specs.sgd(1),
            Specs.sgd(1e38));
    SweepSpec sweep = sweep(Specs.schedule(60, 20, 100), optimizers);
    List<Row> curves = List.of();
    for (String master : List.of("local[1]", "local[2]")) {
      SparkSession spark = start(master);
      Path results = temporary.resolve(master.equals("local[1]") ? "one" : "two");
      Runs.Listener listener = new Runs.Listener();
      SweepOutcome outcome = Runs.run(spark, sweep, results, listener);
      assertThat(outcome.isWhole()).isTrue();
      assertThat(listener.lines.get(0))
          .endsWith(master.equals("local[1]") ? "on 1 slot (1 core)" : "on 2 slots (2 cores)");
      assertThat(Files.readString(results.resolve("manifest.json")))
          .contains("fs.s3a.secret.key", "redacted")
          .doesNotContain(SECRET);
      List<Row> these = Runs.curves(spark, results);
      assertThat(these).hasSizeGreaterThan(600);
      if (!curves.isEmpty()) {
        assertThat(these).isEqualTo(curves);
      }
      curves = these;
    }
  }

  /** One slot and one long pack first: without heartbeats nothing would be known until it ends. */
  @Test
  void theTimeLeftIsKnownBeforeTheFirstPackEnds() throws IOException, InterruptedException {
    List<OptimizerSpec> optimizers =
        List.of(natural(1e-3, 0.1, 0, Solver.GRAM), Specs.sgd(1e38), Specs.sgd(0.1));
    SparkSession spark = start("local[1]");
    Sampler sampler = new Sampler();
    SweepOutcome outcome =
        Runs.run(
            spark,
            sweep(Specs.schedule(STEPS, STEPS, 100), optimizers),
            temporary.resolve("results"),
            sampler);
    assertThat(outcome.isWhole()).isTrue();
    List<Snapshot> before =
        sampler.snapshots.stream().filter(snapshot -> snapshot.done() == 0).toList();
    assertThat(before).anyMatch(s -> Double.isNaN(s.secondsLeft()));
    assertThat(before)
        .filteredOn(s -> !Double.isNaN(s.secondsLeft()))
        .isNotEmpty()
        .allMatch(s -> s.secondsLeft() > 0 && s.stepsPerSecond() > 0);
    // One slot trains one pack at a time, however many are handed to Spark. Now and then Spark
    // tells
    // of the next before it tells of the end of the last.
    assertThat(sampler.snapshots.stream().filter(s -> s.running() > 2).count())
        .isLessThan(sampler.snapshots.size() / 10);
    assertThat(sampler.snapshots).anyMatch(s -> s.running() > 0);
    assertThat(sampler.snapshots.get(sampler.snapshots.size() - 1))
        .extracting(Snapshot::done, Snapshot::diverged, Snapshot::secondsLeft)
        .containsExactly(9, 3, 0.0);
  }

  /** Looks at the progress often. */
  private static final class Sampler extends Runs.Listener {
    final List<Snapshot> snapshots = new CopyOnWriteArrayList<>();

    @Override
    public Display training(Progress progress) {
      ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
      var unused =
          clock.scheduleAtFixedRate(
              () -> snapshots.add(progress.snapshot()), 0, 5, TimeUnit.MILLISECONDS);
      return () -> {
        clock.shutdownNow();
        snapshots.add(progress.snapshot());
      };
    }
  }
}
