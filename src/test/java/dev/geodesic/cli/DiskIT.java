package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks that are full or turn read-only in the middle of a run: what was committed stays. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiskIT {
  private static final int TRIALS = 40;

  private Path directory = Path.of("");

  @BeforeAll
  void runUndisturbed(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Path digits = IdxFiles.write(directory.resolve("digits"), 14, 10, 2000, 200);
    Files.writeString(
        directory.resolve("sweep.conf"),
        """
        sweep { steps = 2000, eval-every = 1000, seeds = { from = 0, count = %d }
                mllib-baseline = false }
        data { dataset = "%s", batch-size = 16 }
        optimizers = [ { name = sgd, learning-rate = 0.1 } ]
        """
            .formatted(TRIALS, digits));
    assertThat(start("calm").end().exitCode()).isZero();
  }

  private RunningProgram start(String results) throws IOException {
    return RunningProgram.start(directory, "run", "sweep.conf", "--results", results);
  }

  private SweepResults results(String name) {
    return new SweepResults(directory.resolve(name));
  }

  @Tag("slow")
  @Test
  void aDiskThatIsFullLosesNothingAndTheSameCommandGoesOn() throws Exception {
    // A pack of one trial takes about 70 kB.
    try (Mount disk = Mount.tmpfs(directory.resolve("full"), "1m")) {
      End full = start("full").end();
      Set<String> kept = results("full").finishedTrials();

      assertThat(full.exitCode()).as(full.toString()).isEqualTo(1);
      assertThat(full.out() + full.err())
          .contains("STORAGE", "No space left on device", directory.resolve("full").toString());
      assertThat(kept).hasSizeBetween(1, TRIALS - 1);
      assertThat(results("full").leftovers()).noneMatch(file -> file.contains(".writing-"));

      disk.remount("size=64m");
      assertThatTheRestRuns("full", kept);
    }
  }

  @Tag("slow")
  @Test
  void aDirectoryThatTurnsReadOnlyLosesNothingAndTheSameCommandGoesOn() throws Exception {
    RunningProgram running = start("frozen");
    running.await(() -> results("frozen").packs().size() >= 3);
    Set<String> kept;
    try (Mount frozen = Mount.readOnly(directory.resolve("frozen"))) {
      End end = running.end();
      kept = results("frozen").finishedTrials();
      assertThat(end.exitCode()).as(end.toString()).isEqualTo(1);
      assertThat(end.out() + end.err()).contains("Read-only file system", frozen.root().toString());
      assertThat(kept).hasSizeBetween(3, TRIALS - 1);
    }
    assertThatTheRestRuns("frozen", kept);
  }

  @ParameterizedTest
  @CsvSource({
    "java.io.tmpdir, noexec, zstd-jni, failed to map segment",
    "java.io.tmpdir, size=64k, zstd-jni, No space left on device",
    "org.bytedeco.javacpp.cachedir, noexec, OpenBLAS and ND4J, failed to map segment"
  })
  void aDiskThatNativeCodeCannotBeLoadedFromIsFoundBeforeTheTraining(
      String property, String option, String library, String cause) throws Exception {
    try (Mount disk = Mount.tmpfs(directory.resolve("natives"), "256m")) {
      disk.remount(option);
      End end =
          RunningProgram.start(
                  directory,
                  "run",
                  "sweep.conf",
                  "--results",
                  "unloaded",
                  "--driver-java-options=-D%s=%s".formatted(property, disk.root()))
              .end();
      assertThat(end.err())
          .matches(
              "geodesic: Cannot load the native code of %s from %s \\(.*%s.*\\); that folder must .*name another with -D%s=DIR .*\n"
                  .formatted(library, disk.root(), cause, property));
      assertThat(end.exitCode()).isEqualTo(2);
      assertThat(results("unloaded").packs()).isEmpty();
    }
  }

  private void assertThatTheRestRuns(String name, Set<String> kept) throws Exception {
    End rest = start(name).end();
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(rest.out()).contains("; %d done already".formatted(kept.size()));
    assertThat(results(name).leftovers()).isEmpty();
    results(name).assertSameAs(results("calm"), TRIALS);
  }
}
