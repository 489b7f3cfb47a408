package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.completed;
import static dev.geodesic.report.StoredSweeps.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepReportTest {
  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;

  @Test
  void theQueryWorksWhenPasted() throws IOException, InterruptedException {
    Path directory = temporary.resolve("it's a $HOME");
    ResultStore store =
        StoredSweeps.store(
            directory,
            completed(Specs.sgd(0.1), 14, 0, 3, 0.5),
            completed(Specs.sgd(0.3), 14, 0, 3, 0.25));
    String report = SweepReport.of(store, SweepResults.read(store));
    assertThat(report)
        .contains("| sgd       |           0.3 |", "Results: %s\n".formatted(directory));
    List<String> words = shellWords(report.lines().filter(l -> l.startsWith("Ask:")).toList());
    assertThat(words).containsExactly("submit/geodesic", "query", directory.toString(), "best");
    StoredSweeps.register(spark, List.of(store.root()));
    List<Row> answer =
        ReadyQuestions.named(words.get(3)).with(Map.of()).answer(spark).collectAsList();
    assertThat(answer).extracting(row -> row.<Double>getAs("test_loss")).containsExactly(0.25, 0.5);
  }

  /** What a real shell makes of the line behind {@code Ask:}. */
  private static List<String> shellWords(List<String> line)
      throws IOException, InterruptedException {
    assertThat(line).hasSize(1);
    String command = line.get(0).replaceFirst("^Ask: *", "");
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command).start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return out.lines().toList();
  }

  @Test
  void failuresAreCountedByTheirCause() throws IOException {
    ResultStore store =
        StoredSweeps.store(
            temporary,
            failed(Specs.sgd(0.1), 14, 0, 3, "rare"),
            failed(Specs.sgd(0.1), 14, 1, 3, "no memory"),
            failed(Specs.sgd(0.1), 14, 2, 3, "no memory"));
    assertThat(SweepReport.of(store, SweepResults.read(store)))
        .contains("FAILED:  3 trials, FAILED_CONFIG, for example: no memory\n");
  }
}
