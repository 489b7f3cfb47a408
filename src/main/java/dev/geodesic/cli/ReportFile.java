package dev.geodesic.cli;

import dev.geodesic.report.SweepResults;
import dev.geodesic.report.page.MorningReport;
import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The report among the results of a sweep, written whole in place of the last. */
final class ReportFile {
  private ReportFile() {}

  /**
   * Writes it.
   *
   * @param running how far a run is that goes on; null if none does
   */
  static void write(ResultStore store, SweepResults results, @Nullable String running)
      throws IOException {
    store.write(
        MorningReport.FILE,
        MorningReport.of(results, running).html().getBytes(StandardCharsets.UTF_8));
  }

  /** Where it is. */
  static String place(URI results) {
    return Location.describe(results) + "/" + MorningReport.FILE;
  }

  /** Writes it at the end of a run, and says where it is. */
  static String written(ResultStore store, SweepResults results) throws IOException {
    write(store, results, null);
    return "Look:    " + place(store.root());
  }
}
