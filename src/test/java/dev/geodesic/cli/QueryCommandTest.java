package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.store.DuckDb;
import dev.geodesic.store.SampleTrials;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code geodesic query} prints, to the letter. */
class QueryCommandTest {
  private static final String COUNT =
      "SELECT sweep, count(*) AS trials, avg(test_loss) AS loss FROM trials GROUP BY 1 ORDER BY 1";

  @TempDir private static Path directory;

  @BeforeAll
  static void store() throws IOException {
    store(
        "one",
        SampleTrials.completed(SampleTrials.SGD, 0),
        SampleTrials.completed(SampleTrials.SGD, 1),
        SampleTrials.completed(SampleTrials.NATURAL_GRADIENT, 2));
    store("two", SampleTrials.completed(SampleTrials.SGD, 1));
  }

  private static void store(String name, TrialResult... trials) throws IOException {
    ResultStore store = new ResultStore(directory.resolve(name).toUri(), new Configuration());
    store.prepare();
    store.commit("a", List.of(trials));
  }

  private static String sweep(String name) {
    return directory.resolve(name).toString();
  }

  private static String query(String... arguments) {
    End end =
        InProcess.execute(
            Stream.concat(Stream.of("query"), Stream.of(arguments)).toArray(String[]::new));
    assertThat(end).isEqualTo(new End(0, end.out(), ""));
    return end.out();
  }

  @Test
  void severalSweepsAnswerAtOnceLikeADatabaseShell() {
    assertThat(query(sweep("one"), sweep("two"), COUNT))
        .matches(
            Pattern.quote(
                    """
                    +-------+--------+------+
                    | sweep | trials | loss |
                    +-------+--------+------+
                    | one   |      3 | 0.75 |
                    | two   |      1 | 0.75 |
                    +-------+--------+------+
                    """)
                + "\\(2 rows, \\d+\\.\\d\\d s\\)\n");
  }

  @Test
  void csvAndJsonAreNothingButTheAnswer() {
    assertThat(query(sweep("two"), sweep("one"), "--format=csv", COUNT))
        .isEqualTo("sweep,trials,loss\none,3,0.75\ntwo,1,0.75\n");
    assertThat(query("--format", "json", sweep("two"), "SELECT seed, sqrt(2) AS root FROM trials"))
        .isEqualTo("{\"seed\":1,\"root\":1.4142135623730951}\n");
  }

  @Test
  void aReadyQuestionIsAskedByItsName() {
    assertThat(query(sweep("one"), sweep("two"), "compare-sweeps", "--format", "csv"))
        .isEqualTo(
            """
            one,other,problem,other_problem,downsample,hidden,batch_size,label,pairs,one_lost,other_lost,one_loss,\
            other_loss,difference,largest,equal
            one,two,mnist,,14,[],16,"sgd, learning rate 0.1",1,0,0,0.75,0.75,0.0,0.0,1
            """);
    assertThat(
            query(
                sweep("one"),
                "seconds-to-loss",
                "--param",
                "loss=0.6",
                "--param",
                "top=1",
                "--format",
                "json"))
        .isEqualTo(
            """
            {"sweep":"one","problem":"mnist","downsample":14,"hidden":"[]","batch_size":16,"label":\
            "sgd, learning rate 0.1","seeds":2,"lost":0,"reached":1,"seconds":2.0,"quickest":2.0,\
            "slowest":2.0,"step":4.0}
            {"sweep":"one","problem":"mnist","downsample":14,"hidden":"[]","batch_size":16,"label":\
            "natural-gradient, learning rate 0.3, reltol 1e-6, damping 0.25","seeds":1,"lost":0,\
            "reached":0,"seconds":null,"quickest":null,"slowest":null,"step":null}
            """);
  }

