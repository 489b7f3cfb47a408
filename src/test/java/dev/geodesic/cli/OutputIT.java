package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.store.SampleTrials;
import dev.geodesic.store.files.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command prints arrives, or it says that it does not. */
@Timeout(180)
class OutputIT {
  private static final String FULL =
      "geodesic: Cannot write to standard output: No space left on device\n";

  @TempDir private Path directory;

  @BeforeEach
  void store() throws IOException {
    for (String results : List.of("results", "others")) {
      ResultStore store = new ResultStore(directory.resolve(results).toUri(), new Configuration());
      store.prepare();
      store.commit("a", List.of(SampleTrials.completed(SampleTrials.SGD, 0)));
    }
    Files.writeString(directory.resolve("data.svm"), "0 1:1\n1 2:1\n0 1:2\n1 2:2\n0 1:3\n1 2:3\n");
    Files.writeString(
        directory.resolve("m.conf"),
        """
        sweep { steps = 2, seeds = [0], mllib-baseline = false }
        data { dataset = "%s", holdout = 0.5, batch-size = 2 }
        optimizers = [ { name = sgd, learning-rate = 0.1 } ]
        """
            .formatted(directory.resolve("data.svm")));
  }

  private End shell(String command) throws Exception {
    return RunningProgram.start(
            directory,
            List.of(
                "bash",
                "-c",
                "set -o pipefail; "
                    + command.replace("geodesic ", RunningProgram.ROOT + "/submit/geodesic ")))
        .end();
  }

  private void assertThatItIsTold(String command) throws Exception {
    End end = shell(command + " > /dev/full");
    assertThat(end.err()).startsWith(FULL.stripTrailing());
    assertThat(end.err().lines()).hasSize(1);
    assertThat(end.exitCode()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsCutShortIsNoAnswer() throws Exception {
    assertThatItIsTold("geodesic query results 'SELECT * FROM curves' --format csv");
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "geodesic --help",
        "geodesic run --help",
        "geodesic --version",
        "geodesic completion",
        "geodesic query results best",
        "geodesic query results best --format json",
        "geodesic query --list",
        "geodesic report results --markdown",
        "geodesic report results",
        "geodesic plan m.conf",
        "geodesic data info data.svm",
        "geodesic compare results others"
      })
  void everyCommandSaysSo(String command) throws Exception {
    assertThatItIsTold(command);
  }

  /** The results count, and not what is said of them. */
  @Tag("slow")
  @Test
  void aRunGoesOnToItsEnd() throws Exception {
    assertThatItIsTold("geodesic run m.conf --results new");
    assertThat(directory.resolve("new/manifest.json")).isRegularFile();
    assertThat(directory.resolve("new/report.html")).isRegularFile();
  }

  /** The answer would have a thousand million rows. */
  @Test
  void whereNobodyReadsOnTheQuestionIsLeft() throws Exception {
    String endless = "SELECT a.id FROM range(100000000) a, trials";
    RunningProgram asking =
        RunningProgram.start(
            directory,
            List.of(
                "bash",
                "-c",
                "%s/submit/geodesic query results '%s' --format csv | head -n 1; echo ${PIPESTATUS[0]}"
                    .formatted(RunningProgram.ROOT, endless)));
    End end = asking.end(Duration.ofSeconds(90));
    assertThat(end.err()).isEmpty();
    assertThat(end.out()).isEqualTo("id\n141\n");
  }
}
