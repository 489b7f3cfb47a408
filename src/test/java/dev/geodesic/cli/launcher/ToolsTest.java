package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** submit/geodesic and submit/lib.sh: the programs on PATH and the shell that they run with. */
class ToolsTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  @ParameterizedTest
  @ValueSource(strings = {"cksum", "date", "find", "grep", "sort"})
  void aMissingProgramIsReportedWithTheCommandThatInstallsIt(String tool) throws Exception {
    machine.removeProgram(tool);

    assertRefused(
        machine.launch("--version"),
        "Cannot find %s on PATH; install it (Debian: apt-get install ".formatted(tool));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"git", "locale", "nproc", "readlink", "renice", "sed", "setpriv", "timeout"})
  void optionalProgramsMayBeMissing(String tool) throws Exception {
    machine.removeProgram(tool);

    End end = machine.launch("--version");

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
  }

  @ParameterizedTest
  @CsvSource({"'', flock is missing", "exit 71, its file system refuses them"})
  void whereFilesCannotBeLockedAWarningAppearsOnce(String flock, String cause) throws Exception {
    machine.removeProgram("flock");
    if (!flock.isEmpty()) {
      machine.addProgram(
          "flock", "#!/bin/sh\necho 'flock: 9: No locks available' >&2\n" + flock + "\n");
    }

    End first = machine.launch("--version");

    assertThat(first.exitCode()).isZero();
    assertThat(first.err())
        .isEqualTo(
            "geodesic: %s has no locks (%s): start one command at a time while it builds%n"
                .formatted(machine.checkout().resolve("target"), cause));
    assertThat(machine.launch("--version").err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SHELLOPTS=noclobber, bash",
    "SHELLOPTS=noglob, bash",
    "BASHOPTS=failglob, bash",
    "POSIXLY_CORRECT=1, bash",
    "A=b, sh",
    "A=b, dash"
  })
  void theLauncherRunsInOtherShellsAndWithOtherShellOptions(String variable, String shell)
      throws Exception {
    machine.set(variable.replaceFirst("=.*", ""), variable.replaceFirst(".*=", ""));

    End end =
        machine.execute(
            Files.exists(Path.of("/bin", shell)) ? "/bin/" + shell : "/bin/sh",
            "submit/geodesic",
            "run",
            "a b");

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
    assertThat(end.out()).endsWith("\nrun\na b\n");
  }
}
