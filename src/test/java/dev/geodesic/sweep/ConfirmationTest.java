package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.conf.ConfReader;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.report.BestConfigurations;
import dev.geodesic.report.Configurations;
import dev.geodesic.report.RowTable;
import dev.geodesic.report.SweepResults;
import dev.geodesic.report.page.MorningReport;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose best configurations train again on fresh seeds, on two slots of this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfirmationTest {
  private static final String SEARCH =
      "search = sobol, samples = 9, seeds = [0, 1], steps = 30, eval-every = 10";
  private static final String CONFIRM = ", confirm { top = 2, seeds = { from = 100, count = 3 } }";
  private static final String HALVING = ", halving { eta = 3, min-steps = 10 }";

  /** The two best configurations of each optimizer, by the rule, from what is stored. */
  private static final String BEST_TWO =
      """
      SELECT configuration_id FROM (
        SELECT configuration_id,
               row_number() OVER (PARTITION BY optimizer ORDER BY lost, loss, configuration_id)
                 AS place
        FROM (
          SELECT optimizer, configuration_id, count_if(status <> 'COMPLETED') AS lost,
                 avg(validation_loss) FILTER (WHERE status = 'COMPLETED') AS loss
          FROM trials WHERE NOT confirmation GROUP BY ALL)
        WHERE loss IS NOT NULL)
      WHERE place <= 2 ORDER BY configuration_id
      """;

  private final SparkSession spark = SparkFixture.spark();
  private final Runs.Listener listener = new Runs.Listener();

  @TempDir private static Path temporary;

  @BeforeAll
  void runOnce() throws IOException, InterruptedException {
    run(sweep(SEARCH, CONFIRM), "grid");
    run(sweep(SEARCH, HALVING, CONFIRM), "halved");
  }

  private SweepSpec sweep(String... sweep) {
    Path data = temporary.resolve("data");
    if (!Files.exists(data)) {
      IdxFiles.write(data, 8, 4, 120, 40);
    }
    String conf =
        """
        sweep { name = test, %s, pack-size = 4, mllib-baseline = false }
        data { dataset = "%s", batch-size = 8, validation = 0.25 }
        optimizers = [
          { name = natural-gradient, damping = { from = 1e-3, to = 1, scale = log }
            learning-rate = { from = 1e-2, to = 10, scale = log } }
          { name = momentum, learning-rate = { from = 1e-3, to = 1e3, scale = log } }
        ]
        """
            .formatted(String.join("", sweep), data);
    return ConfReader.parse(conf, "test.conf", List.of()).sweep();
  }

  private Path results(String name) {
    return temporary.resolve(name);
  }

  private void run(SweepSpec sweep, String results) throws IOException, InterruptedException {
    SweepOutcome outcome = Runs.run(spark, sweep, results(results), listener);
    assertThat(outcome.troubles()).isEmpty();
    assertThat(outcome.lost()).isEmpty();
  }

  private List<Row> query(String results, String sql) throws IOException {
    return Runs.query(spark, results(results), sql);
  }

  private List<Object> column(String results, String sql) throws IOException {
    return query(results, sql).stream().map(row -> row.get(0)).toList();
  }

  private List<Object> confirmed(String results) throws IOException {
    return column(
        results,
        "SELECT DISTINCT configuration_id FROM trials WHERE confirmation ORDER BY configuration_id");
  }

  @Test
  void theBestTwoOfEachOptimizerTrainOnEveryFreshSeed() throws IOException {
    for (String results : List.of("grid", "halved")) {
      assertThat(confirmed(results)).hasSize(4).isEqualTo(column(results, BEST_TWO));
      assertThat(
              column(
                  results,
                  "SELECT concat_ws(',', sort_array(collect_list(seed))) FROM trials"
                      + " WHERE confirmation GROUP BY configuration_id"))
          .containsOnly("100,101,102");
      assertThat(column(results, "SELECT DISTINCT seed FROM trials WHERE NOT confirmation"))
          .containsExactlyInAnyOrder(0, 1);
    }
  }

  /** A halving stops most, and what goes on is compared by its loss after all steps alike. */
  @Test
  void whatAHalvingStoppedIsNeverConfirmed() throws IOException {
    assertThat(
            column(
                "halved",
                "SELECT count(*) FROM trials WHERE status = 'STOPPED' AND configuration_id IN"
                    + " (SELECT configuration_id FROM trials WHERE confirmation)"))
        .containsExactly(0L);
  }

  @Test
  void theTrialsAreThoseThatTheirSeedsWouldGiveInASearch() throws Exception {
    run(
        sweep("search = sobol, samples = 9, seeds = [100, 101, 102], steps = 30, eval-every = 10"),
        "fresh");
    String curves =
        "SELECT trial_id, step, train_loss, test_loss, validation_loss FROM curves"
            + " WHERE trial_id IN (%s) ORDER BY trial_id, step";
    String ids =
        String.join(
            ", ",
            column("grid", "SELECT concat('\"', trial_id, '\"') FROM trials WHERE confirmation")
                .stream()
                .map(String::valueOf)
                .toList());
    List<Row> fresh = query("fresh", curves.formatted(ids));
    assertThat(query("grid", curves.formatted(ids))).isNotEmpty().isEqualTo(fresh);
  }

  @Test
  void theSameCommandTrainsNothingMore() throws Exception {
    for (String results : List.of("grid", "halved")) {
      var files = Runs.packFiles(results(results));
      run(
          results.equals("grid") ? sweep(SEARCH, CONFIRM) : sweep(SEARCH, HALVING, CONFIRM),
          results);
      assertThat(Runs.packFiles(results(results))).isEqualTo(files);
    }
  }

  @Test
  void aSearchThatIsOverIsConfirmedLater() throws Exception {
    run(sweep(SEARCH), "later");
    assertThat(confirmed("later")).isEmpty();
    run(sweep(SEARCH, CONFIRM), "later");
    assertThat(confirmed("later")).isEqualTo(confirmed("grid"));
    assertThat(column("later", "SELECT count(*) FROM trials")).containsExactly(2L * 9 * 2 + 12);
    assertThat(listener.lines)
        .anyMatch(line -> line.startsWith("48 trials; 36 done already, 12 to train"));
  }

  @Test
  void withMoreSamplesNewWinnersAreConfirmed() throws Exception {
    run(sweep(SEARCH.replace("samples = 9", "samples = 4"), CONFIRM), "grown");
    assertThat(confirmed("grown")).isEqualTo(column("grown", BEST_TWO));
    run(sweep(SEARCH, CONFIRM), "grown");
    assertThat(confirmed("grown")).containsAll(column("grown", BEST_TWO));
    assertThat(column("grown", BEST_TWO)).isEqualTo(column("grid", BEST_TWO));
  }

  @Test
  void aSeedOfTheSearchCannotConfirm() throws Exception {
    run(sweep(SEARCH.replace("[0, 1]", "[0, 1, 2]")), "used");
    assertThatThrownBy(() -> run(sweep(SEARCH, ", confirm { top = 1, seeds = [2, 3] }"), "used"))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "sweep.confirm.seeds must be fresh, got: [2], with which the results hold trials of the"
                + " search; choose others, or set --results");
  }

  /** The other way round: a trial that confirmed a choice must not make the next one. */
  @Test
  void aSeedThatConfirmedCannotChoose() throws Exception {
    run(sweep(SEARCH, ", confirm { top = 1, seeds = [2] }"), "confirmed");
    assertThatThrownBy(() -> run(sweep(SEARCH.replace("[0, 1]", "[0, 1, 2]")), "confirmed"))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "sweep.seeds must be others than those that have confirmed a choice in the results, got:"
                + " [2]; choose others, or set --results");
  }

  /** What a run ends with, told of what took no part in the choice. */
  @Test
  void theTableTellsOfFreshSeeds() throws IOException {
    SweepResults results =
        SweepResults.read(new ResultStore(results("grid").toUri(), new Configuration()));
    RowTable table = BestConfigurations.table(results);
    List<Row> told =
        query(
            "grid",
            "SELECT avg(test_loss) FILTER (WHERE confirmation) AS loss, optimizer, avg(validation_loss)"
                + " FILTER (WHERE NOT confirmation) AS chosen_by FROM trials"
                + " GROUP BY optimizer, configuration_id ORDER BY loss");

    assertThat(table.rows()).hasSize(2);
    for (Row row : table.rows()) {
      assertThat(row.<Boolean>getAs("fresh_seeds")).isTrue();
      assertThat(row.<Long>getAs("seeds")).isEqualTo(3);
      Stream<Row> best =
          told.stream()
              .filter(one -> one.<String>getAs("optimizer").equals(row.getAs("optimizer")))
              .filter(one -> one.getAs("loss") != null);
      assertThat(best)
          .anySatisfy(
              one -> {
                assertThat(row.<Double>getAs("test_loss"))
                    .isCloseTo(one.<Double>getAs("loss"), withinPercentage(1e-9));
                assertThat(row.<Double>getAs("validation_loss"))
                    .isCloseTo(one.<Double>getAs("chosen_by"), withinPercentage(1e-9));
              });
    }
  }

  /** The page's own data: its headline rests on fresh seeds, and it shows what the halving did. */
  @Test
  void theReportRestsOnFreshSeedsAndShowsTheLadders() throws IOException {
    JsonNode problem = problem("halved");

    assertThat(problem.at("/measure").asText()).isEqualTo("validation loss");
    assertThat(problem.at("/tuned/0/isFresh").asBoolean()).isTrue();
    assertThat(problem.at("/tuned/0/entries/0/seeds").asInt()).isEqualTo(3);
    double told = problem.at("/tuned/0/entries/0/loss/mean").asDouble();
    assertThat(problem.at("/headline").asText()).contains("%.4f".formatted(told));
    assertThat(problem.at("/tuned/0/note").asText())
        .startsWith("Validation samples and the seeds of the search chose; the losses told are of");
    assertThat(problem.at("/tuned/1/note").asText())
        .startsWith(
            "Validation samples chose; the losses told are of the holdout, which took no part.");
    assertThat(problem.at("/confirmed")).hasSize(confirmed("halved").size());
    for (JsonNode ladder : problem.at("/ladders")) {
      assertThat(ladder.at("/rungs/0/entered").asInt()).isEqualTo(9);
      assertThat(ladder.at("/rungs/0/stopped").asInt() + ladder.at("/rungs/0/lost").asInt())
          .isEqualTo(6);
      assertThat(ladder.at("/rungs/1/entered").asInt()).isEqualTo(3);
      assertThat(ladder.at("/rungs/1/step").asInt()).isEqualTo(30);
      assertThat(ladder.at("/whole").asInt()).isEqualTo(9 * 2 * 30);
      assertThat(ladder.at("/taken").asInt()).isBetween(9 * 2, (6 * 10 + 3 * 30) * 2);
    }
    assertThat(problem.at("/ladders")).hasSize(2);
  }

  private JsonNode problem(String results) throws IOException {
    String html =
        MorningReport.of(
                SweepResults.read(new ResultStore(results(results).toUri(), new Configuration())),
                null)
            .html();
    String start = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(start) + start.length();
    return new ObjectMapper()
        .readTree(html.substring(from, html.indexOf("</script>", from)))
        .at("/problems/0");
  }

  /** A comparison that one optimizer is not in yet must not make the headline. */
  @Test
  void theHeadlineWaitsForAllOptimizers() throws Exception {
    run(sweep(SEARCH), "partly");
    ResultStore store = new ResultStore(results("partly").toUri(), new Configuration());
    List<TrialResult> fresh = confirming("partly", 1, new TrialStatus.Completed());
    store.commit("fresh", fresh);
    JsonNode problem = problem("partly");

    assertThat(problem.at("/tuned/0/isFresh").asBoolean()).isFalse();
    assertThat(problem.at("/tuned/0/entries")).hasSize(2);
    assertThat(problem.at("/tuned/1/isFresh").asBoolean()).isTrue();
    assertThat(problem.at("/tuned/1/entries")).hasSize(1);
  }

  /** Those whose turn has not come tell nothing, and must not hide what the search tells. */
  @Test
  void whatHasNotTrainedConfirmsNothing() throws Exception {
    run(sweep(SEARCH), "waiting");
    ResultStore store = new ResultStore(results("waiting").toUri(), new Configuration());
    RowTable before = BestConfigurations.table(SweepResults.read(store));
    new UnfinishedTrials(store)
        .write(
            confirming(
                "waiting",
                1,
                new TrialStatus.Unfinished(FailureKind.NOT_RUN, "the time budget ended")));

    assertThat(query("waiting", "SELECT * FROM trials WHERE confirmation")).hasSize(1);
    assertThat(BestConfigurations.table(SweepResults.read(store))).hasToString(before.toString());
    assertThat(problem("waiting").at("/tuned/0/isFresh").asBoolean()).isFalse();
  }

  /** Which of two was confirmed first must not decide what is told. */
  @Test
  void theSecondDoesNotStandInForTheFirst() throws Exception {
    run(sweep(SEARCH), "second");
    ResultStore store = new ResultStore(results("second").toUri(), new Configuration());
    RowTable before = BestConfigurations.table(SweepResults.read(store));
    store.commit("fresh", confirming("second", 2, new TrialStatus.Completed()));

    assertThat(BestConfigurations.table(SweepResults.read(store))).hasToString(before.toString());
    assertThat(problem("second").at("/tuned").toString()).doesNotContain("\"isFresh\":true");
  }

  /** A fresh seed that failed is lost, and not left out. */
  @Test
  void aFreshSeedThatFailedCountsAsLost() throws Exception {
    run(sweep(SEARCH), "failed");
    ResultStore store = new ResultStore(results("failed").toUri(), new Configuration());
    new UnfinishedTrials(store)
        .write(
            confirming(
                "failed", 1, new TrialStatus.Unfinished(FailureKind.FAILED_CONFIG, "no reason")));

    assertThat(problem("failed").at("/confirmed/0/seeds").asInt()).isEqualTo(1);
    assertThat(problem("failed").at("/confirmed/0/lost").asInt()).isEqualTo(1);
  }

  /** A trial on a fresh seed, of the configuration at a place of one of the optimizers. */
  private List<TrialResult> confirming(String results, int place, TrialStatus status)
      throws IOException {
    String id = (String) column(results, BEST_TWO.replace("place <= 2", "place = " + place)).get(0);
    SweepSpec spec = sweep(SEARCH);
    String fingerprint =
        (String) column(results, "SELECT DISTINCT data_fingerprint FROM trials").get(0);
    Trial chosen =
        Trial.all(SearchSpace.of(spec).trials(), fingerprint).stream()
            .filter(trial -> trial.configurationId().equals(id))
            .findFirst()
            .orElseThrow();
    List<CurvePoint> curve =
        List.of(
            new CurvePoint(
                30,
                0.5,
                null,
                null,
                null,
                new Measurement(0.5, 0.5),
                new Measurement(0.4, 0.5),
                1));
    return List.of(
        new TrialResult(
            chosen.confirmedOn(100),
            status,
            null,
            status instanceof TrialStatus.Completed ? curve : List.of(),
            new TrialResult.Provenance("pack", 1, 0, 1, 1, null)));
  }

  @Test
  void theQuestionOfTheBestTellsOfFreshSeeds() throws IOException {
    Views.register(spark, results("grid").toUri());
    Configurations.register(spark, spark.table("trials").collectAsList());
    List<Row> best =
        spark
            .sql(Files.readString(Path.of("conf/queries/best.sql")).replace(":top", "2"))
            .collectAsList();

    assertThat(best).hasSize(4);
    assertThat(best)
        .allSatisfy(
            row -> {
              assertThat(row.<Long>getAs("confirmed")).isEqualTo(3);
              assertThat(row.<Double>getAs("selection_loss")).isNotNull();
            });
    List<Row> expected =
        query(
            "grid",
            "SELECT avg(test_loss) AS loss, count_if(status <> 'COMPLETED') AS lost FROM trials"
                + " WHERE confirmation GROUP BY configuration_id ORDER BY lost, loss");
    for (int i = 0; i < 4; i++) {
      assertThat(best.get(i).<Double>getAs("test_loss"))
          .isCloseTo(expected.get(i).getDouble(0), withinPercentage(1e-9));
      assertThat(best.get(i).<Long>getAs("fresh_lost")).isEqualTo(expected.get(i).getLong(1));
    }
  }
}
