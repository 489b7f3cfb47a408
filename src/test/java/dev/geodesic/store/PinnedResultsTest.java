package dev.geodesic.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.machine.Machine;
import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were written once, and lie among the tests' resources: one of each table, with every
 * optimizer and every parameter that there was then. What is stored stays readable, to the last
 * digit. {@link #main} wrote them.
 */
class PinnedResultsTest {
  private static final String FOLDER = "pinned-results";
  private static final String ANSWERS = "views.txt";

  @TempDir private Path temporary;

  private ResultStore store;

  @BeforeEach
  void copy() throws IOException {
    Path results = temporary.resolve(FOLDER);
    FileUtils.copyDirectory(resource("").toFile(), results.toFile());
    store = new ResultStore(results.toUri(), new Configuration());
  }

  private static Path resource(String name) {
    return Path.of(
        URI.create(
            Objects.requireNonNull(PinnedResultsTest.class.getResource(FOLDER + "/" + name))
                .toString()));
  }

  private static List<TrialResult> trials() {
    return Stream.concat(
            SampleTrials.FAMILY.stream()
                .map(optimizer -> SampleTrials.completed(SampleTrials.NETWORK, optimizer, 0)),
            Stream.of(
                SampleTrials.completed(SampleTrials.SGD, 0),
                SampleTrials.completed(SampleTrials.SGD, 1),
                SampleTrials.diverged(SampleTrials.NATURAL_GRADIENT, 0, 3)))
        .toList();
  }

  /** Every row of every view as a line. */
  private static List<String> views(ResultStore store) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, store.root());
    return Stream.of("trials", "curves", "summary", "baselines")
        .flatMap(view -> lines(view, spark.table(view)))
        .toList();
  }

  private static Stream<String> lines(String view, org.apache.spark.sql.Dataset<Row> rows) {
    String[] names = rows.columns();
    return rows.collectAsList().stream()
        .map(
            row ->
                view
                    + Arrays.stream(names)
                        .filter(name -> row.getAs(name) != null)
                        .map(name -> " %s=%s".formatted(name, row.<Object>getAs(name)))
                        .collect(Collectors.joining()))
        .sorted();
  }

  @Test
  void everyValueIsReadAsItWas() throws IOException {
    assertThat(views(store)).isEqualTo(Files.readAllLines(resource(ANSWERS)));
  }

  /** Which ids a conf asks for, {@code PinnedTrialIdsTest} tells. */
  @Test
  void theirTrialsAreNotTrainedAgain() throws IOException {
    assertThat(store.finishedTrials())
        .hasSize(12)
        .isEqualTo(
            Files.readAllLines(resource(ANSWERS)).stream()
                .filter(line -> line.matches("trials .* status=(COMPLETED|DIVERGED) .*"))
                .map(line -> line.replaceFirst(".* trial_id=(\\w+) .*", "$1"))
                .collect(Collectors.toSet()));
  }

  @Test
  void theManifestIsRead() throws IOException {
    Manifest manifest = new ManifestFile(store).readOrEmpty();
    assertThat(manifest.sweep()).isEqualTo("pinned");
    assertThat(manifest.runs()).hasSize(1);
  }

  /**
   * Writes them anew, for another schema version.
   *
   * @param arguments the folder that they go to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    ResultStore store = new ResultStore(folder.toUri(), new Configuration());
    store.prepare();
    store.commit("a", trials());
    new UnfinishedTrials(store)
        .write(List.of(SampleTrials.failed(SampleTrials.SGD, 2, "out of memory")));
    new Baselines(store)
        .write(
            new Baseline(
                "mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.925, 80, true, 3.5));
    Summaries.write(store);
    new ManifestFile(store)
        .append(
            "pinned",
            new Manifest.Run(
                "2026-11-01T22:00:00Z",
                "2026-11-02T06:00:00Z",
                Map.of("sweep", Map.of("steps", 4)),
                new Manifest.Code("1", "0123", "false"),
                Map.of("spark", "4.1.0"),
                Map.of("mnist", SampleTrials.FINGERPRINT),
                Map.of(),
                new Machine("host-1", 2, 1L << 34, "a processor", "Linux"),
                List.of(new Manifest.Gpu("host-1", "0", "a GPU, 16 GiB")),
                new Manifest.SparkSetup("local[2]", 2, Map.of("spark.app.name", "geodesic")),
                new Manifest.Work(8, 100, 20, 80, 60, 90, "a probe"),
                Map.of("COMPLETED", 12L, "DIVERGED", 1L)));
    FileUtils.listFiles(folder.toFile(), new String[] {"crc"}, true)
        .forEach(
            file -> {
              try {
                Files.delete(file.toPath());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Files.write(folder.resolve(ANSWERS), views(store));
  }
}
