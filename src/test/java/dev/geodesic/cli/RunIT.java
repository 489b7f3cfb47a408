package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program in processes of its own: undisturbed, killed, interrupted, twice at once, and on a
 * cluster. Whatever happens on the way, the table at the end has the same bits.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunIT {
  private static final int PACKS = 8;
  private static final int TRIALS = 12;

  private Path directory = Path.of("");
  private End undisturbed = new End(-1, "", "");

  @BeforeAll
  void runUndisturbed(@TempDir Path temporary) throws Exception {
    directory = temporary;
    IdxFiles.write(Files.createDirectories(directory.resolve("digits")), 14, 10, 2000, 200);
    IdxFiles.write(
        directory.resolve("sweep.conf"),
        """
        sweep { steps = 400, eval-every = 100, seeds = { from = 0, count = 4 }, mllib-baseline = false }
        data { dataset = digits, batch-size = 16 }
        optimizers = [
          { name = sgd, learning-rate = [0.1, 1] }
          { name = natural-gradient, learning-rate = 0.1, reltol = 1e-2 }
        ]
        """
            .getBytes(StandardCharsets.UTF_8));
    undisturbed = run("undisturbed").end();
  }

  @Test
  void anUndisturbedRunLeavesItsFilesAndAQuietConsole() throws Exception {
    assertThat(undisturbed.err()).isEmpty();
    assertThat(undisturbed.exitCode()).isZero();
    assertThat(undisturbed.out())
        .startsWith("12 trials; 0 done already, 12 to train in 8 packs on 2 slots")
        .contains("Results: " + directory.resolve("undisturbed"));
    assertThatFilesAreWhole("undisturbed");
    assertThat(results("undisturbed").table("trials")).hasSize(TRIALS);
  }

  /**
   * Spark would end its process for what a failure tells of memory: the whole run, where it is
   * local.
   */
  @Tag("slow")
  @Test
  void wantOfMemoryIsSaidAndEndsNoProcess() throws Exception {
    String trial =
        query("SELECT min(trial_id) AS id FROM trials", "csv").out().lines().toList().get(1);

    End end =
        RunningProgram.start(
                directory,
                List.of(
                    "env",
                    "GEODESIC_JAVA_OPTS=-Dorg.bytedeco.javacpp.maxBytes=20k",
                    RunningProgram.ROOT.resolve("submit/geodesic").toString(),
                    "reproduce",
                    "undisturbed",
                    trial))
            .end();

    assertThat(end.err())
        .startsWith("geodesic: Cannot train the pack again: OUT_OF_MEMORY on ")
        .contains("> maxBytes (20480)");
    assertThat(end.exitCode()).isEqualTo(2);
  }

  /** As cron starts it; and under a locale whose digits, decimal signs and names are others. */
  @Tag("slow")
  @Test
  void whateverTheLocaleNamesAndNumbersAreTheSame() throws Exception {
    String results = "Müller/β";
    List<String> command =
        List.of(
            "env",
            "LC_ALL=C",
            "GEODESIC_JAVA_OPTS=-XX:TieredStopAtLevel=1 -Duser.language=ar -Duser.country=EG",
            RunningProgram.ROOT.resolve("submit/geodesic").toString(),
            "run",
            "sweep.conf",
            "--results",
            results);

    End end = RunningProgram.start(directory, command).end();

    assertThat(end.err()).isEmpty();
    assertThat(end.exitCode()).isZero();
    assertThat(end.out().lines().map(line -> line.replaceAll("\\d+:\\d\\d:\\d\\d.*", "")))
        .anyMatch(line -> line.startsWith("12 trials; 0 done already, 12 to train in 8 packs"));
    assertThatTheTableIsThatOfAnUndisturbedRun(results);
    assertThatFilesAreWhole(results);
  }

  @Tag("slow")
  @Test
  void aQueryAnswersInThreeFormats() throws Exception {
    String sql =
        "SELECT optimizer, seed FROM trials WHERE seed = 3 AND learning_rate < 1 ORDER BY 1";

    End table = query(sql, "table");
    assertThat(table).isEqualTo(new End(0, table.out(), ""));
    assertThat(table.out().replaceFirst("\\d+\\.\\d\\d s", "TIME"))
        .isEqualTo(
            """
            +------------------+------+
            | optimizer        | seed |
            +------------------+------+
            | natural-gradient |    3 |
            | sgd              |    3 |
            +------------------+------+
            (2 rows, TIME)
            """);
    assertThat(query(sql, "csv"))
        .isEqualTo(new End(0, "optimizer,seed\nnatural-gradient,3\nsgd,3\n", ""));
    assertThat(query(sql, "json"))
        .isEqualTo(
            new End(
                0,
                """
                {"optimizer":"natural-gradient","seed":3}
                {"optimizer":"sgd","seed":3}
                """,
                ""));
  }

  @Test
  void afterAKillTheSameCommandRunsTheRest() throws Exception {
    RunningProgram killed = run("killed");
    killed.await(() -> packs("killed").size() >= 2);
    killed.kill();
    Map<String, String> kept = packs("killed");
    // As if it had been killed in the middle of a file.
    Files.writeString(directory.resolve("killed/packs/.writing-half.tmp"), "PAR1");

    End resumed = run("killed").end();

    assertThatItWentOn("killed", kept, resumed);
  }

  @Test
  void anInterruptKeepsWhatIsFinishedAndTheSameCommandGoesOn() throws Exception {
    assertThatItGoesOnAfter("INT", 130);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"TERM, 143", "HUP, 129"})
  void soDoesAnotherSignal(String signal, int exitCode) throws Exception {
    assertThatItGoesOnAfter(signal, exitCode);
  }

  private void assertThatItGoesOnAfter(String signal, int exitCode) throws Exception {
    String name = "interrupted-" + signal;
    RunningProgram running = run(name);
    running.await(() -> packs(name).size() >= 2);
    running.signal(signal);
    End interrupted = running.end();
    Map<String, String> kept = packs(name);

    assertThat(interrupted.err())
        .isEqualTo(
            "geodesic: interrupted; what was finished is kept, and the same command goes on\n");
    assertThat(interrupted.exitCode()).isEqualTo(exitCode);
    assertThat(interrupted.out().lines()).noneMatch(line -> line.matches("\\s+at .*"));
    assertThat(results(name).leftovers())
        .allMatch(file -> file.matches("checkpoints/.*\\.checkpoint"));

    assertThatItWentOn(name, kept, run(name).end());
  }

  @Tag("slow")
  @Test
  void aJvmThatDiesInNativeCodeIsToldOfInALineAndTheSameCommandGoesOn() throws Exception {
    RunningProgram running = run("crashed");
    running.await(() -> packs("crashed").size() >= 2);
    new ProcessBuilder("kill", "-SEGV", Long.toString(running.java().pid())).start().waitFor();
    End crashed = running.end();
    Map<String, String> kept = packs("crashed");

    assertThat(crashed.exitCode()).isEqualTo(1);
    assertThat(crashed.err())
        .matches(
            "geodesic: Java died in native code: see \\S+/target/logs/hs_err_\\d+\\.log; what was finished is kept, and the same command goes on\n");
    assertThat(Path.of(crashed.err().replaceFirst("(?s).* see (\\S+);.*", "$1"))).exists();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).noneMatch(file -> file.toString().matches(".*/(hs_err|core).*"));
    }
    assertThatItWentOn("crashed", kept, run("crashed").end());
  }

  @Tag("slow")
  @Test
  void aTimeBudgetEndsTheRunAndTheSameCommandGoesOn() throws Exception {
    End ended = run("budget", "--time-budget", "1s", "--set", "sweep.steps=20000").end();

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out()).contains("NOT_RUN");
    assertThat(results("budget").table("trials")).hasSize(TRIALS);
  }

  @Tag("slow")
  @Test
  void ofTwoAtOnceOneIsRefused() throws Exception {
    RunningProgram first = run("contested");
    first.await(() -> sizeOf(directory.resolve("contested/.lock")) > 0);

    End second = run("contested").end();

    assertThat(second.err())
        .matches(
            "geodesic: A results directory must have one run at a time, got: %s, in use by process %d on .*; wait for it or stop it\n"
                .formatted(directory.resolve("contested"), first.java().pid()));
    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(first.end().exitCode()).isZero();
    assertThatTheTableIsThatOfAnUndisturbedRun("contested");
  }

  @Tag("slow")
  @Test
  void aClusterLeavesTheSameTable() throws Exception {
    try (StandaloneCluster cluster =
        new StandaloneCluster(directory.resolve("cluster"), "--cores", "1", "--memory", "1g")) {
      End end = run("clustered", "--master", cluster.url()).end();

      assertThat(end.err()).isEmpty();
      assertThat(end.exitCode()).isZero();
      assertThatFilesAreWhole("clustered");
      assertThatTheTableIsThatOfAnUndisturbedRun("clustered");
    }
  }

  private RunningProgram run(String results, String... options) throws IOException {
    return RunningProgram.start(
        directory,
        Stream.concat(Stream.of("run", "sweep.conf", "--results", results), Stream.of(options))
            .toArray(String[]::new));
  }

  private End query(String sql, String format) throws IOException, InterruptedException {
    return RunningProgram.start(directory, "query", "undisturbed", sql, "--format", format).end();
  }

  private void assertThatItWentOn(String results, Map<String, String> kept, End end)
      throws IOException {
    assertThat(kept.size()).isBetween(2, PACKS - 1);
    assertThat(end.err()).isEmpty();
    assertThat(end.exitCode()).isZero();
    assertThat(end.out()).contains("to train in %d packs".formatted(PACKS - kept.size()));
    assertThat(packs(results)).containsAllEntriesOf(kept);
    assertThatFilesAreWhole(results);
    assertThatTheTableIsThatOfAnUndisturbedRun(results);
  }

  private void assertThatFilesAreWhole(String results) {
    assertThat(packs(results)).hasSize(PACKS);
    assertThat(results(results).files())
        .filteredOn(file -> !file.startsWith("packs/"))
        .containsExactlyInAnyOrder(
            ".lock", "loss.png", "manifest.json", "report.html", "summary/summary.parquet");
    assertThat(results(results).leftovers()).isEmpty();
  }

  private void assertThatTheTableIsThatOfAnUndisturbedRun(String results) throws IOException {
    results(results).assertSameAs(results("undisturbed"), TRIALS);
  }

  private SweepResults results(String name) {
    return new SweepResults(directory.resolve(name));
  }

  private Map<String, String> packs(String results) {
    return results(results).packs();
  }

  private static long sizeOf(Path file) {
    return file.toFile().length();
  }
}
