package dev.geodesic.cli;

import dev.geodesic.report.page.ReportPage;
import dev.geodesic.store.Location;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.Views;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
      ResultStore store = new ResultStore(root, spark.sparkContext().hadoopConfiguration());
      String page = Views.read(spark, List.of(root), () -> ReportPage.of(spark, store, null));
      store.write(ReportPage.FILE, page.getBytes(StandardCharsets.UTF_8));
      System.out.println(root.resolve(ReportPage.FILE));
      return 0;
    }
  }
}
