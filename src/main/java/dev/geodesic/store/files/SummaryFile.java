package dev.geodesic.store.files;

import dev.geodesic.store.summary.SummaryColumns;
import dev.geodesic.store.table.Footer;
import dev.geodesic.store.table.TableFile;
import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** The summary on disk: one file, replaced whole, whose footer identifies its trials. */
public final class SummaryFile {
  private static final String LEDGER_KEY = "geodesic.ledger";

  private final ResultsDirectory directory;

  /** Opens the summary of these results, which need not exist yet. */
  public SummaryFile(ResultStore store) {
    this.directory = store.directory();
  }

  /** The path of the summary, which need not exist yet. */
  public Path path() {
    return directory.resolve(
        ResultsDirectory.SUMMARY, ResultsDirectory.SUMMARY + TableFile.EXTENSION);
  }

  /** Whether the file exists, is undamaged, and is of exactly the trials of this ledger. */
  public boolean isOf(Ledger ledger) throws IOException {
    try {
      FileStatus status = directory.fileSystem().getFileStatus(path());
      Footer footer = Footer.read(directory.fileSystem(), status, "");
      return ledger.fingerprint().equals(footer.metadata().get(LEDGER_KEY));
    } catch (FileNotFoundException | RequestException e) {
      // A missing, damaged or old summary is computed anew from the trials.
      return false;
    }
  }

  /**
   * Writes the summary in place of the last one.
   *
   * @param rows of {@link SummaryColumns#TABLE}, by configuration and step
   * @param ledger the trials that they are of
   */
  public void write(Iterator<Row> rows, Ledger ledger) throws IOException {
    Path temporary =
        directory.writeTemporary(
            SummaryColumns.TABLE.ofRows(), path(), rows, Map.of(LEDGER_KEY, ledger.fingerprint()));
    directory.replace(temporary, path());
  }
}
