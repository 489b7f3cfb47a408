package dev.geodesic.store;

import dev.geodesic.store.Ledger.PackFile;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/** Knows which trials a committed file holds: its footer lists them, so no row need be read. */
final class LedgerReader {
  private static final String TRIALS_KEY = "geodesic.trials";
  private static final String REMEDY = "delete it and run again: only its trials train anew";

  /** Reading footers is waiting for a disk or a network, not computing. */
  private static final int READERS = 16;

  private LedgerReader() {}

  /** What goes into the footer of a file with these trials. */
  static Map<String, String> footerOf(List<TrialResult> results) {
    return Map.of(
        TRIALS_KEY, results.stream().map(TrialResult::trialId).collect(Collectors.joining(",")));
  }

  /**
   * Reads the footers of all committed packs.
   *
   * @throws dev.geodesic.trial.RequestException if a file is damaged or of another schema version
   */
  static Ledger read(ResultsDirectory directory) throws IOException {
    List<Callable<PackFile>> reads = new ArrayList<>();
    for (FileStatus file :
        directory.list(ResultsDirectory.PACKS, ResultStore.PREFIX, TableFile.EXTENSION)) {
      reads.add(() -> packFile(directory, file));
    }
    return Ledger.of(inParallel(reads));
  }

  private static PackFile packFile(ResultsDirectory directory, FileStatus file) throws IOException {
    Footer footer = Footer.read(directory.fileSystem(), file, REMEDY);
    String trials = footer.metadata().getOrDefault(TRIALS_KEY, "");
    return new PackFile(file.getPath(), Arrays.asList(trials.split(",", -1)));
  }

  private static <V> List<V> inParallel(List<Callable<V>> reads) throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(READERS, reads.size())));
    try {
      List<V> values = new ArrayList<>();
      for (Future<V> read : pool.invokeAll(reads)) {
        values.add(read.get());
      }
      return values;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while reading the ledger");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      pool.shutdownNow();
    }
  }

  private static IOException unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }
}
