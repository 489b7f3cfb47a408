package dev.geodesic.cli;

import dev.geodesic.report.page.MorningReport;
import dev.geodesic.store.Location;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.Views;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The report among the results of a sweep, written whole in place of the last. */
final class ReportFile {
  private ReportFile() {}

  /**
   * Writes it.
   *
   * @param running how far a run is that goes on; null if none does
   */
  static void write(SparkSession spark, URI results, @Nullable String running) throws Exception {
    // Views of its own: those of the session may be of another moment.
    SparkSession apart = spark.newSession();
    ResultStore store = new ResultStore(results, spark.sparkContext().hadoopConfiguration());
    String page =
        Views.read(apart, List.of(results), () -> MorningReport.of(apart, store, running).html());
    store.write(MorningReport.FILE, page.getBytes(StandardCharsets.UTF_8));
  }

  /** Where it is. */
  static String place(URI results) {
    return Location.describe(results) + "/" + MorningReport.FILE;
  }

  /** Writes it at the end of a run, and says where it is. */
  static String written(SparkSession spark, URI results) throws Exception {
    write(spark, results, null);
    return "Look:    " + place(results);
  }
}
