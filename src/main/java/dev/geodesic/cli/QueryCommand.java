package dev.geodesic.cli;

import dev.geodesic.report.Configurations;
import dev.geodesic.report.ListQuestion;
import dev.geodesic.report.QueryFormat;
import dev.geodesic.report.Question;
import dev.geodesic.report.SchemaQuestion;
import dev.geodesic.report.SqlQuestion;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Asks the results of sweeps a question. */
@Command(
    name = QueryCommand.NAME,
    description = "Ask the results of one sweep or several a question in Spark SQL.",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "geodesic query [--format=FORMAT] [--param NAME=VALUE]... DIR... QUESTION",
      "       geodesic query [--format=FORMAT] [--param NAME=VALUE]... DIR... --file=FILE",
      "       geodesic query [--format=FORMAT] DIR... --schema",
      "       geodesic query [--format=FORMAT] --list"
    },
    footer = {
      "",
      "Examples:",
      "  geodesic query results/quickstart best",
      "  geodesic query results/quickstart \"SELECT optimizer, learning_rate, avg(test_accuracy)",
      "    FROM trials GROUP BY ALL ORDER BY 3 DESC\"",
      "  geodesic query results/monday results/tuesday compare-sweeps --format csv"
    })
final class QueryCommand implements Callable<Integer> {
  static final String NAME = "query";

  /** Up to this many steps of all trials together, Spark answers faster without compiling code. */
  private static final long FEW_STEPS = 200_000;

  /** Settings that have Spark answer without compiling code. */
  private static final Map<String, String> WITHOUT_CODE =
      Map.of(
          "spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR... QUESTION",
      hideParamSyntax = true,
      description = {
        "Results of one sweep or more; the views' first column, sweep, tells them apart.",
        "Last the question: one statement of SQL, or the name of a ready question."
      })
  private List<String> arguments = List.of();

  /** Options that take the place of the last argument. */
  private static final class Instead {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        required = true,
        description = "Ask what this file says, in the form of conf/queries.")
    private String file = "";

    @Option(
        names = "--schema",
        required = true,
        description = "Show every view and column, its type and meaning.")
    private boolean schema;

    @Option(names = "--list", required = true, description = "Show the ready questions.")
    private boolean list;
  }

  @ArgGroup private @Nullable Instead instead;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "What :NAME stands for in the question; may be repeated.")
  private List<String> parameters = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private QueryFormat format = QueryFormat.TABLE;

  @Override
  public Integer call() throws Exception {
    Question asked = question();
    List<URI> results = directories().stream().map(Location::ofResults).toList();
    if (asked instanceof Question.OfThisBuild known) {
      for (URI root : results) {
        SweepScan.open(new ResultStore(root, HadoopConfiguration.ofSubmission()));
      }
      return print(out -> format.print(known, out));
    }
    SqlQuestion question = (SqlQuestion) asked;
    try (SparkApplication application = SparkSessions.startReading("geodesic query")) {
      SparkSession spark = application.sqlForReading();
      return Views.read(spark, results, sweeps -> printOfViews(question, spark, sweeps));
    } catch (Exception e) {
      // Spark's own exceptions are checked in Scala, and so unknown to Java.
      throw SqlMistakes.inOurWords(e);
    }
  }

  private Question question() {
    if (instead == null) {
      requireArguments(2, "QUESTION");
      return QuestionText.asked(arguments.get(arguments.size() - 1), parameters);
    }
    if (instead.schema) {
      return new SchemaQuestion();
    }
    if (instead.list) {
      return new ListQuestion();
    }
    requireArguments(1, "DIR");
    return QuestionText.ofFile(instead.file, parameters);
  }

  private List<String> directories() {
    return instead == null ? arguments.subList(0, arguments.size() - 1) : arguments;
  }

  private void requireArguments(int count, String last) {
    if (arguments.size() < count && spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing required parameter: '%s'".formatted(arguments.isEmpty() ? "DIR" : last));
    }
  }

  private int printOfViews(SqlQuestion question, SparkSession spark, List<SweepScan> sweeps)
      throws IOException {
    List<Row> trials = new ArrayList<>();
    for (SweepScan sweep : sweeps) {
      trials.addAll(sweep.trials());
    }
    if (trials.stream().mapToLong(trial -> trial.<Integer>getAs("steps")).sum() <= FEW_STEPS) {
      answerAtOnce(spark);
    }
    Configurations.register(spark, trials);
    return print(out -> format.print(question, spark, out));
  }

  /**
   * Turns off code generation, which for little data takes longer than the answer. A user's own
   * settings stay.
   */
  private static void answerAtOnce(SparkSession spark) {
    RuntimeConfig session = spark.conf();
    WITHOUT_CODE.forEach(
        (key, value) -> {
          if (!spark.sparkContext().conf().contains(key)) {
            session.set(key, value);
          }
        });
  }

  /** Prints an answer. One that is partly printed is not repeated, lest rows appear twice. */
  private int print(Consumer<PrintStream> answering) {
    WatchedStream watched = new WatchedStream(System.out);
    PrintStream out = new PrintStream(watched, true, Charset.defaultCharset());
    try {
      answering.accept(out);
      return 0;
    } catch (Exception e) {
      if (watched.isUsed() && Views.areOutdated(e)) {
        throw new RequestException(
            "An answer must be whole, got: a part, as a run that ended replaced files; ask again");
      }
      throw e;
    } finally {
      out.flush();
    }
  }
}
