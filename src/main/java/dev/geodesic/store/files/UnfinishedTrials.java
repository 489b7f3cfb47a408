package dev.geodesic.store.files;

import dev.geodesic.store.table.Footer;
import dev.geodesic.store.table.TableFile;
import dev.geodesic.store.table.TableReader;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The trials that the last run left without a result, and why: one file, replaced whole. It is only
 * informative; the next run trains every trial without a committed result.
 */
public final class UnfinishedTrials {
  private static final String REMEDY = "delete it: only why trials have no result is lost";

  private final ResultsDirectory directory;

  /** Opens the list of unfinished trials of these results. */
  public UnfinishedTrials(ResultStore store) {
    this.directory = store.directory();
  }

  private Path path() {
    return directory.resolve(
        ResultsDirectory.UNFINISHED, ResultsDirectory.UNFINISHED + TableFile.EXTENSION);
  }

  /**
   * Replaces the list of the last run. The caller must hold the {@link ResultsLock}.
   *
   * @param trials of status {@link dev.geodesic.trial.TrialStatus.Unfinished}
   */
  public void write(List<TrialResult> trials) throws IOException {
    if (trials.isEmpty()) {
      directory.fileSystem().delete(path(), false);
      return;
    }
    Path temporary =
        directory.writeTemporary(TrialColumns.TABLE, path(), trials.iterator(), Map.of());
    directory.replace(temporary, path());
  }

  /**
   * Returns the unfinished trials, without those that have ended since.
   *
   * @param committed rows of all trials that ended or were stopped
   * @return rows of {@link TrialColumns#TABLE}
   * @throws dev.geodesic.trial.RequestException if the file is damaged or of another schema version
   */
  public Dataset<Row> without(Dataset<Row> committed, TableReader reader) throws IOException {
    List<Path> files = files();
    Dataset<Row> trials = reader.files(TrialColumns.TABLE, files);
    String id = TrialColumns.IDENTITY.get(0).name();
    Dataset<Row> ended =
        committed.filter(committed.col(TrialColumns.STATUS.name()).notEqual("STOPPED"));
    return files.isEmpty() ? trials : trials.join(ended.select(id), scalaSeq(id), "left_anti");
  }

  /**
   * Returns the committed trials, without those that were stopped and are unfinished now.
   *
   * @param committed rows of all trials that ended or were stopped
   * @param unfinished what {@link #without} returns
   */
  public Dataset<Row> among(Dataset<Row> committed, Dataset<Row> unfinished) throws IOException {
    String id = TrialColumns.IDENTITY.get(0).name();
    return files().isEmpty()
        ? committed
        : committed.join(unfinished.select(id), scalaSeq(id), "left_anti");
  }

  /**
   * Returns the one file that lists the unfinished trials; nothing where every trial has a result.
   *
   * @throws dev.geodesic.trial.RequestException if it is damaged or of another schema version
   */
  public List<Path> files() throws IOException {
    FileSystem fileSystem = directory.fileSystem();
    if (!fileSystem.exists(path())) {
      return List.of();
    }
    return List.of(Footer.read(fileSystem, fileSystem.getFileStatus(path()), REMEDY).file());
  }

  private static scala.collection.immutable.Seq<String> scalaSeq(String column) {
    return scala.jdk.javaapi.CollectionConverters.asScala(List.of(column)).toSeq();
  }
}
