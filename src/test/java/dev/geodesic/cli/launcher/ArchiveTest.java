package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.JAVA_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** submit/archive.sh: the archive of classes with which Java starts faster. */
class ArchiveTest {
  /**
   * A Java that writes the archive which its options name, notes each start, and exits with the
   * code in the variable FAILS.
   */
  private static final String JAVA =
      """
      #!/bin/bash
      for o; do [[ $o != *ArchiveClassesAtExit=* ]] || echo classes >"${o#*=}"; done
      echo >>"$ROOT/target/starts"; exit ${FAILS-0}
      """;

  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  /**
   * Starts no program, but looks for an archive and makes one as the launcher would on an idle
   * machine.
   *
   * @param before shell commands that run before that
   * @param after shell commands that run when the archive has been made
   */
  private End archive(String before, String after) throws Exception {
    String script =
        """
        set -euo pipefail
        source submit/lib.sh; source submit/archive.sh
        has_room() { true; }
        df() { true; }
        file_uri() { echo "$1"; }
        survey
        prepare
        for name in A b; do
          [[ -f target/spark/jars/$name.jar ]] || : >target/spark/jars/$name.jar
        done
        command=("$java" -cp "/site:$root/target/spark/jars/*:${HADOOP_CONF_DIR-}" Main)
        jar=/geodesic.jar
        %s
        spread_class_path
        use_archive
        offer_archive
        wait
        %s
        """
            .formatted(before, after);
    return machine.bash(script);
  }

  /** How often the Java above has been started. */
  private long starts() throws IOException {
    Path starts = machine.checkout().resolve("target/starts");
    return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
  }

  @Test
  void anotherLocaleOrAnotherFolderOfSettingsNeedsNoOtherArchive() throws Exception {
    machine.addJdk(JAVA_VERSION, JAVA);

    assertThat(archive("", "").exitCode()).isZero();
    assertThat(starts()).isEqualTo(2);
    machine.set("LC_ALL", "C.UTF-8");
    machine.set("HADOOP_CONF_DIR", "/etc/hadoop");
    End second = archive("", "printf '%s\\n' \"${command[@]}\"");

    assertThat(second.out())
        .contains("-XX:SharedArchiveFile=" + machine.checkout() + "/target/run/classes-")
        .contains("/spark-core_2.13-4.2.0.jar:/geodesic.jar:/site:/etc/hadoop\n");
    assertThat(starts()).isEqualTo(2);
  }

  /** A program that reads the launcher's output through a pipe waits until nobody can write it. */
  @Test
  void theArchiveIsMadeWithoutTheOutputOfTheLauncher() throws Exception {
    machine.addJdk(JAVA_VERSION, JAVA);

    End end = archive("make_archive() { readlink /proc/$BASHPID/fd/1 >\"$target/out\"; }", "");

    assertThat(end.exitCode()).isZero();
    assertThat(Files.readString(machine.checkout().resolve("target/out")).strip())
        .isEqualTo(machine.checkout().resolve("target/logs/archive.log").toString());
  }

  @Test
  void anArchiveThatCouldNotBeMadeIsTriedAgainAfterADay() throws Exception {
    machine.addJdk(JAVA_VERSION, JAVA);
    machine.set("FAILS", "1");

    archive("", "");
    End second = archive("", "cat target/run/classes-*.failed; ls target/run");

    assertThat(starts()).isEqualTo(1);
    assertThat(second.out())
        .containsPattern("\\d+ on .*: see .*/target/logs/archive.log; tried again after a day")
        .doesNotContain(".jsa");
    machine.unset("FAILS");
    archive("archive_patience=0", "");
    assertThat(archive("", "ls target/run").out()).contains(".jsa").doesNotContain(".failed");
  }

  @Test
  void anArchiveLogThatCannotBeWrittenIsNoError() throws Exception {
    machine.addJdk(JAVA_VERSION, JAVA);
    Files.createDirectories(machine.checkout().resolve("target/logs/archive.log"));

    assertThat(archive("", "")).isEqualTo(new End(0, "", ""));
  }

  @Test
  void theArchivesOfTwoJavasAreKept() throws Exception {
    for (String version : List.of("17.0.15", "21.0.4", "22.0.2")) {
      Path home = machine.addJdk(version, JAVA);
      Files.createDirectories(home.resolve("lib"));
      Files.writeString(home.resolve("lib/modules"), version);
      machine.set("JAVA_HOME", home.toString());
      archive("", "");
    }

    assertThat(archive("", "ls target/run").out().lines().filter(f -> f.endsWith(".jsa")))
        .hasSize(2);
  }
}
