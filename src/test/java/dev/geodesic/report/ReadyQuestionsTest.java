package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.diverged;
import static dev.geodesic.report.StoredSweeps.failed;
import static dev.geodesic.report.StoredSweeps.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.store.DuckDb;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Summaries;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ready question, over three small sweeps, by hand and by DuckDB. */
class ReadyQuestionsTest {
  private static final SparkSession SPARK = SparkFixture.spark();
  private static final int DIGITS = 12;

  private static final Sgd SLOW = Specs.sgd(0.1);
  private static final Sgd FAST = Specs.sgd(1);
  private static final NaturalGradient TRUNCATED = natural(Specs.rate(0.1), 1e-6, 0);
  private static final NaturalGradient DAMPED = natural(Specs.rate(0.1), 0, 0.25);
  private static final NaturalGradient TRUSTED =
      natural(Specs.stepSize(0.1, Decay.COSINE, 0, StepSize.OFF, 0.01), 0, 0.25);

  @TempDir private static Path temporary;

  private static NaturalGradient natural(StepSize stepSize, double reltol, double damping) {
    return Specs.natural(
        stepSize, reltol, Specs.damping(damping), StepSize.OFF, Fisher.EXACT, Solver.AUTO);
  }

  @BeforeAll
  static void store() throws IOException {
    ResultStore one =
        StoredSweeps.store(
            temporary.resolve("one"),
            measured(SLOW, 14, 0, 0.5, 0.9, 0.6, 0.3),
            measured(SLOW, 14, 1, 0.25, 0.9, 0.5, 0.4),
            measured(SLOW, 14, 2, 0.5, 0.9, 0.7, 0.5),
            measured(FAST, 14, 0, 1.0, 0.8, 0.5, 0.25),
            measured(FAST, 14, 1, 2.0, 0.8, 0.6, 0.25),
            measured(FAST, 14, 2, 3.0, 0.8, 0.7, 0.25),
            measured(TRUNCATED, 14, 0, 1.0, 0.7, 0.4, 0.1),
            diverged(TRUNCATED, 14, 1, 3, 2, step -> 1),
            diverged(TRUNCATED, 14, 2, 3, 3, step -> 1));
    new UnfinishedTrials(one)
        .write(
            List.of(
                failed(DAMPED, 14, 0, 3, "no memory"),
                failed(DAMPED, 14, 1, 3, "rare"),
                failed(DAMPED, 14, 2, 3, "no memory")));
    ResultStore two =
        StoredSweeps.store(
            temporary.resolve("two"),
            measured(SLOW, 14, 0, 9, 0.9, 0.6, 0.3),
            measured(SLOW, 14, 1, 9, 0.9, 0.5, 0.375),
            measured(SLOW, 14, 3, 9, 0.9, 0.7, 0.75),
            measured(TRUNCATED, 14, 0, 9, 0.9, 0.9, 0.6),
            measured(TRUNCATED, 14, 1, 9, 0.9, 0.9, 0.7));
    ResultStore family = StoredSweeps.store(temporary.resolve("family"), family());
    for (ResultStore store : List.of(one, two, family)) {
      Summaries.write(store);
    }
  }

  private static TrialResult[] family() {
    List<TrialResult> trials = new ArrayList<>();
    for (int seed = 0; seed < 2; seed++) {
      double luck = seed / 100.0;
      trials.add(measured(SLOW, 7, seed, 0.004, 0.9 + luck, 0.5 + luck, 0.4 + luck));
      trials.add(measured(FAST, 7, seed, 0.004, 0.9 + luck, 0.6 + luck, 0.3 + luck));
      trials.add(measured(DAMPED, 7, seed, 0.04 - seed / 50.0, 0.4 + luck, 0.3 + luck, 0.2 + luck));
      trials.add(measured(TRUSTED, 7, seed, 0.04, 0.8 + luck, 0.7 + luck, 0.1 + luck));
      trials.add(measured(TRUNCATED, 14, seed, 0.2, 0.6 + luck, 0.5 + luck, 0.4 + luck));
    }
    trials.add(diverged(natural(Specs.rate(1), 1e-6, 0), 14, 0, 3, 2, step -> 1));
    return trials.toArray(TrialResult[]::new);
  }

  private static List<Path> register(String... sweeps) throws IOException {
    List<Path> places = Stream.of(sweeps).map(temporary::resolve).toList();
    StoredSweeps.register(SPARK, places.stream().map(Path::toUri).toList());
    return places;
  }

  private static List<String> answer(
      List<String> columns, String question, Map<String, String> parameters) {
    Dataset<Row> answer = ReadyQuestions.named(question).with(parameters).answer(SPARK);
    return answer.collectAsList().stream()
        .map(
            row ->
                String.join(
                    " | ", columns.stream().map(column -> rounded(row.getAs(column))).toList()))
        .toList();
  }

