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

/** The summary on disk: one file, replaced whole, that knows of which trials it is. */
public final class SummaryFile {
  private static final String LEDGER_KEY = "geodesic.ledger";

  private final ResultsDirectory directory;

  /** The summary of these results, whether it is there yet or not. */
  public SummaryFile(ResultStore store) {
    this.directory = store.directory();
  }

  /** Where the summary lies, or will lie. */
  public Path path() {
    return directory.resolve(
        ResultsDirectory.SUMMARY, ResultsDirectory.SUMMARY + TableFile.EXTENSION);
  }

  /** Whether the file is there, sound, and of exactly the trials of this ledger. */
  public boolean isOf(Ledger ledger) throws IOException {
    try {
      FileStatus status = directory.fileSystem().getFileStatus(path());
      Footer footer = Footer.read(directory.fileSystem(), status, "");
      return ledger.fingerprint().equals(footer.metadata().get(LEDGER_KEY));
    } catch (FileNotFoundException | RequestException e) {
      // It is derived: what is missing, damaged or old is computed anew.
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
