package dev.geodesic.cli;

import dev.geodesic.store.Location;
import java.net.URI;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the report of a sweep. */
@Command(
    name = "report",
    description = "Write the report of a sweep: one page that opens from disk.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  geodesic report results/quickstart"})
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Results of a sweep.")
  private String directory = "";

  @Override
  public Integer call() throws Exception {
    URI root = Location.ofResults(directory);
    try (SparkSession spark = SparkSessions.start("geodesic report")) {
      ReportFile.write(spark, root, null);
      System.out.println(ReportFile.place(root));
      return 0;
    }
  }
}
