package dev.geodesic.store.files;

import dev.geodesic.store.table.Table;
import dev.geodesic.store.table.TrialColumns;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.Row;

/**
 * Writes one merged file from the rows of its only partition. To do it twice is harmless.
 *
 * @param store to which the file belongs
 * @param target the file, with the trials that it must hold
 */
record MergeTask(ResultStore store, MergedFile target) implements VoidFunction<Iterator<Row>> {
  private static final Table<Row> TABLE = TrialColumns.TABLE.ofRows();

  /** Writes the file and forces it to the medium, as its source files will be deleted. */
  @Override
  public void call(Iterator<Row> rows) throws IOException {
    ResultsDirectory directory = store.directory();
    Path waiting = target.waiting(directory);
    Checked checked =
        new Checked(rows, target.trials().stream().map(HeldTrial::id).collect(Collectors.toSet()));
    Path temporary =
        directory.writeTemporary(TABLE, waiting, checked, LedgerReader.footerOf(target.trials()));
    try {
      checked.requireAllSeen();
      directory.force(temporary);
      directory.publish(temporary, waiting);
    } finally {
      directory.fileSystem().delete(temporary, false);
    }
  }

  /** Passes on each awaited trial once. */
  private record Checked(Iterator<Row> rows, Set<String> awaited) implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      String trial = row.getAs("trial_id");
      if (!awaited.remove(trial)) {
        throw new IllegalStateException(
            "A file must hold the trials that its footer lists, got: " + trial);
      }
      return row;
    }

    void requireAllSeen() throws IOException {
      if (!awaited.isEmpty()) {
        throw new IOException(
            "Files must hold the trials that their footers list, missing: " + awaited);
      }
    }
  }
}
