package dev.geodesic.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.conf.SampleOptimizers;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.report.Reproduction;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.Tampering;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.reproduce.Retraining;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of every optimizer is run, and its trials trained again from what it left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReproduceTest {
  private Path directory = Path.of("");

  @BeforeAll
  void runSweeps(@TempDir Path temporary) {
    directory = temporary;
    IdxFiles.write(directory.resolve("digits"), 6, 4, 200, 40);
    String family =
        Families.ALL.stream()
            .flatMap(entry -> Stream.of(plain(entry), chosen(entry)))
            .collect(Collectors.joining("\n"));
    run("family", "record-every = 3, cross-check = 5", "[[], [5, 4]]", family);
    run(
        "halved",
        "halving { eta = 2, min-steps = 4 }",
        "[[], [3]]",
        "{ name = momentum, learning-rate = [0.01, 0.1, 1, 10] }");
    // Of the three rates one is far too high for a network.
    run("small", "", "[3]", "{ name = sgd, learning-rate = [0.1, 0.3, 1e38] }");
  }

  /** What it must be given alone. */
  private static String plain(Family<?> entry) {
    return "{ name = %s, learning-rate = [0.05, 1e38]%s }"
        .formatted(
            entry.name(),
            entry.parameters().stream().anyMatch(k -> k.key().equals("damping"))
                ? ", damping = 0.1"
                : "");
  }

  private static String chosen(Family<?> entry) {
    return "{ %s }".formatted(SampleOptimizers.chosen(entry));
  }

  private void run(String name, String sweep, String hidden, String optimizers) {
    Path conf = directory.resolve(name + ".conf");
    IdxFiles.write(
        conf,
        """
        sweep { steps = 14, eval-every = 4, mllib-baseline = false, %s }
        data { dataset = "%s", batch-size = 8, holdout = 0.25, order = sequential }
        model { hidden = %s, bias = true }
        optimizers = [ %s ]
        """
            .formatted(sweep, directory.resolve("digits"), hidden, optimizers)
            .getBytes(StandardCharsets.UTF_8));
    End end = InProcess.execute("run", conf.toString(), "--results", results(name).toString());
    assertThat(end.exitCode()).as(end.toString()).isZero();
  }

  private Path results(String name) {
    return directory.resolve("results-" + name);
  }

  private static List<Row> query(Path results, String sql) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, results.toUri());
    return spark.sql(sql).collectAsList();
  }

  private static String one(Path results, String sql) throws IOException {
    return query(results, sql).get(0).getString(0);
  }

  private static List<TrialResult> again(StoredRequest request) throws IOException {
    SparkSession spark = SparkFixture.spark();
    DataSet data =
        DataSetLoader.load(
            SparkApplication.of(spark.sparkContext()), request.pack().data(), line -> {});
    return Retraining.train(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        request.pack(),
        data,
        DeviceRequest.CPU);
  }

  /** Every trial once, trained in its pack. */
  private static List<Reproduction> reproduceAll(Path results) throws IOException {
    SparkSession spark = SparkFixture.spark();
    List<Reproduction> all = new ArrayList<>();
    for (Row pack : query(results, "SELECT min(trial_id) FROM trials GROUP BY pack_id")) {
      StoredRequest request = StoredRequest.read(spark, results.toUri(), pack.getString(0));
      assertThat(request.pack().isProven()).isTrue();
      List<TrialResult> again = again(request);
      Map<String, StoredTrial> stored = new TreeMap<>();
      request.others().forEach(trial -> stored.put(trial.id(), trial));
      assertThat(request.pack().ids()).containsExactlyInAnyOrderElementsOf(stored.keySet());
      again.forEach(
          trial ->
              all.add(
                  Reproduction.of(Objects.requireNonNull(stored.get(trial.trial().id())), trial)));
    }
    return all;
  }

  /** They trained in several packs, and are trained again alone. */
  @Test
  void whatClimbedALadderIsTheSameBitForBitAsFarAsItCame() throws IOException {
    SparkSession spark = SparkFixture.spark();
    URI results = results("halved").toUri();
    List<Row> trials =
        query(results("halved"), "SELECT trial_id, status FROM trials ORDER BY trial_id");
    assertThat(trials.stream().map(row -> row.getString(1))).contains("COMPLETED", "STOPPED");
    for (Row row : trials) {
      StoredRequest request = StoredRequest.read(spark, results, row.getString(0));
      List<TrialResult> again = again(request);
      assertThat(again).hasSize(1);
      assertThat(Reproduction.of(request.trial(), again.get(0)).describe())
          .startsWith("bit for bit the same: ");
    }
  }

  @Test
  void everyOptimizerIsTheSameBitForBit() throws IOException {
    // Merged: the order of a pack is known from the conf in the manifest alone.
    assertThat(files(results("family").resolve("packs"))).hasSize(1);
    int trials = 2 * 3 * Families.ALL.size();

    List<Reproduction> all = reproduceAll(results("family"));

    assertThat(all)
        .hasSize(trials)
        .allSatisfy(r -> assertThat(r.describe()).startsWith("bit for bit the same: "));
    assertThat(all.stream().map(r -> r.stored().parameters().get("optimizer")).distinct())
        .containsExactlyInAnyOrderElementsOf(Families.ALL.stream().map(Family::name).toList());
    assertThat(all).filteredOn(r -> r.stored().status().equals("DIVERGED")).hasSizeGreaterThan(3);
    assertThat(all).filteredOn(r -> r.stored().curve().size() > 5).hasSizeGreaterThan(trials / 2);
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static End reproduce(Path results, String trial, String... more) {
    return InProcess.execute(
        Stream.concat(Stream.of("reproduce", results.toString(), trial), Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void theCommandSaysSoAndLeavesTheResultsAlone() throws IOException {
    Path results = results("small");
    String trial = one(results, "SELECT trial_id FROM trials WHERE learning_rate = 0.3");
    List<String> before = snapshot(results);

    End end = reproduce(results, trial.substring(0, 12));

    assertThat(end.err()).isEmpty();
    assertThat(end.exitCode()).isZero();
    assertThat(end.out())
        .startsWith(
            """
            training it again, in its pack of 3 trials
            %s: sgd, learning rate 0.3, seed 0, COMPLETED
              bit for bit the same: 14 points
            """
                .formatted(trial))
        .doesNotContain("| data ", "| device ", "| library", "| processor", "| trainer");
    assertThat(snapshot(results)).isEqualTo(before);
  }

  private static List<String> snapshot(Path results) throws IOException {
    try (Stream<Path> files = Files.walk(results)) {
      return files
          .map(f -> f + " " + f.toFile().lastModified() + " " + f.toFile().length())
          .toList();
    }
  }

  @Test
  void aDivergenceIsReproducedToItsStep() throws IOException {
    Path results = results("small");
    String trial = one(results, "SELECT trial_id FROM trials WHERE status = 'DIVERGED'");

    End end = reproduce(results, trial, "--whole-pack");

    assertThat(end.out())
        .contains(
            trial
                + ": sgd, learning rate 1e38, seed 0, DIVERGED at step 2\n"
                + "  bit for bit the same: 1 point\n",
            "3 of 3 trials are bit for bit the same\n");
    assertThat(end.exitCode()).isZero();
  }

  /** A copy of the small sweep with something changed in its rows. */
  private Path tampered(String name, String column, String value) throws IOException {
    Path copy = directory.resolve("results-" + name);
    FileUtils.copyDirectory(results("small").toFile(), copy.toFile());
    Tampering.rewrite(SparkFixture.spark(), copy, rows -> rows.withColumn(column, expr(value)));
    return copy;
  }

  @Test
  void aTamperedCurveIsToldWithStepAndColumn() throws IOException {
    Path results =
        tampered(
            "curve",
            "curve",
            "transform(curve, p -> if(p.step IN (5, 9) AND learning_rate = 0.3,"
                + " struct(p.step, p.train_loss, p.test_loss, p.test_accuracy, p.step_norm, p.kl * 2"
                + " AS kl, p.step_scale, p.solver_path, p.rank, p.lambda_max, p.damping_in_force,"
                + " p.iterations, p.rounding, p.cross_check, p.seconds, p.validation_loss,"
                + " p.validation_accuracy), p))");
    Row kl =
        query(results, "SELECT trial_id, kl FROM curves WHERE learning_rate = 0.3 AND step = 5")
            .get(0);

    End end = reproduce(results, kl.getString(0));

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.out())
        .contains(
            "\n  different in 2 of 14 points, first at step 5 in kl: stored %s, again %s; largest relative difference 0.5, in kl at step 5\n"
                .formatted(kl.getDouble(1), kl.getDouble(1) / 2));
  }

  @Test
  void aTamperedParameterIsTold() throws IOException {
    Path results =
        tampered(
            "parameter",
            "learning_rate",
            "if(learning_rate = 0.3, 0.30000000000000004D, learning_rate)");
    String trial =
        one(results, "SELECT trial_id FROM trials WHERE learning_rate > 0.3 AND learning_rate < 1");

    End end = reproduce(results, trial);

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.out())
        .contains("different in 14 of 14 points, first at step 1 in step_norm: stored ")
        .containsPattern("\\| trainer and parameters +\\| " + trial + " \\| [0-9a-f]{20} ")
        .containsPattern("\\| those of its pack +\\| 3 trials +\\| 2 of them unchanged ");
  }

  @Test
  void aTamperedOutcomeIsTold() throws IOException {
    Path results = tampered("outcome", "diverged_step", "diverged_step + 1");
    String trial = one(results, "SELECT trial_id FROM trials WHERE status = 'DIVERGED'");

    End end = reproduce(results, trial);

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.out())
        .contains(
            """
              the curve is bit for bit the same: 1 point
              the outcome differs in diverged_step: stored 3, again 2
            """);
  }

  @Test
  void itAsksForTheDeviceThatTrainedIt() throws IOException {
    Path results = tampered("device", "device", "concat('nd4j-cuda on a card; ', device)");
    String trial = one(results, "SELECT trial_id FROM trials WHERE learning_rate = 0.3");

    assertThat(reproduce(results, trial).err())
        .startsWith("geodesic: device nd4j-cuda needs ")
        .endsWith("take cpu instead, by sweep.device or --device\n");

    assertThat(reproduce(results, trial, "--device", "cpu").out())
        .contains("bit for bit the same: 14 points")
        .containsPattern("\\| device +\\| nd4j-cuda on a card; cpu: .*\\| cpu: ");
  }

  @Test
  void otherDataAreTold() throws IOException {
    Path results = results("small");
    Path other = IdxFiles.write(directory.resolve("other"), 6, 4, 204, 40);
    String trial = one(results, "SELECT trial_id FROM trials WHERE learning_rate = 0.1");
    String fingerprint = one(results, "SELECT data_fingerprint FROM trials");

    End end = reproduce(results, trial, "--dataset", other.toString());

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.out())
        .contains("different in 14 of 14 points, first at step 1 in train_loss: stored ")
        .containsPattern("\\| data +\\| " + fingerprint + " +\\| [0-9a-f]+ +\\|");
  }

  @Test
  void theWrongTrialIsAnsweredWithCandidates() throws IOException {
    Path results = results("small");
    List<String> ids =
        query(results, "SELECT trial_id FROM trials ORDER BY 1").stream()
            .map(row -> row.getString(0))
            .toList();

    assertThat(reproduce(results, ""))
        .isEqualTo(
            new End(
                2,
                "",
                "geodesic: TRIAL must name one trial, got: nothing, with which 3 begin: %s\n"
                    .formatted(String.join(", ", ids))));
    assertThat(reproduce(results, ids.get(1).substring(0, 19) + "x"))
        .isEqualTo(
            new End(
                2,
                "",
                "geodesic: TRIAL must be the id of a trial or the beginning of one, got: %s; the nearest are: %s\n"
                    .formatted(ids.get(1).substring(0, 19) + "x", ids.get(1))));
  }

  /** Nothing but the manifest can tell the order in a merged file. */
  @Test
  void anUnknownOrderIsTold() throws IOException {
    Path results = tampered("order", "cause", "cause");
    String first = one(results, "SELECT trial_id FROM trials WHERE learning_rate = 0.3");
    Tampering.rewrite(
        SparkFixture.spark(), results, rows -> rows.orderBy(col("learning_rate").desc()));
    assertThat(StoredRequest.read(SparkFixture.spark(), results.toUri(), first).pack().isProven())
        .isTrue();
    Files.delete(results.resolve("manifest.json"));
    String trial = one(results, "SELECT trial_id FROM trials WHERE learning_rate = 0.1");

    End end = reproduce(results, trial);

    assertThat(end.out())
        .containsPattern("\\| order in the pack +\\| [0-9a-f]{20} +\\| not known ")
        .containsPattern("\\| processor +\\| unknown +\\|");
  }
}