  private static String rounded(@Nullable Object cell) {
    return cell instanceof Number number
        ? new BigDecimal(number.toString())
            .round(new MathContext(DIGITS))
            .stripTrailingZeros()
            .toPlainString()
        : String.valueOf(cell);
  }

  @Test
  void theBestConfigurationsOfEachOptimizer() throws IOException {
    register("one");
    List<String> columns =
        List.of("label", "seeds", "lost", "test_loss", "test_accuracy", "least_loss", "least_step");
    assertThat(answer(columns, "best", Map.of()))
        .containsExactly(
            "sgd, learning rate 1 | 3 | 0 | 0.25 | 0.75 | 0.25 | 3",
            "sgd, learning rate 0.1 | 3 | 0 | 0.4 | 0.6 | 0.4 | 3",
            "natural-gradient, learning rate 0.1, reltol 1e-6 | 3 | 2 | 0.1 | 0.9 | 0.7 | 1",
            "natural-gradient, learning rate 0.1, damping 0.25 | 3 | 3 | null | null | null | null");
    assertThat(answer(List.of("label"), "best", Map.of("top", "1")))
        .containsExactly(
            "sgd, learning rate 1", "natural-gradient, learning rate 0.1, reltol 1e-6");
    // Student's quantile for 2 degrees of freedom, standard deviation 0.1, three seeds.
    String plusMinus = answer(List.of("plus_minus"), "best", Map.of()).get(1);
    assertThat(Double.parseDouble(plusMinus))
        .isCloseTo(4.302652729749464 * 0.1 / Math.sqrt(3), within(1e-9));
  }

  @Test
  void divergenceByLearningRateAndReltol() throws IOException {
    register("one");
    assertThat(
            answer(
                List.of(
                    "optimizer",
                    "learning_rate",
                    "reltol",
                    "trials",
                    "diverged",
                    "share",
                    "first_step",
                    "median_step"),
                "divergence",
                Map.of()))
        .containsExactly(
            "natural-gradient | 0.1 | 0.000001 | 3 | 2 | 0.666666666667 | 2 | 2.5",
            "sgd | 0.1 | null | 3 | 0 | 0 | null | null",
            "sgd | 1 | null | 3 | 0 | 0 | null | null");
  }

  @Test
  void secondsToReachALoss() throws IOException {
    register("one");
    List<String> columns =
        List.of("label", "seeds", "lost", "reached", "seconds", "quickest", "slowest", "step");
    assertThat(answer(columns, "seconds-to-loss", Map.of("loss", "0.5")))
        .containsExactly(
            "sgd, learning rate 0.1 | 3 | 0 | 3 | 1.5 | 0.5 | 1.5 | 3",
            "sgd, learning rate 1 | 3 | 0 | 3 | 6 | 2 | 9 | 3",
            "natural-gradient, learning rate 0.1, reltol 1e-6 | 3 | 2 | 1 | 2 | 2 | 2 | 2",
            "natural-gradient, learning rate 0.1, damping 0.25 | 3 | 3 | 0 | null | null | null | null");
    assertThat(answer(List.of("label", "reached"), "seconds-to-loss", Map.of("top", "1")))
        .containsExactly(
            "sgd, learning rate 1 | 3", "natural-gradient, learning rate 0.1, reltol 1e-6 | 1");
  }

  @Test
  void theSpreadOfSeeds() throws IOException {
    register("one");
    List<String> columns =
        List.of("label", "lost", "test_loss", "sd", "relative", "least", "most", "accuracy_sd");
    assertThat(answer(columns, "seed-variance", Map.of()))
        .containsExactly(
            "sgd, learning rate 0.1 | 0 | 0.4 | 0.1 | 0.25 | 0.3 | 0.5 | 0.1",
            "sgd, learning rate 1 | 0 | 0.25 | 0 | 0 | 0.25 | 0.25 | 0",
            "natural-gradient, learning rate 0.1, reltol 1e-6 | 2 | 0.1 | null | null | 0.1 | 0.1 | null");
    assertThat(answer(columns, "seed-variance", Map.of("top", "1"))).hasSize(1);
  }

  @Test
  void failuresByCause() throws IOException {
    register("one", "two");
    assertThat(
            answer(
                List.of(
                    "sweep",
                    "status",
                    "trouble",
                    "cause",
                    "trials",
                    "configurations",
                    "hosts",
                    "attempts"),
                "failures",
                Map.of()))
        .containsExactly(
            "one | FAILED | FAILED_CONFIG | no memory | 2 | 1 | 1 | 1",
            "one | FAILED | FAILED_CONFIG | rare | 1 | 1 | 1 | 1");
  }

