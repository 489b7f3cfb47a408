package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.report.Replay;
import dev.geodesic.report.RowTable;
import dev.geodesic.space.Halving;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.StoredRungs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that stop most of their trials at rungs, on two slots of this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HalvingTest {
  private static final String GRID =
      "search = sobol, samples = 18, seeds = [0, 1], steps = 90, eval-every = 10, record-every = 5";
  private static final String HALVING = ", halving { eta = 3, min-steps = 10 }";

  private final SparkSession spark = SparkFixture.spark();
  private final Runs.Listener listener = new Runs.Listener();

  @TempDir private static Path temporary;

  /** Every trial to its end in {@code grid}, and a halving of them in {@code halved}. */
  @BeforeAll
  void runOnce() throws IOException, InterruptedException {
    run(sweep(GRID), "grid");
    run(sweep(GRID, HALVING), "halved");
  }

  /** Returns the name of a copy of the results that a test may add to. */
  private String copyOfHalved(String name) throws IOException {
    FileUtils.copyDirectory(results("halved").toFile(), results(name).toFile());
    return name;
  }

  private Map<String, Long> statuses(String results) throws IOException {
    return SweepScan.statuses(
        SweepScan.read(
            new ResultStore(results(results).toUri(), new Configuration()), SweepScan::trials));
  }

  /** Two optimizers and a network; some trials diverge. */
  private SweepSpec sweep(String sweep, String... more) {
    Path data = temporary.resolve("data");
    if (!Files.exists(data)) {
      IdxFiles.write(data, 8, 4, 120, 40);
    }
    String conf =
        """
        sweep { name = test, %s, pack-size = 8, mllib-baseline = false %s }
        data { dataset = "%s", batch-size = 8 }
        optimizers = [
          { name = natural-gradient, damping = { from = 1e-3, to = 1, scale = log }
            learning-rate = { from = 1e-2, to = 10, scale = log } }
          { name = momentum, learning-rate = { from = 1e-3, to = 1e3, scale = log } }
        ]
        """
            .formatted(sweep, String.join("", more), data);
    return ConfReader.parse(conf, "test.conf", List.of()).sweep();
  }

  private Path results(String name) {
    return temporary.resolve(name);
  }

  private SweepOutcome run(SweepSpec sweep, String results)
      throws IOException, InterruptedException {
    SweepOutcome outcome = Runs.run(spark, sweep, results(results), listener);
    assertThat(outcome.troubles()).isEmpty();
    assertThat(outcome.lost()).isEmpty();
    return outcome;
  }

  private List<Row> trials(String results) throws IOException {
    return Runs.query(
        spark,
        results(results),
        "SELECT trial_id, configuration_id, optimizer, status, bracket, rung, pack_id, pack_trials,"
            + " test_loss FROM trials"
            + " ORDER BY trial_id");
  }

  private List<Row> curves(String results) throws IOException {
    return Runs.curves(spark, results(results));
  }

  private static Map<String, List<Row>> byTrial(List<Row> curves) {
    return curves.stream().collect(Collectors.groupingBy(row -> row.<String>getAs("trial_id")));
  }

  private void assertNoStateIsLeft(String results) throws IOException {
    ResultStore store = new ResultStore(results(results).toUri(), new Configuration());
    assertThat(new StoredRungs(store).legs()).isEmpty();
    try (Stream<Path> files = Files.list(results(results).resolve("checkpoints"))) {
      assertThat(files).isEmpty();
    } catch (java.nio.file.NoSuchFileException e) {
      // The folder went with the last of them.
    }
  }

  @Test
  void theBestGoOnAndTheirCurvesAreThoseOfUninterruptedTrials() throws IOException {
    assertThat(trials("grid")).hasSize(72);
    assertThat(trials("halved")).hasSize(72);
    assertThat(statuses("halved")).containsOnlyKeys("COMPLETED", "DIVERGED", "STOPPED");
    // Of 18 configurations of each optimizer 6 pass the rung at step 10, and 2 that at step 30.
    Map<String, List<Row>> stopped = stoppedByRung("halved");
    assertThat(stopped.keySet()).containsExactly("0", "1");
    assertThat(statuses("halved").get("COMPLETED")).isEqualTo(2 * 2 * 2);
    Map<String, List<Row>> whole = byTrial(curves("grid"));
    for (Map.Entry<String, List<Row>> curve : byTrial(curves("halved")).entrySet()) {
      List<Row> expected = Objects.requireNonNull(whole.get(curve.getKey()));
      assertThat(withoutStatus(curve.getValue()))
          .isEqualTo(withoutStatus(expected).subList(0, curve.getValue().size()));
    }
    assertTheBestWentOn("halved");
    assertNoStateIsLeft("halved");
    assertReplayForetoldIt("grid", "halved");
  }

  /** From the curves of the grid, the replay tells what the halving came to. */
  private void assertReplayForetoldIt(String grid, String halved) throws IOException {
    RowTable replay =
        SweepScan.read(
            new ResultStore(results(grid).toUri(), new Configuration()),
            scan -> Replay.of(scan, new Halving(3, 10, Halving.Brackets.ONE)));
    String sql =
        """
        SELECT t.optimizer, sum(s.taken) AS steps,
               min(b.loss) FILTER (WHERE b.lost = 0) AS loss
        FROM trials t
        JOIN (SELECT trial_id, max(step) AS taken FROM curves GROUP BY ALL) s USING (trial_id)
        LEFT JOIN (
          SELECT configuration_id, avg(test_loss) AS loss, count_if(status <> 'COMPLETED') AS lost
          FROM trials GROUP BY ALL) b USING (configuration_id)
        GROUP BY t.optimizer ORDER BY t.optimizer
        """;
    List<Row> whole = Runs.query(spark, results(grid), sql);
    List<Row> climbed = Runs.query(spark, results(halved), sql);
    for (int i = 0; i < whole.size(); i++) {
      String optimizer = whole.get(i).getAs("optimizer");
      Row told =
          replay.rows().stream()
              .filter(row -> row.<String>getAs("optimizer").equals(optimizer))
              .findFirst()
              .orElseThrow();
      // A trial that diverges leaves no point of its last step.
      assertThat(told.<Double>getAs("steps_share"))
          .isCloseTo(
              climbed.get(i).<Long>getAs("steps") / (double) whole.get(i).<Long>getAs("steps"),
              within(0.03));
      assertThat(told.<Double>getAs("loss")).isCloseTo(climbed.get(i).getAs("loss"), within(1e-12));
      assertThat(told.<Double>getAs("best_loss"))
          .isCloseTo(whole.get(i).getAs("loss"), within(1e-12));
      assertThat(told.<Double>getAs("regret")).isNotNegative();
      assertThat(told.<Integer>getAs("configurations")).isEqualTo(18);
    }
  }

  private static List<Object> withoutStatus(List<Row> curve) {
    return curve.stream()
        .<Object>map(
            row -> {
              Map<String, Object> values = new TreeMap<>();
              for (String name : row.schema().fieldNames()) {
                if (!name.equals("status") && row.getAs(name) != null) {
                  values.put(name, row.getAs(name));
                }
              }
              return values;
            })
        .toList();
  }

  private Map<String, List<Row>> stoppedByRung(String results) throws IOException {
    return trials(results).stream()
        .filter(row -> row.<String>getAs("status").equals("STOPPED"))
        .collect(
            Collectors.groupingBy(
                row -> String.valueOf(row.<Object>getAs("rung")),
                TreeMap::new,
                Collectors.toList()));
  }

  /**
   * Ranks again in SQL, from the curves: who was stopped at a rung was no better than who was not.
   */
  private void assertTheBestWentOn(String results) throws IOException {
    for (int step : List.of(10, 30)) {
      List<Row> worst =
          Runs.query(
              spark,
              results(results),
              """
              WITH at AS (
                SELECT t.optimizer, t.configuration_id, avg(c.test_loss) AS loss,
                       count_if(t.diverged_step <= %1$d) AS lost,
                       max(coalesce(s.steps_taken, 0)) > %1$d AS went_on
                FROM trials t
                LEFT JOIN curves c ON c.trial_id = t.trial_id AND c.step = %1$d
                LEFT JOIN (SELECT trial_id, max(step) AS steps_taken FROM curves GROUP BY ALL) s
                  ON s.trial_id = t.trial_id
                GROUP BY ALL
                HAVING avg(c.test_loss) IS NOT NULL)
              SELECT optimizer, max_by(loss, lost * 1e9 + loss) FILTER (WHERE went_on) AS worst_on,
                     min_by(loss, lost * 1e9 + loss) FILTER (WHERE NOT went_on) AS best_off,
                     count_if(went_on) AS on
              FROM at GROUP BY optimizer ORDER BY optimizer
              """
                  .formatted(step));
      assertThat(worst).hasSize(2);
      assertThat(worst).allMatch(row -> row.<Long>getAs("on") == (step == 10 ? 6 : 2));
      assertThat(worst)
          .allMatch(row -> row.<Double>getAs("worst_on") <= row.<Double>getAs("best_off"));
    }
  }

  @Test
  void theSameCommandAgainTrainsNothing() throws IOException, InterruptedException {
    SweepSpec sweep = sweep(GRID, HALVING);
    List<Row> trials = trials("halved");
    listener.trainings.clear();
    listener.lines.clear();

    SweepOutcome second = run(sweep, copyOfHalved("again"));

    assertThat(second.statuses()).isEqualTo(statuses("halved"));
    assertThat(listener.trainings).isEmpty();
    assertThat(listener.lines)
        .first()
        .asString()
        .startsWith("72 trials; 72 done already, 0 to train in 0 packs");
    assertThat(trials("again")).isEqualTo(trials);
  }

  /** Ends the run after some steps of it, unless its training has ended before. */
  private static final class Ending extends Runs.Listener {
    private final long steps;
    private @Nullable SweepRunner runner;
    private volatile boolean hasEnded;

    Ending(long steps) {
      this.steps = steps;
    }

    @Override
    public Display training(Progress progress) {
      Thread watch = new Thread(() -> watch(progress), "ending");
      watch.setDaemon(true);
      watch.start();
      return () -> hasEnded = true;
    }

    private void watch(Progress progress) {
      while (!hasEnded && progress.trialSteps() < steps) {
        Thread.onSpinWait();
      }
      if (!hasEnded) {
        Objects.requireNonNull(runner).interrupt();
      }
    }
  }

  @Test
  void interruptedAgainAndAgainItClimbsTheSameLadder() throws IOException, InterruptedException {
    SweepSpec sweep = sweep(GRID, HALVING);
    int interruptions = 0;
    for (long steps : List.of(50L, 100L, 400L, 200L)) {
      Ending ending = new Ending(steps);
      SweepRunner runner = Runs.runner(spark, sweep, results("disturbed"), ending);
      ending.runner = runner;
      try {
        runner.run(Map.of("sweep", Map.of("name", "test")));
      } catch (InterruptedException e) {
        interruptions++;
      }
    }
    assertThat(interruptions).isPositive();
    SweepOutcome outcome = run(sweep, "disturbed");

    assertThat(outcome.isWhole()).isTrue();
    assertThat(trials("disturbed")).isEqualTo(trials("halved"));
    assertThat(curves("disturbed")).isEqualTo(curves("halved"));
    assertNoStateIsLeft("disturbed");
  }

  @Test
  void moreSamplesKeepWhatIsTrainedAndNoTrialIsThereTwice()
      throws IOException, InterruptedException {
    SweepSpec more = sweep(GRID.replace("samples = 18", "samples = 27"), HALVING);
    SweepOutcome outcome = run(more, copyOfHalved("grown"));
    run(more, "fresh");

    assertThat(outcome.statuses().values().stream().mapToLong(n -> n).sum()).isEqualTo(108);
    List<Row> grown = trials("grown");
    assertThat(grown.stream().map(row -> row.<String>getAs("trial_id"))).doesNotHaveDuplicates();
    Map<String, Row> fresh =
        trials("fresh").stream()
            .collect(Collectors.toMap(row -> row.<String>getAs("trial_id"), row -> row));
    assertThat(fresh).hasSize(108);
    // Some completed among fewer rivals; all that complete in a fresh sweep do here, too.
    for (Row row : grown) {
      String now = row.getAs("status");
      String then =
          Objects.requireNonNull(fresh.get(row.<String>getAs("trial_id"))).getAs("status");
      assertThat(now.equals(then) || (now.equals("COMPLETED") && then.equals("STOPPED")))
          .as("%s, in a fresh sweep %s", now, then)
          .isTrue();
    }
    assertNoStateIsLeft("grown");
  }

  @Test
  void withoutHalvingWhatWasStoppedTrainsToTheEnd() throws IOException, InterruptedException {
    SweepOutcome outcome = run(sweep(GRID), copyOfHalved("whole"));

    assertThat(outcome.statuses()).isEqualTo(statuses("grid")).doesNotContainKey("STOPPED");
    assertThat(curves("whole")).isEqualTo(curves("grid"));
    assertThat(
            Runs.query(
                spark,
                results("whole"),
                "SELECT trial_id FROM trials GROUP BY trial_id HAVING count(*) > 1"))
        .isEmpty();
  }

  @Test
  void allBracketsOfHyperbandRunSideBySide() throws IOException, InterruptedException {
    SweepOutcome outcome =
        run(sweep(GRID, ", halving { eta = 3, min-steps = 10, brackets = all }"), "hyperband");

    assertThat(outcome.isWhole()).isTrue();
    List<Row> brackets =
        Runs.query(
            spark,
            results("hyperband"),
            "SELECT bracket, count(DISTINCT configuration_id) AS n,"
                + " count(DISTINCT configuration_id) FILTER (WHERE status = 'COMPLETED') AS done"
                + " FROM trials WHERE optimizer = 'momentum' GROUP BY bracket ORDER BY bracket");
    // By their shares 1, 3/2 and 9/3 of 18.
    assertThat(brackets.stream().map(row -> row.<Long>getAs("n"))).containsExactly(3L, 5L, 10L);
    assertNoStateIsLeft("hyperband");
  }
}
