package dev.geodesic.store.files;

import dev.geodesic.store.files.Ledger.PackFile;
import dev.geodesic.store.table.Footer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/** Reads which trials committed files hold from their footers, without reading rows. */
final class LedgerReader {
  private static final String TRIALS_KEY = "geodesic.trials";
  private static final String REMEDY = "delete it and run again: only its trials train anew";

  /** Threads that read footers, which mostly wait for a disk or a network. */
  private static final int READERS = 16;

  /** The most attempts at a read: a compaction removes files twice, when it deletes and moves. */
  private static final int ATTEMPTS = 10;

  private LedgerReader() {}

  /** Returns the entries for the footer of a file with these trials. */
  static Map<String, String> footerOf(Collection<HeldTrial> trials) {
    return Map.of(
        TRIALS_KEY, trials.stream().map(HeldTrial::toString).collect(Collectors.joining(",")));
  }

  /**
   * Reads the footers of all committed files. A compaction may remove files at the same time: a
   * file that is gone has a merged file in its place by then.
   *
   * @throws dev.geodesic.trial.RequestException if a file is damaged or of another schema version
   */
  static List<PackFile> read(ResultsDirectory directory) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return footers(directory, CommittedFiles.list(directory));
      } catch (FileNotFoundException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static List<PackFile> footers(ResultsDirectory directory, List<FileStatus> files)
      throws IOException {
    List<Callable<PackFile>> reads = new ArrayList<>();
    for (FileStatus file : files) {
      reads.add(() -> packFile(directory, file));
    }
    return inParallel(reads);
  }

  private static PackFile packFile(ResultsDirectory directory, FileStatus file) throws IOException {
    Footer footer = Footer.read(directory.fileSystem(), file, REMEDY);
    String trials = footer.metadata().getOrDefault(TRIALS_KEY, "");
    return new PackFile(
        file.getPath(),
        file.getLen(),
        Arrays.stream(trials.split(",", -1)).map(HeldTrial::parse).toList());
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
