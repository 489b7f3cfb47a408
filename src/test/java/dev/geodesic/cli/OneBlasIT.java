package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MLlib's line on a machine with a BLAS of its own, as NumPy, SciPy or R bring it. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneBlasIT {
  private Path directory = Path.of("");
  private String preloadable = "";

  @BeforeAll
  void prepare(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Path digits = IdxFiles.write(directory.resolve("digits"), 14, 10, 600, 200);
    Files.writeString(
        directory.resolve("sweep.conf"),
        """
        sweep { steps = 20, eval-every = 20, seeds = [0, 1] }
        data { dataset = "%s", batch-size = 16 }
        optimizers = [ { name = sgd, learning-rate = 0.1 } ]
        """
            .formatted(digits));
    preloadable = systemBlas();
    assumeTrue(
        !preloadable.isEmpty(),
        "this machine has no libblas.so.3; apt-get install libopenblas0-pthread brings it");
  }

  /** Where the linker finds it, or nothing. */
  private static String systemBlas() throws IOException {
    Process asked = new ProcessBuilder("/sbin/ldconfig", "-p").start();
    try (Stream<String> lines =
        new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()) {
      return lines
          .filter(line -> line.strip().startsWith("libblas.so.3 "))
          .map(line -> line.substring(line.indexOf("=> ") + 3))
          .findFirst()
          .orElse("");
    }
  }

  private RunningProgram run(String results, String master) throws IOException {
    return RunningProgram.start(
        directory, "run", "sweep.conf", "--results", results, "--master", master);
  }

  private void assertThatTheLineIsThere(String results, End end) throws IOException {
    assertThat(end.err()).isEmpty();
    assertThat(end.exitCode()).isZero();
    assertThat(end.out()).contains("| MLlib L-BFGS, full batch");
    assertThat(new SweepResults(directory.resolve(results)).leftovers()).isEmpty();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("hs_err"));
    }
  }

  @Test
  void theLineIsFittedInThisProcess() throws Exception {
    assertThatTheLineIsThere("local", run("local", "local[2]").end());
  }

  @Tag("slow")
  @Test
  void theLineIsFittedByExecutors() throws Exception {
    try (StandaloneCluster cluster =
        new StandaloneCluster(directory.resolve("cluster"), "--cores", "1", "--memory", "1g")) {
      assertThatTheLineIsThere("clustered", run("clustered", cluster.url()).end());
    }
  }

  @Test
  void oneThatIsForcedUponUsIsRefused() throws Exception {
    End end =
        RunningProgram.start(
                directory,
                List.of(
                    "env",
                    "LD_PRELOAD=" + preloadable,
                    RunningProgram.ROOT.resolve("submit/geodesic").toString(),
                    "run",
                    "sweep.conf",
                    "--results",
                    "preloaded"))
            .end();
    assertThat(end.err())
        .matches(
            "geodesic: A process must have one BLAS, OpenBLAS of its own jars, got: /.* beside it; take it out of LD_PRELOAD\n");
    assertThat(end.exitCode()).isEqualTo(2);
  }
}
