package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.completed;
import static dev.geodesic.report.StoredSweeps.diverged;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.machine.Machine;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.Tampering;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SweepComparisonTest {
  /** Quantiles 0.975 of Student's t by degrees of freedom, from a printed table. */
  private static final Map<Long, Double> T = Map.of(1L, 12.7062047, 2L, 4.30265273);

  private static final NaturalGradient NATURAL =
      Specs.natural(0.1, 1e-6, 0, Fisher.EXACT, Solver.AUTO);

  private final SparkSession spark = SparkFixture.spark();

  private Path temporary = Path.of("");
  private SweepComparison comparison = new SweepComparison(List.of());

  @BeforeAll
  void storeSweeps(@TempDir Path directory) throws Exception {
    temporary = directory;
    storeOne();
    storeTwo("two");
    comparison = comparison("two");
  }

  private void storeOne() throws IOException {
    store(
        "one",
        run("a1", "2.1", conf(10, List.of(0, 1, 2), 0.1)),
        completed(Specs.sgd(0.1), 14, 0, 3, 0.5),
        completed(Specs.sgd(0.1), 14, 1, 3, 0.7),
        completed(Specs.sgd(0.1), 14, 2, 3, 0.75),
        completed(Specs.sgd(0.3), 14, 0, 3, 0.3),
        completed(Specs.sgd(0.3), 14, 1, 3, 0.35),
        completed(Specs.sgd(3), 14, 0, 3, 0.9),
        completed(NATURAL, 14, 0, 3, 0.4),
        completed(NATURAL, 14, 1, 3, 0.41),
        completed(Specs.sgd(1), 14, 0, 3, 0.2));
  }

  private void storeTwo(String name) throws IOException {
    store(
        name,
        run("b2", "2.1", conf(20, List.of(0, 1), 0.1)),
        // Four seeds, of which three are those of the other, and two came to their end in both.
        completed(Specs.sgd(0.1), 14, 0, 3, 0.55),
        completed(Specs.sgd(0.1), 14, 1, 3, 0.72),
        diverged(Specs.sgd(0.1), 14, 2, 3, 2, step -> 1),
        completed(Specs.sgd(0.1), 14, 3, 3, 0.8),
        // No seed in common.
        completed(Specs.sgd(0.3), 14, 5, 3, 0.25),
        diverged(Specs.sgd(3), 14, 0, 3, 2, step -> 1),
        // The same to the bit.
        completed(NATURAL, 14, 0, 3, 0.4),
        completed(NATURAL, 14, 1, 3, 0.41),
        completed(Specs.sgd(5), 14, 0, 3, 1),
        completed(Specs.sgd(7), 14, 0, 3, 2),
        diverged(Specs.sgd(7), 14, 1, 3, 2, step -> 1));
  }

  private static Map<String, Object> conf(int steps, List<Integer> seeds, double rate) {
    return Map.of(
        "sweep", Map.of("steps", steps, "seeds", seeds),
        "optimizers",
            List.of(
                Map.of("name", "sgd", "learning-rate", rate),
                Map.of("name", "sgd", "learning-rate", 10 * rate * steps),
                Map.of("name", "adam", "learning-rate", rate)));
  }

  private static Manifest.Run run(String commit, String nd4j, Map<String, Object> conf) {
    return new Manifest.Run(
        "2026-11-01T22:00:00Z",
        "2026-11-02T06:00:00Z",
        conf,
        new Manifest.Code("1", commit, "false"),
        Map.of("nd4j", nd4j),
        Map.of("mnist", "f00d"),
        Map.of(),
        new Machine("host-1", 2, 1L << 33, "a processor", "Linux"),
        List.of(),
        new Manifest.SparkSetup("local[2]", 2, Map.of()),
        new Manifest.Work(8, 100, 20, 80, 60, 90, "a probe"),
        Map.of());
  }

  private void store(String name, Manifest.Run run, TrialResult... trials) throws IOException {
    ResultStore store = StoredSweeps.store(temporary.resolve(name), trials);
    new ManifestFile(store).append(name, run);
  }

  private SweepComparison comparison(String second) throws Exception {
    return SweepComparison.read(
        spark, Stream.of("one", second).map(name -> temporary.resolve(name).toUri()).toList());
  }

  private static OutcomeComparison outcome(SweepComparison comparison) {
    return OutcomeComparison.of(comparison.sweeps().get(0), comparison.sweeps().get(1));
  }

  private String raw(String name) {
    return "parquet.`%s`".formatted(temporary.resolve(name).resolve("packs"));
  }

  @Test
  void numbersAreThoseOfSqlOnTheFiles() throws Exception {
    List<Row> expected =
        spark
            .sql(
                """
                WITH one AS (SELECT *, element_at(curve, -1).test_loss AS loss FROM %s),
                     two AS (SELECT *, element_at(curve, -1).test_loss AS loss FROM %s)
                SELECT a.optimizer, a.learning_rate,
                       first((SELECT avg(loss) FROM one o WHERE o.optimizer = a.optimizer
                          AND o.learning_rate = a.learning_rate AND o.status = 'COMPLETED')) AS loss_1,
                       first((SELECT avg(loss) FROM two t WHERE t.optimizer = a.optimizer
                          AND t.learning_rate = a.learning_rate AND t.status = 'COMPLETED')) AS loss_2,
                       count(b.loss - a.loss) AS pairs,
                       avg(b.loss - a.loss) AS difference,
                       stddev_samp(b.loss - a.loss) / sqrt(count(b.loss - a.loss)) AS error
                FROM one a LEFT JOIN two b ON a.optimizer = b.optimizer
                  AND a.learning_rate = b.learning_rate AND a.seed = b.seed
                  AND a.status = 'COMPLETED' AND b.status = 'COMPLETED'
                WHERE EXISTS (SELECT 1 FROM two t WHERE t.optimizer = a.optimizer
                  AND t.learning_rate = a.learning_rate)
                GROUP BY a.optimizer, a.learning_rate ORDER BY a.optimizer, a.learning_rate
                """
                    .formatted(raw("one"), raw("two")))
            .collectAsList();
    List<Row> rows =
        outcome(comparison).table(20).rows().stream()
            .sorted(Rows.ascending("optimizer").thenComparing(Rows.ascending("learning_rate")))
            .toList();

    assertThat(rows).hasSameSizeAs(expected).hasSize(4);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Row sql = expected.get(i);
      long pairs = sql.getLong(4);
      assertThat(row.<String>getAs("optimizer")).isEqualTo(sql.getString(0));
      assertThat(row.<Double>getAs("learning_rate")).isEqualTo(sql.getDouble(1));
      assertClose(row.getAs("loss [1]"), sql.get(2));
      assertClose(row.getAs("loss [2]"), sql.get(3));
      assertThat(row.<Integer>getAs("pairs")).isEqualTo((int) pairs);
      if (pairs > 0) {
        assertClose(row.getAs("[2] - [1]"), sql.get(5));
      }
      assertClose(
          row.getAs("+-95 %"),
          pairs > 1 ? T.getOrDefault(pairs - 1, 0.0) * sql.getDouble(6) : null);
    }
  }

  private static void assertClose(@Nullable Object number, @Nullable Object expected) {
    if (expected == null) {
      assertThat(number).isNull();
    } else {
      assertThat((Double) number).isCloseTo((Double) expected, within(1e-7));
    }
  }

  @Test
  void configurationsAreCounted() throws Exception {
    assertThat(outcome(comparison).counts())
        .isEqualTo(
            """
            both hold 4 configurations: 1 with the same loss for every common seed, 0 with a difference beyond
            its 95 % interval, 2 with another number of diverged seeds
            [1] alone holds 1 configuration (1 trial); [2] alone holds 2 configurations (3 trials)""");
  }

  @Test
  void theMostDifferentComeFirstAndDivergedSeedsAreShown() throws Exception {
    List<Row> rows = outcome(comparison).table(2).rows();

    assertThat(rows)
        .extracting(row -> row.<Object>getAs("learning_rate"))
        .containsExactly(3.0, 0.1);
    assertThat(rows)
        .extracting(row -> row.<Object>getAs("diverged [2]"))
        .containsExactly("1 of 1", "1 of 4");
    assertThat(rows.get(0).<Object>getAs("[2] - [1]")).isNull();
    assertThat(rows.get(0).<Object>getAs("loss [1]")).isEqualTo(0.9);
  }

  @Test
  void withoutACommonSeedTheMeansAreSubtracted() throws Exception {
    Row row =
        outcome(comparison).table(9).rows().stream()
            .filter(each -> each.<Double>getAs("learning_rate") == 0.3)
            .findFirst()
            .orElseThrow();

    assertClose(row.getAs("[2] - [1]"), 0.25 - (0.3 + 0.35) / 2);
    assertThat(row.<Object>getAs("+-95 %")).isNull();
    assertThat(row.<Integer>getAs("pairs")).isZero();
  }

  @Test
  void confsAndCommitsAreLaidSideBySide() throws Exception {
    List<ComparedSweep> sweeps = comparison.sweeps();

    assertThat(ManifestFacts.ofConf(sweeps))
        .isEqualTo(
            """
            +--------------------------------+-----------+--------+
            | key                            | [1]       | [2]    |
            +--------------------------------+-----------+--------+
            | optimizers.sgd#2.learning-rate | 10.0      | 20.0   |
            | sweep.seeds                    | [0, 1, 2] | [0, 1] |
            | sweep.steps                    | 10        | 20     |
            +--------------------------------+-----------+--------+""");
    assertThat(ManifestFacts.ofEnvironment(sweeps))
        .isEqualTo(
            """
            +-------------+-----+-----+
            | what        | [1] | [2] |
            +-------------+-----+-----+
            | code commit | a1  | b2  |
            +-------------+-----+-----+""");
  }

  @Test
  void allRunsOfASweepCount() throws Exception {
    storeTwo("resumed");
    new ManifestFile(new ResultStore(temporary.resolve("resumed").toUri(), new Configuration()))
        .append("two", run("b2", "2.2", conf(20, List.of(0, 1), 0.1)));

    assertThat(ManifestFacts.ofEnvironment(comparison("resumed").sweeps()))
        .containsPattern("\\| library nd4j +\\| 2.1 +\\| 2.1, then 2.2 +\\|");
  }

  @Test
  void theBestOfEachOptimizerStandBelowEachOther() throws Exception {
    assertThat(comparison.describe(1))
        .contains("(the 1 most different; 3 more)")
        .containsPattern(
            "\\| natural-gradient +\\| \\[1\\] +\\| +0.1 \\|.*\n\\| natural-gradient +\\| \\[2\\] ")
        .containsPattern("\\| sgd +\\| \\[1\\] +\\| +1 \\|.*\n\\| sgd +\\| \\[2\\] +\\| +0.3 \\|");
  }

  /** As if each had been run on a machine of its own, from a folder of its own. */
  @Test
  void whereTheDataLieDoesNotCount() throws Exception {
    storeTwo("moved");
    tamper("dataset", "/elsewhere");
    assertThat(outcome(comparison("moved")).both().count()).isEqualTo(4);
    tamper("data_fingerprint", "another");
    assertThat(outcome(comparison("moved")).both().count()).isZero();
    tamper("dataset", "mnist");
    assertThat(outcome(comparison("moved")).both().count()).as("by its name").isEqualTo(4);
  }

  private void tamper(String column, String value) throws IOException {
    Tampering.rewrite(
        spark, temporary.resolve("moved"), rows -> rows.withColumn(column, lit(value)));
  }
}
