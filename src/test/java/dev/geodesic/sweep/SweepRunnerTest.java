package dev.geodesic.sweep;

import static dev.geodesic.sweep.Sweeps.natural;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.IdxFiles;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Summaries;
import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.task.TaskCheckpoints;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a small data set in IDX files, run to their end on two slots of this JVM. */
class SweepRunnerTest {
  /** Of the optimizers, one step of the last leaves nothing finite. */
  private static final List<OptimizerSpec> OPTIMIZERS =
      List.of(
          natural(0.1, 1e-3, 0.1, Solver.AUTO),
          natural(0.1, 0.1, 0, Solver.AUTO),
          Specs.sgd(0.1),
          Specs.sgd(1),
          Specs.sgd(1e38));

  private final SparkSession spark = SparkFixture.spark();
  private final Runs.Listener listener = new Runs.Listener();

  @TempDir private Path temporary;

  private SweepSpec sweep(List<? extends OptimizerSpec> optimizers, int seeds, int packSize) {
    String directory = temporary.resolve("data").toString();
    if (!Files.exists(Path.of(directory))) {
      IdxFiles.write(Path.of(directory), 8, 4, 120, 40);
    }
    return Sweeps.sweep(
        List.of(Sweeps.data(directory, 8, 8), Sweeps.data(directory, 4, 8)),
        optimizers,
        seeds,
        packSize);
  }

  private static SweepSpec withBaseline(SweepSpec sweep) {
    return new SweepSpec(
        sweep.name(),
        sweep.axes(),
        sweep.halving(),
        sweep.confirmation(),
        sweep.schedule(),
        sweep.seeds(),
        sweep.packSize(),
        true,
        DeviceRequest.AUTO);
  }

  private List<Row> query(Path results, String sql) throws IOException {
    return Runs.query(spark, results, sql);
  }

  private long count(Path results, String sql) throws IOException {
    return query(results, "SELECT count(*) FROM " + sql).get(0).getLong(0);
  }

  @Test
  void aSweepEndsWithStatusesViewsAndManifest() throws IOException, InterruptedException {
    Path results = temporary.resolve("results");
    SweepOutcome outcome =
        Runs.run(spark, withBaseline(sweep(OPTIMIZERS, 2, 64)), results, listener);
    assertThat(outcome.statuses()).isEqualTo(Map.of("COMPLETED", 16L, "DIVERGED", 4L));
    assertThat(outcome.isWhole()).isTrue();
    assertThat(listener.lines)
        .first()
        .isEqualTo("20 trials; 0 done already, 20 to train in 8 packs on 2 slots (2 cores)");
    assertThat(listener.lines)
        .anyMatch(
            line ->
                line.matches(
                    "trained for 0:\\d\\d on 2 slots, idle \\d+ % of the time;"
                        + " estimated: .* \\(.* to .*\\), by a count of operations"));
    assertThat(listener.trainings.get(0).snapshot())
        .extracting(
            Progress.Snapshot::done,
            Progress.Snapshot::running,
            Progress.Snapshot::diverged,
            Progress.Snapshot::secondsLeft)
        .containsExactly(20, 0, 4, 0.0);
    assertStandingsAreThoseOf(results);
    assertThat(count(results, "curves WHERE status = 'COMPLETED'")).isEqualTo(16 * 12);
    assertThat(count(results, "trials WHERE status = 'DIVERGED' AND diverged_step = 2"))
        .isEqualTo(4);
    assertThat(count(results, "trials WHERE test_loss IS NOT NULL AND pack_trials IN (2, 3)"))
        .isEqualTo(16);
    assertThat(count(results, "summary WHERE step = 12 AND train_loss_count = 2")).isEqualTo(8);
    assertThat(count(results, "baselines WHERE train_loss < 1 AND test_accuracy > 0.5"))
        .isEqualTo(2);
    assertManifestOf(results, outcome);
  }

