package dev.geodesic.store;

import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The summary on disk: one file, replaced whole, that knows of which trials it is. */
final class SummaryFile {
  private static final String LEDGER_KEY = "geodesic.ledger";

  private final ResultsDirectory directory;

  SummaryFile(ResultStore store) {
    this.directory = store.directory();
  }

  Path path() {
    return directory.resolve(
        ResultsDirectory.SUMMARY, ResultsDirectory.SUMMARY + TableFile.EXTENSION);
  }

  /** Whether it is there, sound, and of exactly these trials. */
  boolean isOf(Ledger ledger) throws IOException {
    try {
      FileStatus status = directory.fileSystem().getFileStatus(path());
      Footer footer = Footer.read(directory.fileSystem(), status, "");
      return ledger.fingerprint().equals(footer.metadata().get(LEDGER_KEY));
    } catch (FileNotFoundException | RequestException e) {
      // It is derived: what is missing, damaged or old is computed anew.
      return false;
    }
  }

  /** Streams the rows through the driver, a partition at a time, into one file. */
  void write(Dataset<Row> summary, Ledger ledger) throws IOException {
    Path temporary =
        TableFile.writeTemporary(
            directory,
            SummaryColumns.TABLE,
            path(),
            summary.orderBy("configuration_id", "step").toLocalIterator(),
            Map.of(LEDGER_KEY, ledger.fingerprint()));
    directory.replace(temporary, path());
  }
}
