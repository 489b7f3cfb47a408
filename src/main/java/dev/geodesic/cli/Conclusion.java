package dev.geodesic.cli;

import dev.geodesic.report.SweepReport;
import dev.geodesic.report.SweepResults;
import dev.geodesic.store.SeedSummary;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ResultStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes what a run ends with, from one pass over the results: the summary on disk, a table,
 * pictures and a page. If one of them fails, the others are still made.
 */
final class Conclusion {
  private final ResultStore store;
  private CompletableFuture<String> table = new CompletableFuture<>();
  private CompletableFuture<String> page = new CompletableFuture<>();

  /** Prepares the conclusion of a run whose results are in {@code store}. */
  Conclusion(ResultStore store) {
    this.store = store;
  }

  /**
   * Makes all of it, the summary in parallel with the rest.
   *
   * @throws IOException if the results cannot be read, or the summary cannot be written
   */
  Conclusion conclude(SweepScan scan) throws IOException {
    SeedSummary summary = new SeedSummary(scan.trials());
    SweepResults results = SweepResults.of(scan, List.of(summary));
    CompletableFuture<Void> summarized = CompletableFuture.runAsync(() -> write(summary, scan));
    table = attempt(() -> SweepReport.of(store, results));
    page = attempt(() -> ReportFile.written(store, results));
    try {
      summarized.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException trouble) {
        throw trouble.getCause();
      }
      throw e;
    }
    return this;
  }

  private static void write(SeedSummary summary, SweepScan scan) {
    try {
      summary.write(scan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletableFuture<String> attempt(Callable<String> making) {
    try {
      return CompletableFuture.completedFuture(making.call());
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Returns the table of the best and where all lies; makes it now if {@link #conclude} failed. */
  String table() throws Throwable {
    return table.isDone() ? value(table) : SweepReport.of(store, SweepResults.read(store));
  }

  /** Returns where the page lies; makes it now if {@link #conclude} failed. */
  String page() throws Throwable {
    return page.isDone() ? value(page) : ReportFile.written(store, SweepResults.read(store));
  }

  private static String value(CompletableFuture<String> made) throws Throwable {
    try {
      return made.join();
    } catch (CompletionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
