package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.sweep.cluster.MllibBlas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep on a table of one's own: named classes, chosen columns, units from 1e-6 to 1e6, a test
 * set in another file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnTablesTest {
  private static final List<String> SPECIES = List.of("oak", "ash", "linden tree");

  @TempDir private static Path directory;

  @BeforeAll
  void run() throws IOException {
    MllibBlas.settle();
    writeTable("trees.csv", 240, 1);
    writeTable("more trees.csv", 60, 2);
    Files.writeString(
        directory.resolve("trees.conf"),
        """
        sweep { steps = 60, eval-every = 20, seeds = [0, 1], mllib-baseline = false }
        data {
          dataset = "%1$s/trees.csv", test = "%1$s/more trees.csv"
          label = species, features = [width, height], scale = [none, unit, standard], batch-size = 16
        }
        model { bias = true }
        optimizers = [ { name = natural-gradient, damping = 0.1, learning-rate = 0.3 } ]
        """
            .formatted(directory));
    End end = run("--set", "sweep.name=trees");
    assertThat(end.exitCode()).as(end.toString()).isZero();
  }

  private static End run(String... more) {
    String[] command = {
      "run", directory.resolve("trees.conf").toString(), "--results", results().toString()
    };
    return InProcess.execute(
        Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new));
  }

  private static Path results() {
    return directory.resolve("results");
  }

  private static void writeTable(String name, int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder lines = new StringBuilder("height,note,species,width\n");
    for (int i = 0; i < rows; i++) {
      int c = i % SPECIES.size();
      lines.append(
          String.format(
              Locale.ROOT,
              "%.1f,\"no number, and unused\",%s,%.4e%n",
              3e6 + 1e6 * (random.nextDouble(-1, 1) + 2 * (c == 0 ? 1 : 0)),
              SPECIES.get(c),
              1e-6 * (random.nextDouble(-1, 1) + 2 * (c == 1 ? 1 : 0))));
    }
    Files.writeString(directory.resolve(name), lines, StandardCharsets.UTF_8);
  }

  private List<Row> query(String sql) throws IOException {
    // A command that ran in this process has ended the session before.
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, results().toUri());
    return spark.sql(sql).collectAsList();
  }

  @Test
  void scaledItLearnsWhateverTheUnits() throws IOException {
    List<Row> accuracies =
        query(
            "SELECT feature_scale, min(test_accuracy) FROM trials"
                + " WHERE feature_scale IS NOT NULL GROUP BY 1 ORDER BY 1");

    assertThat(accuracies).extracting(row -> row.getString(0)).containsExactly("standard", "unit");
    assertThat(accuracies.get(0).getDouble(1)).isGreaterThan(0.85);
  }

  @Test
  void manifestAndReportNameTheClasses() throws IOException {
    assertThat(Files.readString(results().resolve("manifest.json")))
        .containsPattern("\"ash\",\\s*\"linden tree\",\\s*\"oak\"");
    assertThat(Files.readString(results().resolve("report.html")))
        .contains("The classes are ash, linden tree, oak.");
  }

  @Test
  void theSameTrialsComeFromTheSameContentInAnotherFormat() throws IOException {
    for (String name : List.of("trees", "more trees")) {
      SparkFixture.spark()
          .read()
          .option("header", "true")
          .option("inferSchema", "true")
          .csv(directory.resolve(name + ".csv").toString())
          .coalesce(1)
          .write()
          .parquet(directory.resolve(name + ".parquet").toString());
    }

    End again =
        run(
            "--set",
            "data.dataset=\"%s/trees.parquet\"".formatted(directory),
            "--set",
            "data.test=\"%s/more trees.parquet\"".formatted(directory));

    assertThat(again.exitCode()).as(again.toString()).isZero();
    assertThat(again.out()).contains("6 trials; 6 done already, 0 to train");
  }

  @Test
  void aTrialIsReproducedFromWhatItsRowSaysOfTheTable() throws IOException {
    Row trial =
        query(
                "SELECT trial_id, label_column, feature_columns, test_dataset FROM trials"
                    + " WHERE feature_scale = 'standard' ORDER BY seed")
            .get(0);
    assertThat(trial.getString(1)).isEqualTo("species");
    assertThat(trial.getString(2)).isEqualTo("[width, height]");
    assertThat(trial.getString(3)).isEqualTo(directory.resolve("more trees.csv").toString());

    End end = InProcess.execute("reproduce", results().toString(), trial.getString(0));

    assertThat(end.exitCode()).as(end.toString()).isZero();
    assertThat(end.out()).contains("bit for bit the same");
  }

  @Test
  void dataInfoTellsOfColumnsAndClasses() {
    End end =
        InProcess.execute(
            "data",
            "info",
            directory.resolve("trees.csv").toString(),
            "--label",
            "species",
            "--features",
            "width,height",
            "--test",
            directory.resolve("more trees.csv").toString());

    assertThat(end.exitCode()).as(end.toString()).isZero();
    assertThat(end.out())
        .contains("training     240 samples of 2 features, no images")
        .contains("test         60 samples")
        .contains("classes      3: ash, linden tree, oak")
        .contains("features     width, height");
  }
}
