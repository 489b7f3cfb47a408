package dev.geodesic.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** submit/cluster: which files it makes and removes in its folder. */
class ClusterFolderTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  private End cluster(String verb, Path folder) throws Exception {
    machine.linkPrograms("paste", "realpath", "rmdir", "setsid", "sleep");
    return machine.execute(
        "/bin/bash", "submit/cluster", verb, "--workers=1", "--dir", folder.toString());
  }

  private static List<String> filesUnder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"work/mine.jar", "status", "worker-0.log", "master.pid"})
  void aFolderWithFilesOfTheUserIsRefusedAndLeftAsItIs(String file) throws Exception {
    Path folder = machine.directory().resolve("my project");
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), "mine");
    List<String> before = filesUnder(folder);

    End up = cluster("up", folder);
    End down = cluster("down", folder);

    assertThat(up.exitCode()).isEqualTo(2);
    assertThat(up.err())
        .startsWith(
            "cluster: --dir must be a folder without files of its own "
                + "where a cluster keeps its own, got: "
                + folder.resolve(file.replaceFirst("/.*", ""))
                + "; ")
        .satisfies(err -> assertThat(err.lines()).hasSize(1));
    assertThat(down)
        .isEqualTo(new End(0, "The cluster in %s was down already\n".formatted(folder), ""));
    assertThat(cluster("status", folder).exitCode()).isEqualTo(1);
    assertThat(filesUnder(folder)).isEqualTo(before);
    assertThat(folder.resolve(file)).hasContent("mine");
  }

  @Test
  void onlyFilesOfTheClusterItselfAreRemoved() throws Exception {
    machine.set(
        "PLAY",
        """
        echo 'Starting Spark master at spark://127.0.0.1:7077'
        echo 'Bound MasterWebUI to http://localhost:8080'
        echo 'Successfully registered with master'
        while :; do sleep 0.05; done
        """);
    Path folder = Files.createDirectories(machine.directory().resolve("my project"));
    Files.writeString(folder.resolve("worker-notes.log"), "mine");

    End up = cluster("up", folder);
    Files.createDirectories(folder.resolve("work/worker-0/app"));
    Files.writeString(folder.resolve("work/worker-0/app/a.jar"), "");
    Files.writeString(folder.resolve("work/worker-0/app/stderr"), "");
    Files.writeString(folder.resolve("work/mine.jar"), "mine");
    End down = cluster("down", folder);

    assertThat(up.out()).as("said: %s", up.err()).startsWith("master:  spark://127.0.0.1:7077\n");
    assertThat(down.out()).isEqualTo("The cluster in %s is down now\n".formatted(folder));
    assertThat(filesUnder(folder))
        .contains("worker-notes.log", "work/mine.jar", "work/worker-0/app/stderr", "master.log")
        .doesNotContain("work/worker-0/app/a.jar", "status", "master.pid");
    Files.delete(folder.resolve("work/mine.jar"));
    assertThat(cluster("up", folder).exitCode()).isZero();
    assertThat(cluster("down", folder).exitCode()).isZero();
    assertThat(filesUnder(folder)).contains("worker-notes.log").doesNotContain("work/worker-0");
  }
}
