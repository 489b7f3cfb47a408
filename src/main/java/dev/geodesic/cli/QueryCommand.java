package dev.geodesic.cli;

import dev.geodesic.report.QueryFormat;
import dev.geodesic.store.Location;
import dev.geodesic.store.Views;
import dev.geodesic.trial.RequestException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a sweep's results a question in SQL. */
@Command(
    name = "query",
    description =
        "Query results with Spark SQL, over the views trials, curves, summary, baselines.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      ExitCodes.DONE,
      ExitCodes.OWN_ERROR,
      ExitCodes.WRONG_REQUEST,
      ExitCodes.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  geodesic query results/quickstart \"SELECT optimizer, learning_rate, avg(test_accuracy)",
      "    FROM trials GROUP BY ALL ORDER BY 3 DESC\"",
      "  geodesic query results/seed \"SELECT * FROM curves\" --format csv"
    })
final class QueryCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR", description = "Results of a sweep.")
  private String directory = "";

  @Parameters(index = "1", paramLabel = "SQL", description = "One statement of Spark SQL.")
  private String sql = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private QueryFormat format = QueryFormat.TABLE;

  @Override
  public Integer call() throws Exception {
    try (SparkSession spark = SparkSessions.start("geodesic query")) {
      return Views.read(spark, List.of(Location.ofResults(directory)), () -> print(spark));
    } catch (Exception e) {
      // Spark's own exceptions are checked in Scala, and so unknown to Java.
      throw SqlMistakes.inOurWords(e);
    }
  }

  /** An answer of which a part is out is not begun anew: its reader would have those rows twice. */
  private int print(SparkSession spark) {
    WatchedStream watched = new WatchedStream(System.out);
    PrintStream out = new PrintStream(watched, true, Charset.defaultCharset());
    try {
      format.print(spark.sql(sql), out);
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
