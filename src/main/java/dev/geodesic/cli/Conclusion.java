package dev.geodesic.cli;

import dev.geodesic.report.SweepResults;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.SeedSummary;
import dev.geodesic.store.SweepScan;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run ends with: its summary on disk, and what its table, pictures and page are made of. */
final class Conclusion {
  private @Nullable SweepResults found;

  /** Reads the curves once, and writes the summary. */
  SweepResults conclude(SweepScan scan) throws IOException {
    SeedSummary summary = new SeedSummary(scan.trials());
    SweepResults results = SweepResults.of(scan, List.of(summary));
    found = results;
    summary.write(scan);
    return results;
  }

  /** What was found, or is to be found where the run came to no conclusion. */
  SweepResults of(ResultStore store) throws IOException {
    SweepResults results = found;
    return results == null ? SweepResults.read(store) : results;
  }
}
