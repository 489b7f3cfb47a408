package dev.geodesic.store.files;

import dev.geodesic.store.table.Baseline;
import dev.geodesic.store.table.TableFile;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The results of one sweep: one immutable Parquet file for each task, with the trials of its packs
 * that ended. All of them are stored if and only if the file exists, so no further ledger is
 * needed. The store is sent to executors.
 */
public final class ResultStore implements Serializable {
  private static final long serialVersionUID = 1L;
  static final String PREFIX = "pack-";

  /** Matches the name of every committed pack. */
  static final String PATTERN = PREFIX + "*" + TableFile.EXTENSION;

  private final URI root;
  private final HadoopSettings settings;

  /**
   * Opens the results under {@code root}, which need not exist yet.
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

  /** The file system that the results lie on. */
  public FileSystem fileSystem() {
    return directory().fileSystem();
  }

  ResultsDirectory directory() {
    return ResultsDirectory.of(root, settings.configuration());
  }

  /**
   * Makes the directory and a test write in it, before training.
   *
   * @throws RequestException if that cannot be done
   */
  public void prepare() {
    ResultsDirectory directory = directory();
    try {
      for (String folder : ResultsDirectory.FOLDERS) {
        if (!directory.fileSystem().mkdirs(new Path(directory.root(), folder))) {
          throw new IOException("no directory could be made");
        }
      }
      Path probe = ResultsDirectory.temporary(directory.resolve(ResultsDirectory.PACKS, PREFIX));
      directory.replace(probe, new byte[] {1});
      directory.fileSystem().delete(probe, false);
      rehearse();
    } catch (NativeCodeError e) {
      throw new RequestException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new RequestException(
          "The results directory must be writable, got: %s (%s); choose another with --results"
              .formatted(root, ErrorText.message(e)),
          e);
    }
  }

  /**
   * Writes a file as a commit does, and deletes it, so that a process that cannot commit fails
   * before it trains.
   *
   * @throws IOException if the file system fails
   * @throws NativeCodeError if Parquet's compression cannot be loaded
   */
  public void rehearse() throws IOException {
    ResultsDirectory directory = directory();
    Path written =
        directory.writeTemporary(
            Baseline.TABLE,
            packFile(directory, "rehearsal"),
            List.of(new Baseline("", "", null, 0, false, "", 0, 0, 0, 0, null, 0)).iterator(),
            Map.of());
    directory.fileSystem().delete(written, false);
  }

  /**
   * Commits trials, all or none. To do it twice, or on two executors at once, is harmless.
   *
   * @param name the id of a pack, or of several packs together
   * @param results of every trial of these packs that ended or was stopped
   * @throws IOException if the machine or the file system fails; nothing is committed then
   */
  public void commit(String name, List<TrialResult> results) throws IOException {
    ResultsDirectory directory = directory();
    Path target = packFile(directory, name);
    if (directory.fileSystem().exists(target)) {
      return;
    }
    Path temporary =
        directory.writeTemporary(
            TrialColumns.TABLE,
            target,
            results.iterator(),
            LedgerReader.footerOf(results.stream().map(HeldTrial::of).toList()));
    directory.publish(temporary, target);
  }

  /** Returns the file of a pack, or of several packs that were committed under one name. */
  static Path packFile(ResultsDirectory directory, String name) {
    return directory.resolve(ResultsDirectory.PACKS, PREFIX + name + TableFile.EXTENSION);
  }

  /** Writes a small file into the sweep's directory, whole, in place of an earlier one. */
  public void write(String name, byte[] content) throws IOException {
    ResultsDirectory directory = directory();
    directory.replace(new Path(directory.root(), name), content);
  }

  /**
   * Requires that a run has begun to write here.
   *
   * @throws RequestException if there is nothing, or something that is not a sweep
   */
  public void requireSweep() throws IOException {
    directory().requireSweep();
  }

  /**
   * Reads the ids of every trial that has ended by itself from the footers of the committed files.
   *
   * @throws RequestException if a file is damaged or of another schema version
   * @throws IOException if the file system is in trouble
   */
  public Set<String> finishedTrials() throws IOException {
    return ledger().ended();
  }

  /**
   * Deletes half-written files of earlier runs, and returns how many there were. Without an
   * exclusive lock they stay, as they could be another run's.
   */
  public int deleteTemporaries(ResultsLock held) throws IOException {
    return held.isExclusive() ? directory().deleteTemporaries() : 0;
  }

  /**
   * Returns which trials have ended by now, and the file from which each is read.
   *
   * @throws RequestException if a file is damaged or of another schema version
   * @throws IOException if the file system is in trouble
   */
  public Ledger ledger() throws IOException {
    return Ledger.of(LedgerReader.read(directory()));
  }
}
