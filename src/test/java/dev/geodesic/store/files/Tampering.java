package dev.geodesic.store.files;

import dev.geodesic.store.table.TableReader;
import dev.geodesic.store.table.TrialColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Changes what is stored, in files that are whole and sound all the same. */
public final class Tampering {
  private Tampering() {}

  /** Rewrites all committed trials of {@code results} into one file. */
  public static void rewrite(SparkSession spark, Path results, UnaryOperator<Dataset<Row>> change)
      throws IOException {
    ResultStore store = new ResultStore(results.toUri(), new Configuration());
    Ledger ledger = store.ledger();
    List<Row> rows =
        change
            .apply(ledger.rows(new TableReader(spark), store.root()))
            .select(columns())
            .collectAsList();
    ResultsDirectory directory = store.directory();
    for (org.apache.hadoop.fs.Path file : ledger.files().keySet()) {
      directory.fileSystem().delete(file, false);
    }
    org.apache.hadoop.fs.Path target = ResultStore.packFile(directory, "tampered");
    directory.publish(
        directory.writeTemporary(
            TrialColumns.TABLE.ofRows(),
            target,
            rows.iterator(),
            LedgerReader.footerOf(
                rows.stream()
                    .map(row -> new HeldTrial(row.getAs("trial_id"), HeldTrial.ENDED))
                    .toList())),
        target);
  }

  private static org.apache.spark.sql.Column[] columns() {
    return TrialColumns.TABLE.columns().stream()
        .map(column -> org.apache.spark.sql.functions.col(column.name()))
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
