package dev.geodesic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds 0, 1 and 3 complete, seed 4 diverges at step 2, seed 5 at step 3. */
class SummaryTest {
  private static final double TOLERANCE = 1e-12;

  /** Quantile 0.975 of Student's t by degrees of freedom 1 to 4, from a printed table. */
  private static final double[] T = {12.7062047, 4.3026527, 3.1824463, 2.7764451};

  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;
  private ResultStore store;

  private static ResultStore store(Path directory) {
    return new ResultStore(directory.toUri(), new Configuration());
  }

  @BeforeEach
  void commit() throws IOException {
    store = store(temporary.resolve("seed"));
    store.prepare();
    store.commit("a", List.of(completed(0), completed(1)));
    store.commit("b", List.of(completed(3), diverged(4, 2), diverged(5, 3)));
    Views.register(spark, store.root());
  }

  private static TrialResult completed(int seed) {
    return SampleTrials.completed(SampleTrials.SGD, seed);
  }

  private static TrialResult diverged(int seed, int step) {
    return SampleTrials.diverged(SampleTrials.SGD, seed, step);
  }

  private Row at(int step) {
    return spark.sql("select * from summary where step = " + step).head();
  }

  @Test
  void meanDeviationAndIntervalAreThoseOfTheTextbook() {
    // Train losses at step 1: 1, 2, 4, 5, 6.
    Row first = at(1);
    double sd = Math.sqrt((6.76 + 2.56 + 0.16 + 1.96 + 5.76) / 4);
    assertThat(first.<Integer>getAs("train_loss_count")).isEqualTo(5);
    assertThat(number(first, "train_loss_mean")).isCloseTo(3.6, within(TOLERANCE));
    assertThat(number(first, "train_loss_sd")).isCloseTo(sd, within(TOLERANCE));
    assertThat(number(first, "train_loss_low"))
        .isCloseTo(3.6 - T[3] * sd / Math.sqrt(5), within(1e-6));
    assertThat(number(first, "train_loss_high"))
        .isCloseTo(3.6 + T[3] * sd / Math.sqrt(5), within(1e-6));
    // Nothing was measured on the holdout at step 1.
    assertThat(first.<Integer>getAs("test_loss_count")).isZero();
    assertThat(first.<@Nullable Double>getAs("test_loss_mean")).isNull();
    // Accuracies at step 4 of the three that are left: 0.5, 0.6, 0.8.
    Row last = at(4);
    assertThat(number(last, "test_accuracy_mean")).isCloseTo(1.9 / 3, within(TOLERANCE));
    assertThat(number(last, "test_accuracy_high") - number(last, "test_accuracy_mean"))
        .isCloseTo(T[1] * number(last, "test_accuracy_sd") / Math.sqrt(3), within(1e-6));
  }

  private static double number(Row row, String column) {
    return Objects.requireNonNull(row.<@Nullable Double>getAs(column), column);
  }

  @Test
  void divergedSeedsAreCountedFromTheirStepOn() {
    assertThat(
            DuckDb.rows(
                spark.sql(
                    "select step, seeds, diverged, train_loss_count from summary order by step")))
        .containsExactly(
            List.of(1, 5, 0, 5), List.of(2, 5, 1, 4), List.of(3, 5, 2, 3), List.of(4, 5, 2, 3));
  }

  @Test
  void oneSeedHasNoDeviation() throws IOException {
    ResultStore single = store(temporary.resolve("single"));
    single.prepare();
    single.commit("a", List.of(completed(2)));
    Views.register(spark, single.root());
    Row row = at(1);
    assertThat(number(row, "train_loss_mean")).isEqualTo(3.0);
    assertThat(row.<@Nullable Double>getAs("train_loss_sd")).isNull();
    assertThat(row.<@Nullable Double>getAs("train_loss_low")).isNull();
  }

  @Test
  void whereAllDivergedThereIsStillARow() throws IOException {
    ResultStore lost = store(temporary.resolve("lost"));
    lost.prepare();
    lost.commit("a", List.of(diverged(0, 3), diverged(1, 3)));
    Views.register(spark, lost.root());
    assertThat(
            DuckDb.rows(
                spark.sql(
                    "select step, seeds, diverged, train_loss_count from summary where step >= 2 order by step")))
        .containsExactly(List.of(2, 2, 0, 2), List.of(3, 2, 2, 0));
  }

  @Test
  void theFileIsTheViewAndDuckDbReadsItAlike() throws IOException, SQLException {
    List<List<@Nullable Object>> computed = summary();
    Summaries.write(store);
    assertThat(names()).containsExactly("summary.parquet");
    Views.register(spark, store.root());
    assertThat(plan()).contains("summary.parquet");
    assertThat(summary()).isEqualTo(computed).hasSize(4);
    assertThat(
            DuckDb.query(
                "select 'seed', * from '%s' order by step"
                    .formatted(temporary.resolve("seed/summary/*.parquet"))))
        .isEqualTo(computed);
  }

