package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that {@code mvn package} leaves, unpacked where there is a JDK, but neither Maven nor
 * git, by somebody who cannot write there.
 */
@Tag("slow")
@Timeout(900)
class UnpackedIT {
  private static final String CONF =
      """
      sweep { steps = 20, seeds = [0, 1], mllib-baseline = false }
      data { dataset = "%s", batch-size = 8 }
      optimizers = [ { name = natural-gradient, learning-rate = [0.1, 0.2], damping = 0.1 } ]
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  private Path programs;
  private Path home;
  private Path unpacked;

  @BeforeEach
  void unpack() throws IOException, InterruptedException {
    List<Path> archives;
    try (Stream<Path> built = Files.list(RunningProgram.ROOT.resolve("target"))) {
      archives = built.filter(file -> file.toString().endsWith(".tar.gz")).toList();
    }
    assumeTrue(!archives.isEmpty(), "built without its archive");
    assertThat(archives).hasSize(1);
    assertThat(
            new ProcessBuilder("tar", "-xzf", archives.get(0).toString(), "-C", directory + "")
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    try (Stream<Path> folders = Files.list(directory)) {
      unpacked = folders.findFirst().orElseThrow();
    }
    home = Files.createDirectory(directory.resolve("home"));
    programs = Files.createDirectory(directory.resolve("programs"));
    try (Stream<Path> all = Files.list(Path.of("/usr/bin"))) {
      for (Path program : all.filter(file -> !isOfDevelopers(file)).toList()) {
        Files.createSymbolicLink(programs.resolve(program.getFileName()), program);
      }
    }
    Path digits = IdxFiles.write(directory.resolve("data"), 7, 3, 60, 20);
    Files.writeString(directory.resolve("sweep.conf"), CONF.formatted(digits));
  }

  private static boolean isOfDevelopers(Path program) {
    return program.getFileName().toString().matches("(mvn|git|javac|npm).*");
  }

  /** Runs a script of the archive with what such a machine has, and nothing that is set here. */
  private End run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "-i",
                "PATH=" + programs,
                "HOME=" + home,
                "JAVA_HOME=" + System.getProperty("java.home"),
                unpacked.resolve("bin").resolve(script).toString()));
    command.addAll(List.of(arguments));
    return RunningProgram.start(directory, command).end(PATIENCE);
  }

  @Test
  void itRunsOnThisMachineAndOnACluster() throws Exception {
    List<Path> before = files();

    End local = run("geodesic", "run", "sweep.conf", "--results", "local");
    assertThat(local.exitCode()).as(local.toString()).isZero();
    assertThat(local.out()).contains("4 trials", "Ask:     bin/geodesic query ");
    End best = run("geodesic", "query", "local", "best");
    assertThat(best.exitCode()).as(best.toString()).isZero();
    assertThat(best.out()).contains("natural-gradient");

    String cluster = directory.resolve("cluster").toString();
    End up =
        run("cluster", "up", "--workers", "1", "--cores", "1", "--memory", "1g", "--dir", cluster);
    try {
      assertThat(up.exitCode()).as(up.toString()).isZero();
      String master = up.out().replaceFirst("(?s).*(spark://\\S+).*", "$1");
      End there =
          run("geodesic", "run", "sweep.conf", "--results", "there", "--master", master.strip());
      assertThat(there.exitCode()).as(there.toString()).isZero();
    } finally {
      run("cluster", "down", "--dir", cluster);
    }
    new SweepResults(directory.resolve("there"))
        .assertSameAs(new SweepResults(directory.resolve("local")), 4);

    // What it makes lies in the cache of its user.
    assertThat(files()).isEqualTo(before);
    assertThat(home.resolve(".cache/geodesic")).isDirectory();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(unpacked)) {
      return all.sorted().toList();
    }
  }

  @Test
  void everyJarHasItsLicenceListed() throws IOException {
    String list = Files.readString(unpacked.resolve("licences/THIRD-PARTY.txt"));
    List<String> listed =
        Pattern.compile("\\([\\w.-]+:([\\w.-]+):([\\w.-]+) - ")
            .matcher(list)
            .results()
            .map(found -> found.group(1) + "-" + found.group(2))
            .toList();
    try (Stream<Path> jars = Files.list(unpacked.resolve("jars"))) {
      List<String> unlisted =
          jars.map(jar -> jar.getFileName().toString())
              .filter(jar -> jar.endsWith(".jar") && !jar.equals("geodesic.jar"))
              .filter(jar -> listed.stream().noneMatch(jar::startsWith))
              .toList();
      assertThat(unlisted).isEmpty();
    }
  }
}
