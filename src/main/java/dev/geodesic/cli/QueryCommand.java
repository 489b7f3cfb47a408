package dev.geodesic.cli;

import dev.geodesic.report.QueryFormat;
import dev.geodesic.store.Views;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a sweep's results a question in SQL. */
@Command(
    name = "query",
    description =
        "Query results with Spark SQL, over the views trials, curves, summary, baselines.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  geodesic query results/quickstart \"SELECT optimizer, learning_rate, avg(test_accuracy)",
      "    FROM trials GROUP BY ALL ORDER BY 3 DESC\""
    })
final class QueryCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR", description = "Results of a sweep.")
  private String directory = "";

  @Parameters(index = "1", paramLabel = "SQL", description = "One statement of Spark SQL.")
  private String sql = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private QueryFormat format = QueryFormat.TABLE;

  @Override
  public Integer call() throws IOException {
    try (SparkSession spark = SparkSessions.start("geodesic query")) {
      Views.register(spark, ResultsUri.of(directory));
      format.print(spark.sql(sql), System.out);
      return 0;
    } catch (Exception e) {
      if (e instanceof ParseException || e instanceof AnalysisException) {
        throw new RequestException("The SQL must be valid, got: " + firstLine(e), e);
      }
      throw e;
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }
}