  @Test
  void duckDbCalculatesTheSameFromTheCurves() throws SQLException {
    List<List<@Nullable Object>> theirs =
        DuckDb.query(
            """
            select point.step, avg(point.train_loss), stddev_samp(point.train_loss),
              avg(point.test_loss), stddev_samp(point.test_loss)
            from (select unnest(curve) as point from '%s') group by 1 order by 1
            """
                .formatted(temporary.resolve("seed/packs/*.parquet")));
    List<List<@Nullable Object>> ours =
        DuckDb.rows(
            spark.sql(
                """
                select step, train_loss_mean, train_loss_sd, test_loss_mean, test_loss_sd
                from summary order by step
                """));
    assertThat(ours)
        .usingRecursiveComparison()
        .withComparatorForType(
            (a, b) -> Math.abs(a - b) <= TOLERANCE ? 0 : Double.compare(a, b), Double.class)
        .isEqualTo(theirs);
    assertThat(ours).hasSize(4);
  }

  /** As where the points of a sweep are more than this process can hold. */
  @Test
  void whatFindsNoRoomIsReadInAnotherPass() throws IOException {
    for (int rate = 1; rate <= 5; rate++) {
      Sgd optimizer = Specs.sgd(rate);
      store.commit(
          "rate-" + rate,
          List.of(SampleTrials.completed(optimizer, 0), SampleTrials.diverged(optimizer, 1, 3)));
    }
    Views.register(spark, store.root());
    List<String> computed = rowsOfSummary();
    SweepScan.read(
        store,
        scan -> {
          SeedSummary summary = new SeedSummary(scan.trials(), 13);
          scan.curves(List.of(summary));
          summary.write(scan);
          return summary;
        });
    Views.register(spark, store.root());
    assertThat(plan()).contains("summary.parquet");
    assertThat(rowsOfSummary()).isEqualTo(computed).hasSizeGreaterThan(20);
  }

  /** Stopped trials count as far as they came, and those that confirm a choice by themselves. */
  @Test
  void sparkAndThisProcessAgreeOnEveryKindOfTrial() throws IOException {
    TrialResult stopped =
        SampleTrials.result(
            SampleTrials.SGD, 7, new TrialStatus.Stopped(2), completed(7).curve().subList(0, 2));
    TrialResult fresh = completed(8);
    store.commit(
        "more",
        List.of(
            stopped,
            new TrialResult(
                fresh.trial().confirmedOn(100),
                fresh.status(),
                null,
                fresh.curve(),
                fresh.provenance())));
    new UnfinishedTrials(store)
        .write(List.of(SampleTrials.failed(SampleTrials.SGD, 9, "no memory")));
    Views.register(spark, store.root());
    List<String> computed = rowsOfSummary();
    assertThat(plan()).doesNotContain("summary.parquet");
    Summaries.write(store);
    Views.register(spark, store.root());

    assertThat(plan()).contains("summary.parquet");
    assertThat(rowsOfSummary()).isEqualTo(computed).hasSize(8);
    assertThat(
            DuckDb.rows(
                spark.sql(
                    "select confirmation, step, seeds, train_loss_count from summary"
                        + " where step in (1, 4) order by 1, 2")))
        .containsExactly(
            List.of(false, 1, 6, 6),
            List.of(false, 4, 6, 3),
            List.of(true, 1, 1, 1),
            List.of(true, 4, 1, 1));
  }

  private List<String> rowsOfSummary() {
    return spark
        .sql("select * from summary order by configuration_id, confirmation, step")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void aSummaryOfFewerTrialsIsNotShown() throws IOException {
    Summaries.write(store);
    store.commit("c", List.of(completed(6)));
    Views.register(spark, store.root());
    assertThat(plan()).doesNotContain("summary.parquet");
    assertThat(at(1).<Integer>getAs("seeds")).isEqualTo(6);
    Summaries.write(store);
    Views.register(spark, store.root());
    assertThat(plan()).contains("summary.parquet");
    assertThat(at(1).<Integer>getAs("seeds")).isEqualTo(6);
    assertThat(names()).containsExactly("summary.parquet");
  }

  @Test
  void aDamagedSummaryIsComputedAnew() throws IOException {
    Summaries.write(store);
    Files.writeString(temporary.resolve("seed/summary/summary.parquet"), "rubbish, rubbish");
    Views.register(spark, store.root());
    assertThat(at(1).<Integer>getAs("seeds")).isEqualTo(5);
  }

  private List<List<@Nullable Object>> summary() {
    return DuckDb.rows(spark.sql("select * from summary order by step"));
  }

  private String plan() {
    return String.join("\n", spark.table("summary").inputFiles());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("seed/summary"))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
