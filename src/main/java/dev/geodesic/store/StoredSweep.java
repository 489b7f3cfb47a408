package dev.geodesic.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.Ledger;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.SummaryFile;
import dev.geodesic.store.files.SweepNames;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.store.summary.SparkSummary;
import dev.geodesic.store.summary.SummaryColumns;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.store.table.TableReader;
import dev.geodesic.store.table.TrialColumns;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One sweep's results as Spark reads them at one moment: exactly the files of one ledger.
 *
 * @param name of the sweep in the views
 * @param store that holds the results
 * @param ledger of the files to be read
 * @param reader that reads them
 * @param rows every trial once, its curve inside
 */
record StoredSweep(
    String name, ResultStore store, Ledger ledger, TableReader reader, Dataset<Row> rows) {

  /** Opens a single sweep, under the name of its directory. */
  static StoredSweep open(SparkSession spark, URI root) throws IOException {
    return open(spark, SweepNames.of(root), root);
  }

  static StoredSweep open(SparkSession spark, String name, URI root) throws IOException {
    ResultStore store = new ResultStore(root, spark.sparkContext().hadoopConfiguration());
    store.requireSweep();
    Ledger ledger = store.ledger();
    TableReader reader = new TableReader(spark);
    return new StoredSweep(name, store, ledger, reader, flagged(ledger.rows(reader, root)));
  }

  /** Results of versions without confirmation do not tell: all of their trials were searching. */
  private static Dataset<Row> flagged(Dataset<Row> trials) {
    String confirmation = TrialColumns.CONFIRMATION.name();
    return trials.withColumn(confirmation, coalesce(col(confirmation), lit(false)));
  }

  /** Returns a reader of this sweep that needs no Spark. */
  SweepScan scan() {
    return new SweepScan(name, store, ledger);
  }

  /** The trials that ended, and those that the last run left without a result. */
  Dataset<Row> trials() throws IOException {
    UnfinishedTrials list = new UnfinishedTrials(store);
    Dataset<Row> unfinished = list.without(rows, reader);
    return named(
        list.among(rows, unfinished)
            .unionByName(flagged(unfinished))
            .drop(TrialColumns.CURVE.name())
            .withColumn(TrainerVersion.COLUMN.name(), TrainerVersion.of()));
  }

  /** One row for each trial and step, with the trial's parameters, so that SQL needs no join. */
  Dataset<Row> curves() {
    org.apache.spark.sql.Column[] trial =
        ViewColumns.OF_TRIAL.stream()
            .map(column -> col(column.name()))
            .toArray(org.apache.spark.sql.Column[]::new);
    String curve = TrialColumns.CURVE.name();
    return named(
        rows.select(
                Stream.concat(Stream.of(trial), Stream.of(explode(col(curve)).as(curve)))
                    .toArray(org.apache.spark.sql.Column[]::new))
            .select(
                Stream.concat(Stream.of(trial), Stream.of(col(curve + ".*")))
                    .toArray(org.apache.spark.sql.Column[]::new)));
  }

  /** Reads the summary from the last run's file, or computes it if trials were added since. */
  Dataset<Row> summary() throws IOException {
    SummaryFile file = new SummaryFile(store);
    return named(
        file.isOf(ledger)
            ? flagged(reader.files(SummaryColumns.TABLE, List.of(file.path())))
            : SparkSummary.of(withResult()));
  }

  /** The trials that ended or were stopped, and are not to go on. */
  private Dataset<Row> withResult() throws IOException {
    UnfinishedTrials list = new UnfinishedTrials(store);
    return list.among(rows, list.without(rows, reader));
  }

  Dataset<Row> baselines() throws IOException {
    List<Path> files = new Baselines(store).files().stream().map(FileStatus::getPath).toList();
    return named(reader.files(Baseline.TABLE, files));
  }

  private Dataset<Row> named(Dataset<Row> rows) {
    return rows.select(lit(name).as(ViewColumns.SWEEP), col("*"));
  }
}
