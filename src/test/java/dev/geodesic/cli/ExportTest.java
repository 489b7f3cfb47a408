package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.Samples;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.export.Predictions;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.Network;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.sweep.cluster.MllibBlas;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.reproduce.Retraining;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.ResidentData.Bias;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.ModelSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sweeps are run, models of their trials exported, and read back by the libraries that they are
 * for: these predict from raw features what our own network predicts on the holdout.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
  private static final int SIDE = 6;
  private static final int HOLDOUT = 40;
  private static final int IDX_HEADER = 16;
  private static final double TOLERANCE = 1e-5;

  private final Map<Case, Expected> expected = new HashMap<>();

  private Path directory = Path.of("");

  /**
   * A model to export.
   *
   * @param sweep that trained it
   * @param trial condition that selects it
   * @param isLinear whether it is softmax regression
   */
  private record Case(String name, String sweep, String trial, boolean isLinear) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("images", "images", "hidden = '[]' AND bias AND downsample = 6", true),
        new Case(
            "images-without-bias", "images", "hidden = '[]' AND NOT bias AND downsample = 6", true),
        new Case(
            "images-made-smaller", "images", "hidden = '[]' AND bias AND downsample = 3", true),
        new Case("relu", "images", "activation = 'relu' AND bias AND downsample = 6", false),
        new Case(
            "tanh",
            "images",
            "hidden <> '[]' AND activation = 'tanh' AND NOT bias AND downsample = 6",
            false),
        new Case("table", "table", "bias", true),
        new Case(
            "scaled-table", "trees", "hidden = '[]' AND bias AND feature_scale = 'standard'", true),
        new Case(
            "unit-network", "trees", "hidden <> '[]' AND bias AND feature_scale = 'unit'", false),
        new Case("two-classes", "two-classes", "NOT bias", true),
        new Case("confirming", "two-classes", "confirmation", true),
        new Case("stopped", "halved", "status = 'STOPPED'", true));
  }

  @BeforeAll
  void runSweepsAndExport(@TempDir Path temporary) throws IOException {
    directory = temporary;
    MllibBlas.settle();
    IdxFiles.write(directory.resolve("digits"), SIDE, 4, 200, HOLDOUT);
    writeTable("table.svm", -1, 3, 7);
    writeTable("two.svm", -1, 1);
    String rates = "{ name = sgd, learning-rate = [1e38, 0.1, 0.3] }";
    run(
        "images",
        "digits",
        "downsample = [6, 3], holdout = test",
        "hidden = [[], [5, 4]], activation = [tanh, relu], bias = [true, false]",
        "",
        rates);
    run("table", "table.svm", "holdout = 0.25", "bias = [true, false]", "", rates);
    writeTrees("trees.csv");
    run(
        "trees",
        "trees.csv",
        "holdout = 0.25, label = species, scale = [unit, standard]",
        "hidden = [[], [5]], bias = [true, false]",
        "",
        rates);
    run(
        "two-classes",
        "two.svm",
        "holdout = 0.25",
        "bias = false",
        "seeds = [0, 1], confirm { top = 1, seeds = [7, 8] }",
        rates);
    run(
        "halved",
        "digits",
        "holdout = test",
        "hidden = []",
        "halving { eta = 2, min-steps = 4 }",
        "{ name = momentum, learning-rate = [0.01, 0.1, 1, 10] }");
    for (Case one : cases().toList()) {
      List<String> places = new ArrayList<>(List.of("model.npz", "model.onnx"));
      if (one.isLinear()) {
        places.add("regression");
      }
      End end = export(results(one.sweep()), id(one), files(one, places));
      assertThat(end.exitCode()).as("%s: %s", one, end).isZero();
    }
  }

  /** A learnable table in LIBSVM's format: a class shifts its own feature. */
  private void writeTable(String name, int... classes) {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 4 * HOLDOUT; i++) {
      int c = i % classes.length;
      lines.append(classes[c]);
      for (int feature = 1; feature <= 4; feature++) {
        double value = random.nextDouble(-1, 1) + (feature == c + 1 ? 1.2 : 0);
        lines.append(String.format(Locale.ROOT, " %d:%.3f", feature, value));
      }
      lines.append('\n');
    }
    IdxFiles.write(directory.resolve(name), lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A table of named classes, whose features are of very different units. */
  private void writeTrees(String name) {
    SplittableRandom random = new SplittableRandom(6);
    List<String> species = List.of("oak", "ash", "linden tree");
    StringBuilder lines = new StringBuilder("height,species,width,depth\n");
    for (int i = 0; i < 4 * HOLDOUT; i++) {
      int c = i % species.size();
      lines.append(
          String.format(
              Locale.ROOT,
              "%.1f,%s,%.4e,%.4f%n",
              3e6 + 1e6 * (random.nextDouble(-1, 1) + c),
              species.get(c),
              -1e-6 * (random.nextDouble(-1, 1) + (c == 1 ? 1.5 : 0)),
              random.nextDouble(-1, 1)));
    }
    IdxFiles.write(directory.resolve(name), lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void run(
      String name, String dataset, String data, String model, String sweep, String optimizers) {
    Path conf = directory.resolve(name + ".conf");
    IdxFiles.write(
        conf,
        """
        sweep { steps = 16, eval-every = 4, mllib-baseline = false, %s }
        data { dataset = "%s", batch-size = 8, %s }
        model { %s }
        optimizers = [ %s ]
        """
            .formatted(sweep, directory.resolve(dataset), data, model, optimizers)
            .getBytes(StandardCharsets.UTF_8));
    End end = InProcess.execute("run", conf.toString(), "--results", results(name).toString());
    assertThat(end.exitCode()).as(end.toString()).isZero();
  }

  private Path results(String name) {
    return directory.resolve("results-" + name);
  }

  /** The export of one model, as the command wrote it. */
  private Path file(Case one, String name) {
    return directory.resolve("exports").resolve(one.name()).resolve(name);
  }

  private String[] files(Case one, List<String> names) {
    return names.stream()
        .flatMap(name -> Stream.of("--to", file(one, name).toString()))
        .toArray(String[]::new);
  }

  private static End export(Path results, String trial, String... more) {
    return InProcess.execute(
        Stream.concat(Stream.of("export", results.toString(), trial), Arrays.stream(more))
            .toArray(String[]::new));
  }

  private String id(Case one) throws IOException {
    return id(
        one.sweep(),
        "learning_rate < 1e30 AND (%s) ORDER BY learning_rate DESC, seed".formatted(one.trial()));
  }

  private String id(String sweep, String condition) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, results(sweep).toUri());
    Row first = spark.sql("SELECT trial_id FROM trials WHERE " + condition).collectAsList().get(0);
    return first.getString(0);
  }

  /**
   * What a model takes, and what it must answer.
   *
   * @param raw features of the holdout as they are in the data
   * @param expected predictions of our own network for them
   */
  private record Expected(double[][] raw, Predictions expected) {}

  private Expected expected(Case one) throws IOException {
    Expected known = expected.get(one);
    if (known == null) {
      known = predict(one);
      expected.put(one, known);
    }
    return known;
  }

  private Expected predict(Case one) throws IOException {
    SparkSession spark = SparkFixture.spark();
    StoredRequest request = StoredRequest.read(spark, results(one.sweep()).toUri(), id(one));
    DataSpec spec = request.pack().data();
    DataSet data = DataSetLoader.load(SparkApplication.of(spark.sparkContext()), spec, line -> {});
    List<float[]> weights =
        Retraining.train(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                request.pack(),
                data,
                DeviceRequest.CPU,
                request.trial().id())
            .weights();
    PreparedData prepared = data.prepare(spec.prepared());
    return new Expected(
        raw(one, data.prepare(spec.prepared().unscaled()).holdout()),
        Predictions.of(classes(one), own(request.spec().model(), prepared, weights)));
  }

  private static List<String> classes(Case one) {
    return switch (one.sweep()) {
      case "table" -> List.of("-1", "3", "7");
      case "trees" -> List.of("ash", "linden tree", "oak");
      case "two-classes" -> List.of("-1", "1");
      default -> List.of("0", "1", "2", "3");
    };
  }

  /** The bytes of the file of images; tables are trained on as they are. */
  private double[][] raw(Case one, Samples holdout) throws IOException {
    boolean isOfBytes = holdout.width() == SIDE * SIDE;
    byte[] bytes = Files.readAllBytes(directory.resolve("digits/t10k-images-idx3-ubyte"));
    double[][] raw = new double[HOLDOUT][holdout.width()];
    assertThat(holdout.count()).as(one.name()).isEqualTo(HOLDOUT);
    for (int i = 0; i < HOLDOUT; i++) {
      for (int f = 0; f < holdout.width(); f++) {
        int at = i * holdout.width() + f;
        raw[i][f] = isOfBytes ? Byte.toUnsignedInt(bytes[IDX_HEADER + at]) : holdout.features()[at];
      }
    }
    return raw;
  }

  private static double[][] own(ModelSpec spec, PreparedData data, List<float[]> weights) {
    int classes = data.classes();
    try (Device device = new CpuDevice();
        ResidentData resident =
            ResidentData.upload(device, data, spec.bias() ? Bias.APPENDED : Bias.NONE);
        Network network =
            Network.of(
                device,
                new Architecture(spec.layers(data.holdout().width(), classes), spec.activation()),
                weights,
                1)) {
      double[] flat =
          device.inScope(
              () ->
                  network
                      .forward(resident.holdout().samples(), resident.holdout().labels())
                      .probabilities()
                      .toArray());
      double[][] rows = new double[flat.length / classes][];
      Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * classes, (i + 1) * classes));
      return rows;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void everyLibraryPredictsFromRawFeaturesWhatWeDo(Case one) throws Exception {
    Expected own = expected(one);

    Predictions.archive(file(one, "model.npz"), own.raw()).assertSameAs(own.expected(), TOLERANCE);
    Predictions.onnx(file(one, "model.onnx"), own.raw()).assertSameAs(own.expected(), TOLERANCE);
    if (one.isLinear()) {
      Predictions.spark(file(one, "regression"), own.raw(), SparkFixture.spark())
          .assertSameAs(own.expected(), TOLERANCE);
    }
    assertThat(own.expected().labels().stream().distinct().count()).isGreaterThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void numpyPredictsTheSame(Case one) throws Exception {
    assumeTrue(Predictions.hasNumpy(), "there is no python3 with numpy on PATH");
    Expected own = expected(one);

    Predictions.numpy(file(one, "model.npz"), own.raw()).assertSameAs(own.expected(), TOLERANCE);
  }

  @Test
  void theEndSaysWhatWasWritten() throws IOException {
    Path results = results("images");
    String trial =
        id("images", "hidden = '[]' AND bias AND downsample = 6 AND learning_rate = 0.3");
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, results.toUri());
    Row stored =
        spark
            .sql(
                "SELECT test_accuracy, test_loss FROM trials WHERE trial_id = '%s'"
                    .formatted(trial))
            .head();
    Path model = directory.resolve("new/folder/m.npz");

    End end = export(results, trial.substring(0, 12), "--to", model.toString());

    assertThat(end.err()).isEmpty();
    assertThat(end.out())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                """
                training it again, in its pack of 3 trials
                %s: sgd, learning rate 0.3, seed 0, COMPLETED
                  bit for bit the same: 16 points
                wrote %s: a NumPy archive, accuracy %.4f and loss %.6g on the holdout
                """,
                trial,
                model,
                stored.getDouble(0),
                stored.getDouble(1)));
    assertThat(Objects.requireNonNull(model.getParent()).toFile().list()).containsExactly("m.npz");
  }

  @Test
  void theBestIsThatOfTheReport() throws IOException {
    String winner =
        id("two-classes", "status = 'COMPLETED' ORDER BY learning_rate DESC, test_loss");
    Path model = directory.resolve("best.onnx");

    End end =
        export(results("two-classes"), "best", "--optimizer", "sgd", "--to", model.toString());

    assertThat(end.err()).isEmpty();
    assertThat(end.out())
        .startsWith("best: sgd, learning rate 0.3, seed ")
        .contains(": trial " + winner + "\n", "\nwrote " + model + ": an ONNX model, accuracy ");
  }
}
