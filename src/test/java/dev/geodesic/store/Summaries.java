package dev.geodesic.store;

import dev.geodesic.store.files.ResultStore;
import java.io.IOException;
import java.util.List;

/** Writes summaries as the end of a run does. */
public final class Summaries {
  private Summaries() {}

  /** Of all that is committed. */
  public static void write(ResultStore store) throws IOException {
    SweepScan.read(store, Summaries::write);
  }

  /** Of what a scan sees. */
  public static SeedSummary write(SweepScan scan) throws IOException {
    SeedSummary summary = new SeedSummary(scan.trials());
    scan.curves(List.of(summary));
    summary.write(scan);
    return summary;
  }
}