  private static void assertManifestOf(Path results, SweepOutcome outcome) throws IOException {
    ResultStore store = new ResultStore(results.toUri(), new Configuration());
    Manifest manifest = new ManifestFile(store).read().orElseThrow();
    assertThat(manifest.runs()).hasSize(1);
    Manifest.Run run = manifest.runs().get(0);
    assertThat(run.trials()).isEqualTo(outcome.statuses());
    assertThat(run.spark().master()).isEqualTo("local[2]");
    assertThat(run.spark().slots()).isEqualTo(2);
    assertThat(run.libraries()).containsKeys("java", "spark", "hadoop").doesNotContainValue("");
    assertThat(run.dataFingerprints()).hasSize(1);
    assertThat(run.conf()).containsEntry("sweep", Map.of("name", "test"));
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("hunter2");
      }
    }
  }

  @Test
  void theSameSweepAgainTrainsNothing() throws IOException, InterruptedException {
    Path results = temporary.resolve("results");
    SweepSpec sweep = withBaseline(sweep(OPTIMIZERS, 2, 64));
    SweepOutcome first = Runs.run(spark, sweep, results, new Runs.Listener());
    SortedMap<String, Long> files = Runs.packFiles(results);
    SweepOutcome second = Runs.run(spark, sweep, results, listener);
    assertThat(second).isEqualTo(first);
    assertThat(Runs.packFiles(results)).isEqualTo(files).hasSize(8);
    assertThat(listener.trainings).isEmpty();
    assertThat(listener.lines)
        .containsExactly("20 trials; 20 done already, 0 to train in 0 packs on 2 slots (2 cores)");
    ResultStore store = new ResultStore(results.toUri(), new Configuration());
    assertThat(new ManifestFile(store).read().orElseThrow().runs()).hasSize(2);
    Runs.Listener checking = new Runs.Listener();
    Runs.run(spark, crossChecked(sweep), results, checking);
    assertThat(checking.lines)
        .contains(
            "note: directions are cross-checked where they are computed, in none of what is done already");
  }

  private static SweepSpec crossChecked(SweepSpec sweep) {
    Schedule schedule = sweep.schedule();
    return new SweepSpec(
        sweep.name(),
        sweep.axes(),
        sweep.halving(),
        sweep.confirmation(),
        Specs.schedule(
            schedule.steps(),
            schedule.evalEvery(),
            schedule.divergenceBound(),
            1,
            schedule.recordEvery()),
        sweep.seeds(),
        sweep.packSize(),
        sweep.mllibBaseline(),
        sweep.device());
  }

  @Test
  void anExtendedConfTrainsWhatIsNewAndLeavesTheRest() throws IOException, InterruptedException {
    Path results = temporary.resolve("results");
    Runs.run(spark, sweep(OPTIMIZERS, 2, 64), results, new Runs.Listener());
    List<Row> curves = Runs.curves(spark, results);
    List<OptimizerSpec> more =
        Stream.concat(Stream.of(Specs.sgd(0.3), Specs.sgd(0.1)), OPTIMIZERS.stream()).toList();
    SweepOutcome outcome = Runs.run(spark, sweep(more, 3, 64), results, listener);
    assertThat(listener.lines)
        .first()
        .isEqualTo(
            "36 trials (6 duplicates dropped); 20 done already, 16 to train in 8 packs on 2 slots (2 cores)");
    assertThat(outcome.statuses()).isEqualTo(Map.of("COMPLETED", 30L, "DIVERGED", 6L));
    assertThat(count(results, "(SELECT DISTINCT trial_id FROM trials)")).isEqualTo(36);
    assertThat(Runs.curves(spark, results)).containsAll(curves);
    assertStandingsAreThoseOf(results);
  }

  /** Those of all runs together, as SQL finds them in what is stored. */
  private void assertStandingsAreThoseOf(Path results) throws IOException {
    Map<String, Double> losses = new TreeMap<>();
    for (Leaderboard.Standing standing : listener.trainings.get(0).standings()) {
      for (Leaderboard.Leader leader : standing.leaders()) {
        losses.put(
            "%s: %s, %d seeds, %d lost"
                .formatted(
                    standing.problem(), leader.optimizer(), leader.seeds(), leader.score().lost()),
            leader.score().loss());
      }
    }
    List<Row> best =
        query(
            results,
            """
            SELECT format_string(
                     'side %s: %s, %s seeds, %s lost', downsample, optimizer, seeds, lost),
                   loss
            FROM (
              SELECT *, row_number() OVER (
                          PARTITION BY downsample, optimizer ORDER BY lost, loss NULLS LAST) AS place
              FROM (
                SELECT downsample, optimizer, configuration_id, count(*) AS seeds,
                       count_if(status <> 'COMPLETED') AS lost,
                       avg(if(status = 'COMPLETED', test_loss, NULL)) AS loss
                FROM trials GROUP BY ALL))
            WHERE place = 1
            """);
    assertThat(best).hasSize(4);
    assertThat(losses).hasSameSizeAs(best);
    assertThat(best)
        .allSatisfy(
            row ->
                assertThat(losses.get(row.getString(0)))
                    .as(row.getString(0))
                    .isCloseTo(row.getDouble(1), within(1e-12)));
  }

  @Test
  void trialsAloneAndTrialsFusedGiveTheSameCurves() throws IOException, InterruptedException {
    Path alone = temporary.resolve("alone");
    Path fused = temporary.resolve("fused");
    SweepOutcome ofAlone = Runs.run(spark, sweep(OPTIMIZERS, 2, 1), alone, listener);
    SweepOutcome ofFused = Runs.run(spark, sweep(OPTIMIZERS, 2, 64), fused, listener);
    assertThat(listener.lines.stream().filter(line -> line.contains(" to train in ")))
        .satisfiesExactly(
            line -> assertThat(line).contains("in 20 packs"),
            line -> assertThat(line).contains("in 8 packs"));
    assertThat(ofFused).isEqualTo(ofAlone);
    String statuses = "SELECT trial_id, status, diverged_step FROM trials ORDER BY 1";
    assertThat(query(fused, statuses)).isEqualTo(query(alone, statuses));
    assertThat(Runs.curves(spark, fused)).hasSize(16 * 12 + 4).isEqualTo(Runs.curves(spark, alone));
  }

  /**
   * The dense Fisher matrix of 100,000 features and 2 classes takes 320 GB: no machine of today
   * allocates it, and the trials that do not ask for it train on.
   */
  @Test
  void trialsThatNoMachineCanComputeFailAndTheRestGoesOn()
      throws IOException, InterruptedException {
    Path file = temporary.resolve("wide.libsvm");
    Files.write(
        file,
        IntStream.range(0, 24).mapToObj(i -> "%d %d:1 100000:1".formatted(i % 2, i + 1)).toList());
    DataSpec data =
        Specs.data(file.toString(), new Holdout.Fraction(0.25), 0, 4, BatchOrder.SHUFFLED);
    List<OptimizerSpec> optimizers =
        List.of(
            natural(0.1, 0, 0.1, Solver.DENSE), natural(0.3, 0, 0.1, Solver.DENSE), Specs.sgd(0.1));
    Path results = temporary.resolve("results");
    SweepOutcome outcome =
        Runs.run(spark, Sweeps.sweep(List.of(data), optimizers, 1, 64), results, listener);
    assertThat(outcome.statuses()).isEqualTo(Map.of("COMPLETED", 1L, "FAILED", 2L));
    assertThat(outcome.lost()).isEmpty();
    assertThat(outcome.isWhole()).isFalse();
    assertThat(query(results, "SELECT cause FROM trials WHERE status = 'FAILED'"))
        .hasSize(2)
        .allMatch(row -> row.getString(0).contains("OutOfMemoryError"));
    assertThat(query(results, "SELECT DISTINCT trouble FROM trials WHERE status = 'FAILED'"))
        .extracting(Row::mkString)
        .containsExactly("OUT_OF_MEMORY");
    assertThat(listener.trainings.get(0).snapshot().failed()).isEqualTo(2);
  }

  @Test
  void aTimeBudgetEndsTheRunAndTheNextGoesOn() throws IOException, InterruptedException {
    Path results = temporary.resolve("results");
    List<Sgd> rates = IntStream.rangeClosed(1, 40).mapToObj(i -> Specs.sgd(0.01 * i)).toList();
    SweepSpec sweep = withSteps(sweep(rates, 1, 1), 20_000);
    TimeBudget budget = new TimeBudget(Duration.ofSeconds(3), Instant.now());
    SweepOutcome outcome =
        new SweepRunner(
                SparkApplication.of(spark.sparkContext()),
                sweep,
                new ResultStore(results.toUri(), new Configuration()),
                budget,
                TaskCheckpoints.DEFAULT_INTERVAL,
                new Runs.Listener(),
                Summaries::write)
            .run(Map.of());
    assertThat(outcome.isOutOfTime()).isTrue();
    assertThat(outcome.isWhole()).isFalse();
    assertThat(outcome.statuses()).containsKey("NOT_RUN").doesNotContainKey("FAILED");
    assertThat(query(results, "SELECT DISTINCT cause FROM trials WHERE trouble = 'TIMEOUT'"))
        .extracting(Row::mkString)
        .containsExactly("the time budget of 3s ended while it trained; the next run goes on");
    assertThat(query(results, "SELECT DISTINCT cause FROM trials WHERE trouble = 'NOT_RUN'"))
        .extracting(Row::mkString)
        .containsExactly("the time budget of 3s ended before its turn");
    assertThat(results.resolve("checkpoints")).isNotEmptyDirectory();
    assertThat(Runs.run(spark, sweep, results, listener).isWhole()).isTrue();
    assertThat(results.resolve("checkpoints")).doesNotExist();
    Path undisturbed = temporary.resolve("undisturbed");
    Runs.run(spark, sweep, undisturbed, new Runs.Listener());
    assertThat(Runs.curves(spark, results)).isEqualTo(Runs.curves(spark, undisturbed));
    assertThat(count(results, "(SELECT DISTINCT trial_id FROM trials WHERE status = 'COMPLETED')"))
        .isEqualTo(80);
  }

  private static SweepSpec withSteps(SweepSpec sweep, int steps) {
    return new SweepSpec(
        sweep.name(),
        sweep.axes(),
        sweep.halving(),
        sweep.confirmation(),
        Specs.schedule(steps, steps, 100, 0, steps),
        sweep.seeds(),
        sweep.packSize(),
        false,
        DeviceRequest.AUTO);
  }

  /** The first packs fail, attempt by attempt, and the run stops. */
  @Test
  void whereTheDiskIsGoneTheRunEndsEarlyAndTheNextGoesOn()
      throws IOException, InterruptedException {
    Path results = temporary.resolve("results");
    SweepSpec sweep = sweep(List.of(Specs.sgd(0.1)), 10, 64);
    Runs.Listener blocked = new BlockedDisk(results);
    SweepOutcome outcome = Runs.run(spark, sweep, results, blocked);
    assertThat(outcome.isWhole()).isFalse();
    assertThat(outcome.statuses().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(20);
    assertThat(outcome.statuses()).containsOnlyKeys("FAILED", "NOT_RUN");
    assertThat(outcome.lost())
        .hasSizeBetween(3, 8)
        .allMatch(line -> line.matches("sgd, side [48], batch 8, .*"))
        .allMatch(line -> line.contains(": STORAGE on "));
    assertThat(blocked.lines)
        .filteredOn(line -> line.startsWith("attempt 1 of 3 at "))
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(
            query(
                results,
                "SELECT DISTINCT status, trouble, attempt BETWEEN 1 AND 3, host IS NULL FROM trials ORDER BY 1"))
        .extracting(Row::mkString)
        .containsExactly("FAILEDSTORAGEtruefalse", "NOT_RUNNOT_RUNfalsetrue");
    SweepOutcome next = Runs.run(spark, sweep, results, listener);
    assertThat(next.isWhole()).isTrue();
    assertThat(next.statuses()).isEqualTo(Map.of("COMPLETED", 20L));
    assertThat(count(results, "trials WHERE status IN ('FAILED', 'NOT_RUN')")).isZero();
  }

  /** While packs train, a file lies where they are to be committed. */
  private static final class BlockedDisk extends Runs.Listener {
    private final Path packs;
    private final Path aside;

    BlockedDisk(Path results) {
      this.packs = results.resolve("packs");
      this.aside = results.resolve("aside");
    }

    @Override
    public Display training(Progress progress) {
      try {
        Files.move(packs, aside);
        Files.createFile(packs);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this::unblock;
    }

    private void unblock() {
      try {
        Files.delete(packs);
        Files.move(aside, packs);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void anInterruptedSweepKeepsWhatEndedAndGoesOn() throws IOException, InterruptedException {
    Path results = temporary.resolve("results");
    List<Sgd> rates = IntStream.rangeClosed(1, 40).mapToObj(i -> Specs.sgd(0.01 * i)).toList();
    SweepSpec sweep = sweep(rates, 1, 1);
    Interrupter interrupter = new Interrupter();
    SweepRunner runner = Runs.runner(spark, sweep, results, interrupter);
    interrupter.runner = runner;
    assertThatThrownBy(() -> runner.run(Map.of())).isInstanceOf(InterruptedException.class);
    assertThat(runner.isInterrupted()).isTrue();
    long kept = count(results, "trials WHERE status = 'COMPLETED'");
    List<Row> curves = Runs.curves(spark, results);
    assertThat(kept).isBetween(1L, 79L);
    Runs.run(spark, sweep, results, listener);
    assertThat(listener.lines.get(0)).contains("; %d done already, ".formatted(kept));
    assertThat(Runs.curves(spark, results)).containsAll(curves);
    assertThat(Runs.packFiles(results)).as("merged").hasSize(1);
    assertThat(count(results, "(SELECT DISTINCT trial_id FROM trials)")).isEqualTo(80);
  }

  /** Interrupts its runner as soon as something is committed. */
  private static final class Interrupter extends Runs.Listener {
    private volatile @Nullable SweepRunner runner;

    @Override
    public Display training(Progress progress) {
      Thread watcher =
          new Thread(
              () -> {
                while (progress.snapshot().done() == 0) {
                  Thread.onSpinWait();
                }
                Objects.requireNonNull(runner).interrupt();
              },
              "interrupter");
      watcher.setDaemon(true);
      watcher.start();
      return super.training(progress);
    }
  }

  /** Where the trials are, the rest can be had again: no part of it costs the others. */
  @Test
  void whatFailsAfterTheLastPackCostsNothingElse() throws IOException, InterruptedException {
    Path results = temporary.resolve("results");
    SweepSpec sweep = withBaseline(sweep(List.of(Specs.sgd(0.1)), 2, 64));
    Runs.Listener spoiling =
        new Runs.Listener() {
          @Override
          public Display training(Progress progress) {
            spoil(results.resolve("summary"));
            spoil(results.resolve("baselines"));
            return super.training(progress);
          }
        };
    SweepOutcome outcome = Runs.run(spark, sweep, results, spoiling);

    assertThat(outcome.isWhole()).isTrue();
    assertThat(outcome.troubles())
        .singleElement()
        .asString()
        .matches("Cannot write the summary: .+; the same command tries again");
    assertThat(spoiling.lines)
        .filteredOn(line -> line.startsWith("no line of MLlib's at side "))
        .hasSize(2)
        .allMatch(line -> line.contains("; the run is unaffected"));
    assertThat(results.resolve("manifest.json")).isRegularFile();

    Files.delete(results.resolve("summary"));
    Files.delete(results.resolve("baselines"));
    SweepOutcome again = Runs.run(spark, sweep, results, listener);
    assertThat(again.troubles()).isEmpty();
    assertThat(count(results, "baselines")).isEqualTo(2);
    assertThat(count(results, "summary")).isPositive();
  }

  /** Puts a file in the place of a folder. */
  private static void spoil(Path folder) {
    try {
      Files.delete(folder);
      Files.createFile(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aManifestThatCannotBeAddedToIsFoundBeforeTheTraining() throws IOException {
    Path results = temporary.resolve("results");
    Files.createDirectories(results.resolve("manifest.json"));
    assertThatThrownBy(
            () -> Runs.run(spark, sweep(List.of(Specs.sgd(0.1)), 1, 64), results, listener))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("A manifest must be a file that can be read");
    assertThat(listener.trainings).isEmpty();
  }
}