  @Test
  void twoSweepsSideBySide() throws IOException {
    register("one", "two");
    List<String> columns =
        List.of(
            "one",
            "other",
            "label",
            "pairs",
            "one_lost",
            "other_lost",
            "one_loss",
            "other_loss",
            "difference",
            "largest",
            "equal");
    assertThat(answer(columns, "compare-sweeps", Map.of()))
        .containsExactly(
            "one | two | natural-gradient, learning rate 0.1, reltol 1e-6 | 2 | 1 | 0 | 0.1 | 0.65 | 0.5 | 0.5 | 0",
            "one | two | sgd, learning rate 0.1 | 2 | 0 | 0 | 0.35 | 0.3375 | -0.0125 | 0.025 | 1");
    assertThat(
            answer(
                List.of("one", "other", "difference"),
                "compare-sweeps",
                Map.of("one", "two", "other", "one")))
        .containsExactly("two | one | -0.5", "two | one | 0.0125");
  }

  @Test
  void theBestOfEachMethodOfTheFamily() throws IOException {
    register("family");
    assertThat(
            answer(
                List.of("downsample", "method", "label", "lost", "test_loss", "lost_in_grid"),
                "family-steps",
                Map.of()))
        .containsExactly(
            "14 | truncated | natural-gradient, learning rate 0.1, reltol 1e-6 | 0 | 0.405 | 0.333333333333",
            "7 | damped, trust region | natural-gradient, learning rate 0.1, cosine, max kl 0.01, damping 0.25 | 0 | 0.105 | 0",
            "7 | damped | natural-gradient, learning rate 0.1, damping 0.25 | 0 | 0.205 | 0",
            "7 | sgd | sgd, learning rate 1 | 0 | 0.305 | 0");
  }

  @Test
  void theBestOfEachMethodOfTheFamilyInEqualSeconds() throws IOException {
    register("family");
    assertThat(
            answer(
                List.of("downsample", "budget", "method", "test_loss", "step"),
                "family-seconds",
                Map.of()))
        .containsExactly(
            "14 | 0.3 | truncated | 0.605 | 1",
            "7 | 0.01 | sgd | 0.505 | 2",
            "7 | 0.03 | sgd | 0.305 | 3",
            // One seed is at its second step, the other at its third.
            "7 | 0.1 | damped | 0.255 | 2.5",
            "7 | 0.1 | sgd | 0.305 | 3",
            "7 | 0.1 | damped, trust region | 0.705 | 2",
            "7 | 0.3 | damped, trust region | 0.105 | 3",
            "7 | 0.3 | damped | 0.205 | 3",
            "7 | 0.3 | sgd | 0.305 | 3");
  }

  static List<String> names() {
    return ReadyQuestions.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void duckDbAnswersTheSameOverAllSweeps(String name) throws IOException, SQLException {
    DuckDbViews duckDb = DuckDbViews.of(SPARK, register("one", "two", "family"));
    SqlQuestion question = ReadyQuestions.named(name).with(Map.of());
    String sql = question.sql();
    for (Map.Entry<String, Object> argument : question.arguments().entrySet()) {
      Object value = argument.getValue();
      sql =
          sql.replaceAll(
              "(?<!-- ):" + argument.getKey() + "\\b",
              value instanceof String ? "'" + value + "'" : value.toString());
    }
    List<List<String>> answer =
        DuckDb.rows(question.answer(SPARK)).stream().map(row -> cells(row)).toList();
    assertThat(answer).isNotEmpty();
    assertThat(answer).isEqualTo(duckDb.query(sql).stream().map(row -> cells(row)).toList());
  }

  private static List<String> cells(List<@Nullable Object> row) {
    return row.stream().map(cell -> rounded(cell)).toList();
  }

  @Test
  void theyAreThoseOfTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf/queries"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".sql", "")).sorted())
          .containsExactlyElementsOf(ReadyQuestions.names());
    }
    for (String name : ReadyQuestions.names()) {
      QuestionFile file = ReadyQuestions.named(name);
      assertThat(file.sql()).isEqualTo(Files.readString(Path.of("conf/queries", name + ".sql")));
      assertThat(file.description()).as(name).matches("[A-Z].*\\.");
      assertThat(file.parameters()).allSatisfy(p -> assertThat(p.meaning()).isNotBlank());
    }
  }

  @Test
  void theListTellsOfAll() {
    List<Row> list = new ListQuestion().answer().rows();
    assertThat(list).extracting(row -> row.getString(0)).isEqualTo(ReadyQuestions.names());
    assertThat(list)
        .extracting(Row::toString)
        .contains(
            "[seconds-to-loss,loss=0.4 top=3,The quickest configurations of each optimizer to a"
                + " holdout loss, in seconds of training.]");
  }

  @Test
  void anUnknownOneIsAnsweredWithThoseThatThereAre() {
    assertThatThrownBy(() -> ReadyQuestions.named("bests"))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "A question must be SQL or one of best, compare-sweeps, divergence, failures,"
                + " family-seconds, family-steps, seconds-to-loss, seed-variance, got: bests");
  }
}
