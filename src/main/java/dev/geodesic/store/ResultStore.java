package dev.geodesic.store;

import dev.geodesic.store.Ledger.PackFile;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The results of one sweep: one immutable Parquet file a pack. A pack's file exists if and only if
 * all its trials ended, so the files are their own ledger. Travels to executors.
 */
public final class ResultStore implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "pack-";
  private static final String TRIALS_KEY = "geodesic.trials";
  private static final String REMEDY = "delete it and run again: only its trials train anew";

  /** Reading footers is waiting for a disk or a network, not computing. */
  private static final int READERS = 16;

  private final URI root;
  private final HadoopSettings settings;

  /**
   * The results under {@code root}, whether they are there yet or not.
   *
   * @param root directory of the sweep, on any file system of Hadoop
   * @param configuration of Hadoop: {@code spark.sparkContext().hadoopConfiguration()}
   */
  public ResultStore(URI root, Configuration configuration) {
    this.root = root;
    this.settings = HadoopSettings.of(configuration);
  }

  /** The directory of the sweep. */
  public URI root() {
    return root;
  }

  ResultsDirectory directory() {
    return ResultsDirectory.of(root, settings.configuration());
  }

  /**
   * Makes the directory and writes a file in it for trial.
   *
   * @throws RequestException if that cannot be done: better found before training than after
   */
  public void prepare() {
    ResultsDirectory directory = directory();
    try {
      for (String folder :
          List.of(ResultsDirectory.PACKS, ResultsDirectory.SUMMARY, ResultsDirectory.BASELINES)) {
        if (!directory.fileSystem().mkdirs(new Path(directory.root(), folder))) {
          throw new IOException("no directory could be made");
        }
      }
      Path probe = ResultsDirectory.temporary(directory.resolve(ResultsDirectory.PACKS, PREFIX));
      directory.replace(probe, new byte[] {1});
      directory.fileSystem().delete(probe, false);
    } catch (IOException e) {
      throw new RequestException(
          "The results directory must be writable, got: %s (%s); choose another with --results"
              .formatted(root, firstLine(e)),
          e);
    }
  }

  /**
   * Commits a pack whole. Doing it twice, or on two executors at once, is harmless.
   *
   * @param results of every trial of the pack
   * @throws IOException if the machine or the file system is in trouble; nothing is committed then
   */
  public void commit(String packId, List<TrialResult> results) throws IOException {
    ResultsDirectory directory = directory();
    Path target = directory.resolve(ResultsDirectory.PACKS, PREFIX + packId + TableFile.EXTENSION);
    if (directory.fileSystem().exists(target)) {
      return;
    }
    String trials = results.stream().map(TrialResult::trialId).collect(Collectors.joining(","));
    Path temporary =
        TableFile.writeTemporary(
            directory, TrialColumns.TABLE, target, results.iterator(), Map.of(TRIALS_KEY, trials));
    directory.publish(temporary, target);
  }

  /**
   * Ids of every trial that has ended, read from the footers of the committed files.
   *
   * @throws RequestException if a file is damaged or of another schema version
   * @throws IOException if the file system is in trouble
   */
  public Set<String> finishedTrials() throws IOException {
    return ledger().trials();
  }

  /**
   * Deletes half-written files of earlier runs, and says how many there were. Only who holds the
   * directory may: without an exclusive lock they could be another run's, and stay.
   */
  public int deleteTemporaries(ResultsLock held) throws IOException {
    return held.isExclusive() ? directory().deleteTemporaries() : 0;
  }

  Ledger ledger() throws IOException {
    ResultsDirectory directory = directory();
    List<FileStatus> files = directory.list(ResultsDirectory.PACKS, PREFIX, TableFile.EXTENSION);
    List<Callable<PackFile>> reads = new ArrayList<>();
    for (FileStatus file : files) {
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
      throw (IOException)
          new InterruptedIOException("interrupted while reading the ledger").initCause(e);
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

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
