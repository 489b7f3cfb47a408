package dev.geodesic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.conf.SampleOptimizers;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.table.ColumnType;
import dev.geodesic.store.table.ScalarColumn;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Scale;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsTest {
  private static final TrialResult SGD = SampleTrials.completed(SampleTrials.SGD, 0);
  private static final TrialResult NATURAL =
      SampleTrials.completed(SampleTrials.NATURAL_GRADIENT, 0);
  private static final TrialResult DIVERGED =
      SampleTrials.diverged(SampleTrials.NATURAL_GRADIENT, 1, 3);
  private static final TrialResult FAILED =
      SampleTrials.failed(SampleTrials.SGD, 2, "out of <luck>, \"said\" 'one'\nor two");

  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;

  private ResultStore empty(String name) {
    ResultStore store = new ResultStore(temporary.resolve(name).toUri(), new Configuration());
    store.prepare();
    return store;
  }

  private ResultStore filled(String name) throws IOException {
    ResultStore store = empty(name);
    store.commit("a", List.of(SGD, NATURAL));
    store.commit("b", List.of(DIVERGED, FAILED));
    return store;
  }

  /** However Hadoop says that a file is gone. */
  @Test
  void aFileThatIsGoneMakesViewsOutdated() {
    for (IOException gone :
        List.of(new FileNotFoundException("pack"), new NoSuchFileException("pack"))) {
      assertThat(Views.areOutdated(new IllegalStateException("Spark", gone))).isTrue();
    }
    assertThat(Views.areOutdated(new IllegalStateException("Spark", new IOException("disk"))))
        .isFalse();
  }

  @Test
  void everyParameterOfEveryOptimizerHasAColumnOfItsType() {
    Map<String, ColumnType> needed = new HashMap<>();
    for (OptimizerSpec optimizer : SampleTrials.FAMILY) {
      TrialSpec spec = SampleTrials.completed(SampleTrials.NETWORK, optimizer, 0).trial().spec();
      // A parameter that was added later is not stored at its default.
      DataSpec data =
          spec.data()
              .with(DataSpec.VALIDATION, 0.1)
              .with(DataSpec.FORMAT, DataFormat.CSV)
              .with(DataSpec.LABEL, "y")
              .with(DataSpec.FEATURES, List.of("a", "b"))
              .with(DataSpec.TEST, "test.csv")
              .with(DataSpec.SCALE, Scale.STANDARD);
      new TrialSpec(data, spec.model(), optimizer, spec.schedule(), spec.seed())
          .parameters()
          .forEach((key, value) -> needed.put(columnName(key), type(value)));
    }
    Map<String, ColumnType> columns = new HashMap<>();
    TrialColumns.PARAMETERS.forEach(
        column -> columns.put(column.name(), ((ScalarColumn<?>) column).type()));
    assertThat(columns).isEqualTo(needed);
    assertThat(SampleTrials.FAMILY.stream().map(o -> o.getClass().getName()).distinct())
        .as("the optimizers checked above are all")
        .containsExactlyInAnyOrderElementsOf(SampleOptimizers.classes());
  }

  private static ColumnType type(Object value) {
    return value instanceof Double
        ? ColumnType.DOUBLE
        : value instanceof Integer
            ? ColumnType.INTEGER
            : value instanceof Boolean ? ColumnType.BOOLEAN : ColumnType.STRING;
  }

  @Test
  void noColumnOfACurveIsCalledLikeAnotherBesideIt() throws IOException {
    Views.register(spark, empty("empty").root());
    assertThat(spark.table("curves").columns()).doesNotHaveDuplicates();
  }

  @Test
  void everyOptimizerIsReadBackAsItWasAsked() throws IOException {
    List<TrialResult> family =
        SampleTrials.FAMILY.stream()
            .map(optimizer -> SampleTrials.completed(SampleTrials.NETWORK, optimizer, 0))
            .toList();
    ResultStore store = empty("family");
    store.commit("a", family);
    Views.register(spark, store.root());
    for (TrialResult trial : family) {
      assertThat(trial(trial)).containsAllEntriesOf(asked(trial));
    }
    assertThat(trial(family.get(0)))
        .containsEntry("hidden", "[64, 32]")
        .containsEntry("activation", "relu")
        .containsEntry("learning_rate_schedule", "cosine")
        .containsEntry("max_kl", 0.3)
        .containsEntry("momentum", null)
        .containsEntry("nesterov", null)
        .containsEntry("damping_schedule", null);
    assertThat(DuckDb.rows(spark.sql("select distinct seeds from summary")))
        .containsExactly(List.of(1));
  }

  private static String columnName(String key) {
    return switch (key) {
      case "order" -> "batch_order";
      case "format" -> "data_format";
      case "label" -> "label_column";
      case "features" -> "feature_columns";
      case "test" -> "test_dataset";
      case "scale" -> "feature_scale";
      default -> key.replace('-', '_');
    };
  }

  @Test
  void trialsAreReadBackColumnByColumn() throws IOException {
    Views.register(spark, filled("seed").root());
    assertThat(trial(NATURAL))
        .containsAllEntriesOf(asked(NATURAL))
        .containsEntry("sweep", "seed")
        .containsEntry("configuration_id", NATURAL.trial().configurationId())
        .containsEntry("status", "COMPLETED")
        .containsEntry("diverged_step", null)
        .containsEntry("cause", null)
        .containsEntry("train_loss", 0.25)
        .containsEntry("test_loss", 0.5)
        .containsEntry("test_accuracy", 0.5)
        .containsEntry("best_test_loss", 0.5)
        .containsEntry("best_test_loss_step", 4)
        .containsEntry("seconds", 2.0)
        .containsEntry("bracket", null)
        .containsEntry("rung", null)
        .containsEntry("pack_id", "0123")
        .containsEntry("pack_trials", 2)
        .containsEntry("host", "host-1")
        .containsEntry("device", "a processor")
        .containsEntry("data_fingerprint", "f00d")
        .containsEntry("schema_version", 3);
    assertThat(trial(SGD))
        .containsAllEntriesOf(asked(SGD))
        .containsEntry("activation", null)
        .containsEntry("max_norm", null)
        .containsEntry("max_kl", null)
        .containsEntry("reltol", null)
        .containsEntry("damping", null)
        .containsEntry("fisher", null)
        .containsEntry("solver", null);
    assertThat(trial(DIVERGED))
        .containsEntry("status", "DIVERGED")
        .containsEntry("diverged_step", 3)
        .containsEntry("cause", "batch loss must be finite and <= 100.0, got: NaN")
        .containsEntry("train_loss", 1.0)
        .containsEntry("test_loss", 1.5);
    assertThat(trial(FAILED))
        .containsEntry("status", "FAILED")
        .containsEntry("cause", "out of <luck>, \"said\" 'one'\nor two")
        .containsEntry("train_loss", null)
        .containsEntry("seconds", null);
  }

  private static Map<String, Object> asked(TrialResult trial) {
    Map<String, Object> asked = new HashMap<>();
    trial.trial().spec().parameters().forEach((key, value) -> asked.put(columnName(key), value));
    return asked;
  }

  private Map<String, @Nullable Object> trial(TrialResult trial) {
    Row row = spark.table("trials").filter("trial_id = '%s'".formatted(trial.trial().id())).head();
    Map<String, @Nullable Object> values = new HashMap<>();
    for (String field : row.schema().fieldNames()) {
      values.put(field, row.getAs(field));
    }
    return values;
  }

  @Test
  void aCurveHasARowAStepWithWhatWasAskedBesideIt() throws IOException {
    Views.register(spark, filled("seed").root());
    assertThat(
            DuckDb.rows(
                spark.sql(
                    """
                    select optimizer, learning_rate, seed, status, step, train_loss, test_loss,
                      test_accuracy, step_norm, kl, step_scale, solver_path, rank, lambda_max,
                      damping_in_force, iterations, rounding, cross_check, seconds
                    from curves where trial_id = '%s' order by step
                    """
                        .formatted(DIVERGED.trial().id()))))
        .containsExactly(
            Arrays.asList(
                "natural-gradient",
                0.3,
                1,
                "DIVERGED",
                1,
                2.0,
                null,
                null,
                0.01,
                0.001,
                1.0,
                "gram",
                1,
                2.5,
                0.25,
                null,
                null,
                null,
                0.5),
            Arrays.asList(
                "natural-gradient",
                0.3,
                1,
                "DIVERGED",
                2,
                1.0,
                1.5,
                0.6,
                0.02,
                0.002,
                0.5,
                "cholesky",
                2,
                null,
                0.125,
                null,
                1e-6,
                2e-9,
                1.0));
    assertThat(spark.table("curves").count()).isEqualTo(4 + 4 + 2);
  }

  @Test
  void aCurveOfConjugateGradientsHasItsIterations() throws IOException {
    ConjugateGradient cg =
        Specs.cg(Specs.rate(0.1), Specs.damping(1), 1e-3, 50, Preconditioner.NONE);
    ResultStore store = empty("cg");
    store.commit("a", List.of(SampleTrials.completed(cg, 0)));
    Views.register(spark, store.root());
    assertThat(
            DuckDb.rows(
                spark.sql(
                    "select step, solver_path, rank, damping_in_force, iterations, cg_iterations, damping"
                        + " from curves where step < 3 order by step")))
        .containsExactly(
            Arrays.asList(1, "cg", null, 0.25, 11, 50, 1.0),
            Arrays.asList(2, "cg", null, 0.125, 12, 50, 1.0));
  }

  @Test
  void duckDbReadsTheSameTrialsAndCurves() throws IOException, SQLException {
    ResultStore store = filled("seed");
    Views.register(spark, store.root());
    String files = "'%s/packs/*.parquet'".formatted(temporary.resolve("seed"));
    List<List<@Nullable Object>> trials =
        DuckDb.query("select * exclude (curve) from %s order by trial_id".formatted(files));
    assertThat(trials).hasSize(4);
    // What the views add to the files.
    String[] added = {"sweep", "trainer_version"};
    assertThat(DuckDb.rows(spark.table("trials").drop(added).orderBy("trial_id")))
        .isEqualTo(trials);
    assertThat(DuckDb.rows(spark.sql("SELECT DISTINCT trainer_version FROM trials")))
        .containsExactly(List.of(TrialSpec.TRAINER_VERSION));
    List<List<@Nullable Object>> curves =
        DuckDb.query(
            """
            select trial_id, unnest(point) from
              (select trial_id, unnest(curve) as point from %s) order by trial_id, point.step
            """
                .formatted(files));
    assertThat(curves).hasSize(10);
    assertThat(
            DuckDb.rows(
                spark.sql(
                    """
                    select trial_id, step, train_loss, test_loss, test_accuracy, step_norm, kl,
                      step_scale, solver_path, rank, lambda_max, damping_in_force, iterations, rounding,
                      cross_check, seconds, validation_loss, validation_accuracy
                    from curves order by trial_id, step
                    """)))
        .isEqualTo(curves);
  }

  @Test
  void whatIsNotFiniteIsAbsent() throws IOException {
    ResultStore store = empty("nan");
    var point = SGD.curve().get(1);
    var infinite =
        new dev.geodesic.trial.CurvePoint(
            1,
            1,
            new dev.geodesic.trial.CurvePoint.Change(Double.NaN, Double.NEGATIVE_INFINITY, 1),
            null,
            null,
            new dev.geodesic.trial.CurvePoint.Measurement(Double.POSITIVE_INFINITY, 0.5),
            null,
            0.5);
    store.commit(
        "a",
        List.of(SampleTrials.result(SampleTrials.SGD, 0, SGD.status(), List.of(infinite, point))));
    Views.register(spark, store.root());
    assertThat(
            DuckDb.rows(
                spark.sql(
                    "select step_norm, kl, test_loss, test_accuracy from curves where step = 1")))
        .containsExactly(Arrays.asList(null, null, null, 0.5));
    assertThat(DuckDb.rows(spark.sql("select best_test_loss, best_test_loss_step from trials")))
        .containsExactly(Arrays.asList(1.0, 2));
  }

  @Test
  void aTrialThatLiesInTwoFilesIsReadOnce() throws IOException {
    ResultStore store = filled("seed");
    store.commit("merged", List.of(SGD, NATURAL, DIVERGED));
    store.commit("cut-anew", List.of(FAILED, SampleTrials.completed(SampleTrials.SGD, 7), SGD));
    Views.register(spark, store.root());
    assertThat(spark.table("trials").count()).isEqualTo(5);
    assertThat(spark.sql("select distinct trial_id from trials").count()).isEqualTo(5);
    assertThat(spark.table("curves").count()).isEqualTo(4 + 4 + 2 + 4);
  }

  @Test
  void severalSweepsStandSideBySide() throws IOException {
    Views.register(spark, List.of(filled("one").root(), filled("two").root()));
    assertThat(DuckDb.rows(spark.sql("select sweep, count(*) from trials group by 1 order by 1")))
        .containsExactly(List.of("one", 4L), List.of("two", 4L));
    assertThat(DuckDb.rows(spark.sql("select distinct sweep, seeds from summary order by 1")))
        .containsExactly(List.of("one", 2), List.of("two", 2));
  }

  @Test
  void aSweepWithoutResultsHasEmptyViews() throws IOException {
    Views.register(spark, empty("empty").root());
    for (String view : List.of("trials", "curves", "summary", "baselines")) {
      assertThat(spark.table(view).count()).as(view).isZero();
    }
    assertThatThrownBy(() -> Views.register(spark, temporary.resolve("none").toUri()))
        .isInstanceOf(RequestException.class)
        .hasMessageMatching(
            "A results directory must exist to be read, got: file:.*/none; run a sweep first, or"
                + " name another");
    assertThatThrownBy(() -> Views.register(spark, temporary.toUri()))
        .isInstanceOf(RequestException.class)
        .hasMessageMatching(
            "A results directory must hold a sweep, got: file:.* \\(no folder packs in it\\); name one"
                + " that a run wrote to");
  }

  @Test
  void aDirectoryMayBeCalledAsItLikes() throws IOException {
    String name = "a b[1]{x,y}*%20#é";
    Views.register(spark, filled(name).root());
    assertThat(DuckDb.rows(spark.sql("select distinct sweep from trials")))
        .containsExactly(List.of(name));
    assertThat(spark.table("curves").count()).isEqualTo(10);
  }

  @Test
  void rubbishInsideAFileIsNotReadAsResults() throws IOException {
    ResultStore store = filled("seed");
    Path file = temporary.resolve("seed/packs/pack-a.parquet");
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(4);
      access.write(new byte[(int) (Files.size(file) / 4)]);
    }
    Views.register(spark, store.root());
    assertThatThrownBy(() -> spark.table("curves").collectAsList())
        .hasMessageContaining("pack-a.parquet");
    assertThatThrownBy(
            () ->
                Views.read(
                    spark, List.of(store.root()), sweeps -> spark.table("curves").collectAsList()))
        .isInstanceOf(RequestException.class)
        .hasMessageMatching(
            "A results file must be a whole Parquet file, got: file:.*/pack-a.parquet \\(\\d+ bytes,"
                + " damaged\\); delete it and run again: only what it held is made anew");
  }
}
