package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.completed;
import static dev.geodesic.report.StoredSweeps.diverged;
import static dev.geodesic.report.StoredSweeps.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.report.CurveDigest.TrialCurve;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.ViewColumns;
import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this process reads and computes is what Spark SQL answers over the same files. */
class SweepResultsTest {
  private static final NaturalGradient NATURAL =
      Specs.natural(0.1, 1e-6, 0.5, Fisher.EXACT, Solver.AUTO);

  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;
  private ResultStore store;

  @BeforeEach
  void commit() throws IOException {
    List<TrialResult> first = new ArrayList<>();
    List<TrialResult> second = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      int luck = seed;
      first.add(
          completed(Specs.sgd(0.1), 14, seed, 40, 0.5 + seed / 10.0, step -> (luck + 1.0) / step));
      second.add(completed(Specs.sgd(0.3), 14, seed, 40, 0.7 - seed / 10.0, step -> 2.0 / step));
      second.add(completed(NATURAL, 14, seed, 30, seed == 2 ? Double.POSITIVE_INFINITY : 0.3));
    }
    first.add(diverged(Specs.sgd(1), 14, 0, 40, 7, step -> step));
    first.add(diverged(Specs.sgd(1), 14, 1, 40, 23, step -> step));
    second.add(completed(Specs.sgd(1), 14, 2, 40, 0.9, step -> 1));
    store = StoredSweeps.store(temporary, first.toArray(TrialResult[]::new));
    store.commit("other", second);
    // The first trial lies in both files, as after a sweep whose packs were cut differently.
    store.commit("again", List.of(first.get(0), completed(Specs.sgd(3), 7, 0, 5, 0.8)));
    new UnfinishedTrials(store)
        .write(
            List.of(
                failed(Specs.sgd(9), 14, 0, 40, "no memory"),
                failed(Specs.sgd(0.1), 14, 0, 40, "old")));
    Baselines baselines = new Baselines(store);
    baselines.write(
        new Baseline("mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.92, 90, true, 3.5));
    baselines.write(
        new Baseline(
            "mnist",
            "test",
            null,
            7,
            true,
            "f00d",
            0.5,
            Double.POSITIVE_INFINITY,
            0.8,
            9,
            true,
            3));
    StoredSweeps.register(spark, List.of(store.root()));
  }

  private static List<String> lines(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }

  private List<Row> sql(String question) {
    return spark.sql(question).collectAsList();
  }

  @Test
  void rowsAreThoseOfTheViews() throws IOException {
    SweepResults results = SweepResults.read(store);
    assertThat(lines(results.trials())).isEqualTo(lines(sql("SELECT * FROM trials"))).hasSize(20);
    assertThat(SweepScan.TRIALS.simpleString())
        .isEqualTo(spark.table("trials").schema().simpleString());
    assertThat(lines(results.baselines()))
        .isEqualTo(lines(sql("SELECT * FROM baselines")))
        .hasSize(2);
    assertThat(SweepScan.BASELINES.simpleString())
        .isEqualTo(spark.table("baselines").schema().simpleString());
    assertThat(SweepScan.statuses(results.trials()))
        .isEqualTo(Map.of("COMPLETED", 17L, "DIVERGED", 2L, "FAILED", 1L));
  }

  @Test
  void configurationsAreCountedAndDescribedAsBySql() throws IOException {
    List<String> expected =
        lines(
            sql(
                """
                SELECT configuration_id, count(*), count_if(status = 'DIVERGED'),
                       count_if(status = 'FAILED'), count_if(status IN ('FAILED', 'NOT_RUN')),
                       count_if(status <> 'COMPLETED'),
                       count_if(status = 'COMPLETED' AND test_loss IS NULL),
                       max(trainer_version), max(data_fingerprint),
                       to_json(struct(%s))
                FROM trials GROUP BY ALL
                """
                    .formatted(String.join(", ", ViewColumns.PARAMETERS))));
    assertThat(
            lines(
                sql(
                    """
                    SELECT configuration_id, seeds, diverged, failed, unfinished, lost, not_finite,
                           trainer_version, data_fingerprint, parameters
                    FROM configurations
                    """)))
        .isEqualTo(expected)
        .hasSize(6);
  }

  /** The rule as SQL states it, over the summary that Spark computes. */
  @Test
  void placesAndStatisticsAreThoseOfSql() throws IOException {
    List<Row> expected =
        sql(
            """
            SELECT c.configuration_id, s.test_loss_count, s.test_loss_mean, s.test_loss_sd,
                   s.test_loss_low, s.test_loss_high, s.test_accuracy_mean,
                   row_number() OVER (
                     PARTITION BY c.problem, c.optimizer
                     ORDER BY c.lost + c.not_finite, s.test_loss_mean NULLS LAST, c.learning_rate,
                              c.damping DESC, c.reltol DESC, c.configuration_id) AS place
            FROM configurations c
            LEFT JOIN summary s ON s.configuration_id = c.configuration_id AND s.step = c.steps
            """);
    Map<String, Row> ranked =
        SweepResults.read(store).configurations().stream()
            .collect(
                Collectors.toMap(
                    row -> row.<String>getAs("configuration_id"), Function.identity()));
    assertThat(expected).hasSize(6);
    for (Row row : expected) {
      String id = row.getAs("configuration_id");
      Row ours = Objects.requireNonNull(ranked.get(id), id);
      for (String column : row.schema().fieldNames()) {
        Object theirs = row.getAs(column);
        if (column.equals("test_loss_count") && theirs == null) {
          theirs = 0;
        }
        assertThat(ours.<Object>getAs(column)).as(column).isEqualTo(theirs);
      }
    }
  }

  @Test
  void curvesAreDigestedAsBySql() throws IOException {
    SweepResults results = SweepResults.read(store);
    List<Row> windows =
        sql(
            """
            SELECT trial_id, max(step) AS last, avg(train_loss) AS loss, max(seconds) AS seconds
            FROM curves GROUP BY trial_id, ceil(log10(step) * 12) ORDER BY trial_id, last
            """);
    int compared = 0;
    for (Row trial : results.trials()) {
      String id = trial.getAs("trial_id");
      TrialCurve digest = results.curves().of(id);
      List<Row> expected =
          windows.stream().filter(row -> row.<String>getAs("trial_id").equals(id)).toList();
      assertThat(digest.windows()).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(digest.windows().get(i).last()).isEqualTo(expected.get(i).getInt(1));
        assertThat(digest.windows().get(i).loss())
            .isCloseTo(expected.get(i).getDouble(2), within(1e-12));
        assertThat(digest.windows().get(i).seconds()).isEqualTo(expected.get(i).getDouble(3));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(windows.size()).isGreaterThan(150);
    List<String> measured =
        results.trials().stream()
            .map(trial -> trial.<String>getAs("trial_id"))
            .flatMap(
                id -> {
                  CurveDigest.Measured at = results.curves().of(id).measured();
                  return IntStream.range(0, at.count())
                      .mapToObj(
                          i ->
                              "[%s,%d,%s,%s]"
                                  .formatted(
                                      id,
                                      at.steps()[i],
                                      at.seconds()[i],
                                      Double.isNaN(at.losses()[i]) ? null : at.losses()[i]));
                })
            .sorted()
            .toList();
    assertThat(measured)
        .isEqualTo(
            lines(
                sql(
                    "SELECT trial_id, step, seconds, test_loss FROM curves WHERE test_accuracy IS NOT NULL")))
        .hasSize(17);
  }

  @Test
  void aLargeSweepDrawsTheBest() throws IOException {
    ResultStore large =
        StoredSweeps.store(
            temporary.resolve("large"),
            IntStream.rangeClosed(1, 200)
                .mapToObj(i -> completed(Specs.sgd(i / 100.0), 14, 0, 3, 1.0 / i))
                .toArray(TrialResult[]::new));
    SweepResults results = SweepResults.read(large);
    assertThat(results.drawn()).hasSize(SweepResults.MOST_DRAWN);
    assertThat(results.configurations())
        .filteredOn(row -> results.drawn().contains(row.<String>getAs("configuration_id")))
        .extracting(row -> row.<Integer>getAs("place"))
        .allMatch(place -> place <= SweepResults.MOST_DRAWN);
  }
}
