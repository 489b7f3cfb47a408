package dev.geodesic.cli;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.Tampering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the console says to a user who asks for an export that cannot be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportMistakesTest {
  private Path directory = Path.of("");
  private Path results = Path.of("");
  private String linear = "";
  private String network = "";
  private String diverged = "";

  @BeforeAll
  void runASweep(@TempDir Path temporary) throws IOException {
    directory = temporary;
    IdxFiles.write(directory.resolve("digits"), 6, 4, 200, 40);
    results = run("results", "[0.3, 1e38]");
    linear = id("learning_rate = 0.3 AND hidden = '[]'");
    network = id("learning_rate = 0.3 AND hidden <> '[]'");
    diverged = id("status = 'DIVERGED'");
  }

  private Path run(String name, String rates) {
    Path conf = directory.resolve(name + ".conf");
    Path written = directory.resolve(name);
    IdxFiles.write(
        conf,
        """
        sweep { steps = 12, mllib-baseline = false }
        data { dataset = "%s", batch-size = 8, holdout = test }
        model { hidden = [[], [3]] }
        optimizers = [ { name = sgd, learning-rate = %s } ]
        """
            .formatted(directory.resolve("digits"), rates)
            .getBytes(StandardCharsets.UTF_8));
    End end = InProcess.execute("run", conf.toString(), "--results", written.toString());
    assertThat(end.exitCode()).as(end.toString()).isZero();
    return written;
  }

  private String id(String condition) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, results.toUri());
    List<Row> found =
        spark
            .sql("SELECT trial_id FROM trials WHERE %s ORDER BY 1".formatted(condition))
            .collectAsList();
    return found.get(0).getString(0);
  }

  private static End export(Path results, String trial, String... more) {
    return InProcess.execute(
        Stream.concat(Stream.of("export", results.toString(), trial), Arrays.stream(more))
            .toArray(String[]::new));
  }

  private String place(String name) {
    return directory.resolve(name).toString();
  }

  /** Requires that the request is answered in one line, before anything is trained or written. */
  private void assertRefused(End end, String message) {
    assertThat(end.err()).isEqualTo("geodesic: " + message + "\n");
    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.out()).doesNotContain("training it again", "wrote");
    assertThat(directory.resolve("m.npz")).doesNotExist();
  }

  private void assertRefused(String message, String trial, String... more) {
    assertRefused(export(results, trial, more), message);
  }

  @Test
  void theTrialMustBeOne() {
    assertRefused(
        "TRIAL must be the id of a trial or the beginning of one, got: %s; the nearest are: %s"
            .formatted(linear + "x", linear),
        linear + "x",
        "--to",
        place("m.npz"));
    assertThat(export(results, "", "--to", place("m.npz")).err())
        .startsWith("geodesic: TRIAL must name one trial, got: nothing, with which 4 begin: ");
  }

  @Test
  void theTrialMustHaveWeightsWorthWriting() {
    assertRefused(
        "TRIAL must not have diverged, got: %s, which did at step 2; name another"
            .formatted(diverged),
        diverged,
        "--to",
        place("m.npz"));
  }

  @Test
  void aPlaceIsRequired() {
    assertRefused("Missing required option: '--to=PATH'; see 'geodesic export --help'", linear);
    assertRefused(
        "--to must be a path or a URI, got: nothing; is a variable unset?", linear, "--to", "");
  }

  @Test
  void theFormatMustBeKnown() {
    assertRefused(
        "Invalid value for option '--format': expected one of [NPZ, SPARK, ONNX] (case-insensitive) but was 'pickle'; see 'geodesic export --help'",
        linear,
        "--to",
        place("m.npz"),
        "--format",
        "pickle");
    assertRefused(
        "--format must go with one --to, got: 2; let the endings tell the formats",
        linear,
        "--to",
        place("m.npz"),
        "--to",
        place("m.onnx"),
        "--format",
        "npz");
    assertRefused(
        "--to must name different places, got twice: " + place("m.npz"),
        linear,
        "--to",
        place("m.npz"),
        "--to",
        place("m.npz"));
  }

  @Test
  void aNetworkIsNoRegression() {
    assertRefused(
        "A spark.ml LogisticRegressionModel must be softmax regression, got: hidden [3] of trial %s for --to %s; write .npz or .onnx"
            .formatted(network, place("model")),
        network,
        "--to",
        place("model"));
  }

  @Test
  void nothingIsReplacedUnasked() throws IOException {
    Path file = Files.writeString(directory.resolve("precious.npz"), "precious");
    Path folder = Files.createDirectories(directory.resolve("precious/folder"));

    assertRefused(
        "--to must name a place where nothing is yet, got: %s; add --overwrite, or name another"
            .formatted(file),
        linear,
        "--to",
        file.toString());
    assertRefused(
        "--overwrite must replace an earlier export, got: %s, a directory that is none; name another place"
            .formatted(folder.getParent()),
        linear,
        "--to",
        String.valueOf(folder.getParent()),
        "--overwrite");
    assertThat(file).hasContent("precious");
    assertThat(folder).exists();
  }

  @Test
  void anEarlierExportIsReplacedIfAsked() throws IOException {
    Path file = Files.writeString(directory.resolve("old.npz"), "old");
    Path model = directory.resolve("old");
    assertThat(export(results, linear, "--to", model.toString()).exitCode()).isZero();
    Path stale = Files.writeString(model.resolve("stale"), "stale");

    End end =
        export(results, linear, "--to", file.toString(), "--to", model.toString(), "--overwrite");

    assertThat(end.err()).isEmpty();
    assertThat(end.exitCode()).isZero();
    assertThat(file).isNotEmptyFile().content(StandardCharsets.ISO_8859_1).startsWith("PK");
    assertThat(stale).doesNotExist();
    assertThat(model.resolve("geodesic.json")).exists();
  }

  @Test
  void thePlaceMustBeWritable() throws IOException {
    Path file = Files.writeString(directory.resolve("a-file"), "no folder");

    End end = export(results, linear, "--to", file.resolve("m.npz").toString());

    assertThat(end.err())
        .startsWith(
            "geodesic: --to must be a place that can be written to, got: %s/m.npz ("
                .formatted(file))
        .endsWith("); name another\n");
    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.out()).doesNotContain("training it again");
  }

  @Test
  void theDataMustBeTheSame() throws IOException {
    Path other = IdxFiles.write(directory.resolve("other"), 6, 4, 204, 40);

    End end =
        export(
            results,
            linear,
            "--to",
            place("m.npz"),
            "--dataset",
            other.toString(),
            "--even-if-different");

    assertThat(end.err())
        .containsPattern(
            "^geodesic: The data must be those that trial %s trained on, fingerprint [0-9a-f]{12}, got: [0-9a-f]{12}; name where those lie by --dataset, or run the sweep again\n$"
                .formatted(linear));
    assertThat(end.exitCode()).isEqualTo(2);
  }

  @Test
  void theBestMustBeOfOneProblem() {
    End end = export(results, "best", "--to", place("m.npz"));

    assertRefused(
        end,
        "best must be of one problem, got: 2, whose results do not compare; name the trial of one of them: %s (digits, softmax regression), %s (digits, hidden [3] tanh)"
            .formatted(linear, network));
    assertRefused(
        "--optimizer must be one of the results, got: adam; they have sgd",
        "best",
        "--optimizer",
        "adam",
        "--to",
        place("m.npz"));
    assertRefused(
        "--optimizer must go with best, got: sgd with TRIAL %s; leave it out".formatted(linear),
        linear,
        "--optimizer",
        "sgd",
        "--to",
        place("m.npz"));
  }

  @Test
  void theBestMustHaveCompleted() {
    assertRefused(
        export(run("lost", "1e38"), "best", "--to", place("m.npz")),
        "best must have a trial that completed, got: none there; the report tells why");
  }

  @Test
  void anotherCurveIsNotWrittenUnlessAsked() throws IOException {
    Path copy = directory.resolve("tampered");
    FileUtils.copyDirectory(results.toFile(), copy.toFile());
    Tampering.rewrite(
        SparkFixture.spark(),
        copy,
        rows ->
            rows.withColumn(
                "learning_rate", expr("if(learning_rate = 0.3, 0.31D, learning_rate)")));
    Path model = directory.resolve("different.npz");

    End refused = export(copy, linear, "--to", model.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out())
        .contains("  different in 12 of 12 points, first at step 1 in test_loss: stored ")
        .endsWith("nothing is written; --even-if-different writes the model of now\n");
    assertThat(model).doesNotExist();

    End asked = export(copy, linear, "--to", model.toString(), "--even-if-different");

    assertThat(asked.exitCode()).isZero();
    assertThat(asked.out())
        .contains("  different in 12 of 12 points", "\nwrote " + model + ": a NumPy archive, ");
    assertThat(model).exists();
  }
}