  @Test
  void aFileIsAskedWithItsParameters() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("mine.sql"),
            """
            -- Seeds from a least one on.
            -- :least = 1  seed
            SELECT optimizer, seed FROM trials WHERE seed >= :least ORDER BY seed
            """);
    String option = "--file=" + file;
    assertThat(query(sweep("one"), option, "--format", "csv"))
        .isEqualTo("optimizer,seed\nsgd,1\nnatural-gradient,2\n");
    assertThat(query(option, sweep("one"), "--format", "csv", "--param", "least=2"))
        .isEqualTo("optimizer,seed\nnatural-gradient,2\n");
  }

  @Test
  void theSchemaAndTheListNeedNoResults() {
    assertThat(query("--schema", "--format", "csv").lines())
        .startsWith(
            "view,column,type,meaning",
            "trials,sweep,STRING,the results directory: as much of its path as tells several apart",
            "trials,trial_id,STRING,hash of all that decides the trial");
    assertThat(query(sweep("one"), "--schema"))
        .contains("| curves         | train_loss ", "nats a sample");
    assertThat(query("--list", "--format=json").lines())
        .hasSize(8)
        .contains(
            "{\"question\":\"failures\",\"parameters\":\"\",\"answers\":\"Trials without a result,"
                + " by cause: the most frequent first.\"}");
  }

  @Test
  void withoutResultsThereIsNothingToAsk() {
    End end =
        new End(
            2, "", "geodesic: Missing required parameter: 'DIR'; see 'geodesic query --help'\n");
    assertThat(InProcess.execute("query")).isEqualTo(end);
    assertThat(InProcess.execute("query", "--file", "conf/queries/best.sql")).isEqualTo(end);
  }

  @Test
  void theDocumentedLinesForDuckDbAnswerLikeTheViews() throws IOException, SQLException {
    List<String> lines = documented("(?m)^duckdb -c \"(.*)\"$");
    List<String> curves = lines.stream().filter(line -> line.contains("curve")).toList();
    assertThat(curves).hasSize(1);
    assertThat(DuckDb.query(curves.get(0)))
        .containsExactlyInAnyOrderElementsOf(
            spark("SELECT optimizer, step, avg(train_loss) FROM curves GROUP BY ALL"))
        .hasSize(8);
    // Links to it whose name must not answer for the column.
    Path elsewhere = directory.resolve("steps=7");
    Files.createSymbolicLink(elsewhere, Path.of(sweep("one")));
    List<String> careful = lines.stream().filter(line -> line.contains("steps")).toList();
    assertThat(careful).hasSize(1);
    for (String line :
        List.of(careful.get(0), careful.get(0).replace(sweep("one"), elsewhere + ""))) {
      assertThat(DuckDb.query(line))
          .containsExactlyInAnyOrderElementsOf(
              spark(
                  "SELECT optimizer, learning_rate, steps, avg(test_loss) FROM trials GROUP BY ALL"))
          .hasSize(2);
    }
    for (String line : lines) {
      if (!curves.contains(line) && !careful.contains(line)) {
        assertThat(DuckDb.query(line))
            .containsExactlyInAnyOrderElementsOf(
                spark("SELECT optimizer, learning_rate, avg(test_loss) FROM trials GROUP BY ALL"));
      }
    }
  }

  @Test
  void theDocumentedLineForASparkSqlShellAnswersLikeTheViews() throws IOException {
    List<String> lines = documented("(?m)^spark-sql -e '(.*)'$");
    assertThat(lines).hasSize(1);
    assertThat(DuckDb.rows(SparkFixture.spark().sql(lines.get(0))))
        .containsExactlyInAnyOrderElementsOf(
            spark(
                "SELECT optimizer, learning_rate, steps, avg(test_loss) FROM trials GROUP BY ALL"));
  }

  /** Statements of README and the chapter on results, asked of the sweep of this test. */
  private static List<String> documented(String line) throws IOException {
    String text =
        Files.readString(Path.of("README.md")) + Files.readString(Path.of("docs/results.md"));
    return Pattern.compile(line)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1).replace("results/seed", sweep("one")))
        .distinct()
        .toList();
  }

  private static List<List<@Nullable Object>> spark(String sql) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, directory.resolve("one").toUri());
    return DuckDb.rows(spark.sql(sql));
  }
}
