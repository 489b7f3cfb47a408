package dev.geodesic.cli;

import dev.geodesic.report.SweepResults;
import dev.geodesic.report.page.MorningReport;
import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.ErrorText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the report among the results of a sweep, whole, in place of the last one. */
final class ReportFile {
  private static final Logger LOG = LoggerFactory.getLogger(ReportFile.class);

  private ReportFile() {}

  /**
   * Writes the report.
   *
   * @param running progress of the present run in words; null if no run is going on
   */
  static void write(ResultStore store, SweepResults results, @Nullable String running)
      throws IOException {
    store.write(
        MorningReport.FILE,
        MorningReport.of(results, running).html().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the place of the report. */
  static String place(URI results) {
    return Location.describe(results) + "/" + MorningReport.FILE;
  }

  /** Writes it at the end of a run with the picture of losses, and says where they are. */
  static String written(ResultStore store, SweepResults results) throws IOException {
    MorningReport report = MorningReport.of(results, null);
    store.write(MorningReport.FILE, report.html().getBytes(StandardCharsets.UTF_8));
    return "Look:    " + place(store.root()) + picture(store, report);
  }

  /** A picture is worth having, but no reason to fail: a machine may have no fonts. */
  private static String picture(ResultStore store, MorningReport report) {
    try {
      Optional<byte[]> picture = report.lossPicture();
      if (picture.isEmpty()) {
        return " (no picture: no trial took a step)";
      }
      store.write(MorningReport.LOSS_PICTURE, picture.get());
      return ", and " + MorningReport.LOSS_PICTURE;
    } catch (Throwable e) {
      LOG.warn("The picture of losses could not be drawn", e);
      return " (no picture: %s)".formatted(ErrorText.firstLine(e.toString()));
    }
  }
}
