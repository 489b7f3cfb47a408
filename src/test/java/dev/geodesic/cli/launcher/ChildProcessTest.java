package dev.geodesic.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** submit/child.sh: exit codes, deaths and signals of the Java process. */
class ChildProcessTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 130})
  void theLauncherExitsWithTheExitCodeOfJava(int exitCode) throws Exception {
    machine.set("PLAY", "exit " + exitCode);

    End end = machine.launch("run", "a.conf");

    assertThat(end).isEqualTo(new End(exitCode, end.out(), ""));
  }

  @Test
  void aCrashInNativeCodeIsReportedWithJavasErrorFile() throws Exception {
    machine.set("PLAY", "echo >\"$ROOT/target/logs/hs_err_$$.log\"; exit 1");

    End end = machine.launch("run", "a.conf");

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.err())
        .matches(
            ("geodesic: Java died in native code: see %s/target/logs/hs_err_\\d+.log; "
                    + "what was finished is kept, and the same command goes on\n")
                .formatted(machine.checkout()));
  }

  @ParameterizedTest
  @CsvSource({
    "SEGV, Java died of SIGSEGV: see ",
    "ABRT, Java died of SIGABRT: see ",
    "KILL, 'Java was killed (SIGKILL), as the kernel does where memory runs out, '"
  })
  void aDeathByASignalIsReportedInOneLine(String signal, String message) throws Exception {
    machine.set("PLAY", "kill -%s $$".formatted(signal));

    End end = machine.launch("run", "a.conf");

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.err()).startsWith("geodesic: " + message);
    assertThat(end.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 7", "HUP, 8", "INT, 9"})
  void aSignalToTheLauncherReachesJava(String signal, int exitCode) throws Exception {
    machine.set(
        "PLAY",
        """
        trap 'exit 7' TERM; trap 'exit 8' HUP; trap 'exit 9' INT
        kill -%s $PPID
        while :; do sleep 0.1; done
        """
            .formatted(signal));
    machine.linkPrograms("sleep");

    End end =
        machine.execute(
            "/usr/bin/env", "--default-signal=HUP,INT,TERM", "/bin/bash", "submit/geodesic", "run");

    assertThat(end).isEqualTo(new End(exitCode, end.out(), ""));
  }
}
