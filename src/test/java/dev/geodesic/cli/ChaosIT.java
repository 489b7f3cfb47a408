package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.device.opencl.OpenClCards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One sweep on a cluster of real processes, whose driver, executors and workers are killed at
 * random moments: {@code -Dgeodesic.kills} of them, which {@code mvn verify -Pchaos} sets to 100.
 * At the end every trial is there once, with the bits of an undisturbed run, and nothing else is.
 */
@Tag("slow")
class ChaosIT {
  private static final int KILLS = Integer.getInteger("geodesic.kills", 4);

  /** What a process ends with that was sent SIGKILL. */
  private static final int KILLED = 137;

  private static final int LONGEST_MILLIS = 3000;
  private static final long POLL_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEFT_OVER = Duration.ofMinutes(40);
  private static final List<String> WORKERS = List.of("worker-0", "worker-1");

  @TempDir private Path directory;

  private final Random random = new Random(Long.getLong("geodesic.chaos", 1));
  private final List<String> killed = new ArrayList<>();

  /** Every trial to its end; enough seeds to outlast the kills, each two packs and three trials. */
  private static String grid() {
    return """
        sweep { steps = 4000, eval-every = 2000, record-every = 500, mllib-baseline = false
                seeds = { from = 0, count = %d } }
        data { dataset = "%%s", batch-size = 16 }
        optimizers = [
          { name = momentum, learning-rate = [0.01, 0.1] }
          { name = natural-gradient, learning-rate = 0.1, damping = 0.1 }
        ]
        """
        .formatted(6 * KILLS);
  }

  /** The same work by Hyperband, some of whose trials diverge; the best are confirmed. */
  private static String hyperband() {
    return """
        sweep { steps = 8000, eval-every = 500, record-every = 500, mllib-baseline = false
                search = random, samples = %d, seeds = [0, 1, 2], pack-size = 4
                halving { eta = 4, min-steps = 500, brackets = all }
                confirm { top = 2, seeds = [100, 101, 102] } }
        data { dataset = "%%s", batch-size = 16, validation = 0.2 }
        optimizers = [
          { name = momentum, learning-rate = { from = 1e-3, to = 100, scale = log } }
          { name = natural-gradient, damping = 0.1
            learning-rate = { from = 1e-2, to = 10, scale = log } }
        ]
        """
        .formatted(8 * KILLS);
  }

  static Stream<Arguments> sweeps() {
    return Stream.of(
        Arguments.of("grid", grid(), 18 * KILLS),
        Arguments.of(
            "grid by OpenCL", grid().replace("sweep {", "sweep { device = opencl,"), 18 * KILLS),
        Arguments.of("hyperband", hyperband(), 48 * KILLS + 12));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sweeps")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void whateverIsKilledTheTableIsThatOfAnUndisturbedRun(String name, String conf, int trials)
      throws Exception {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(!name.contains("OpenCL") || cards instanceof OpenClCards.Present, cards::toString);
    Path digits = IdxFiles.write(directory.resolve("digits"), 14, 10, 2000, 200);
    Files.writeString(directory.resolve("sweep.conf"), conf.formatted(digits));
    SweepResults results = new SweepResults(directory.resolve("chaos"));
    try (StandaloneCluster cluster =
        new StandaloneCluster(directory.resolve("cluster"), "--cores", "1", "--memory", "1g")) {
      End end = runAmongKills(cluster, results);
      while (end.exitCode() != 0) {
        assertThat(end.exitCode()).as("%s, after %s", end, killed).isIn(1, KILLED);
        end = runAmongKills(cluster, results);
      }
    }
    assertThat(killed).as("the sweep outlasts the kills").hasSizeGreaterThanOrEqualTo(KILLS);
    System.out.printf("%d kills: %s%n", killed.size(), killed);
    assertThat(results.leftovers()).isEmpty();

    End undisturbed =
        RunningProgram.start(directory, "run", "sweep.conf", "--results", "calm").end(LEFT_OVER);
    assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
    results.assertSameAs(new SweepResults(directory.resolve("calm")), trials);
  }

  /** What is committed stays: work is lost in the slots alone. */
  private End runAmongKills(StandaloneCluster cluster, SweepResults results) throws Exception {
    Set<String> kept = results.finishedTrials();
    RunningProgram driver =
        RunningProgram.start(
            directory,
            "run",
            "sweep.conf",
            "--results",
            "chaos",
            "--checkpoint-every",
            "1s",
            "--master",
            cluster.url());
    driver.await(() -> driver.said(" to train in ") || !driver.process().isAlive());
    while (killed.size() < KILLS && !hasEnded(driver, results, kept)) {
      kill(driver, cluster);
      Set<String> now = results.finishedTrials();
      assertThat(now).as(killed.toString()).containsAll(kept);
      kept = now;
    }
    // What the kills left over trains in peace: a hundred of them leave a thousand trials.
    return driver.end(LEFT_OVER);
  }

  /**
   * Lets some time pass. Most kills find something committed since the last one, or the sweep would
   * never end; some come in the middle of a start.
   */
  private boolean hasEnded(RunningProgram driver, SweepResults results, Set<String> before)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean impatient = random.nextInt(4) == 0;
    while (!impatient
        && driver.process().isAlive()
        && results.finishedTrials().size() == before.size()
        && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    return driver.process().waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
  }

  private void kill(RunningProgram driver, StandaloneCluster cluster) throws Exception {
    String worker = WORKERS.get(random.nextInt(WORKERS.size()));
    switch (random.nextInt(3)) {
      case 0 -> {
        driver.kill();
        killed.add("driver");
      }
      case 1 -> {
        for (ProcessHandle executor : cluster.executors(worker)) {
          executor.destroyForcibly();
          killed.add("executor");
        }
      }
      default -> {
        cluster.replace(worker);
        killed.add(worker);
      }
    }
  }
}
