package dev.geodesic.report;

import dev.geodesic.store.Manifest;
import dev.geodesic.store.ManifestFile;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.SummaryColumns;
import dev.geodesic.store.Views;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One of several sweeps that are compared, as it was at one moment.
 *
 * @param label what tables call it
 * @param runs as its manifest tells them
 * @param trials a row for each trial that ended: its parameters, {@code data_fingerprint}, {@code
 *     trainer_version}, {@code seed}, {@code diverged}, and {@code loss}, the holdout loss after
 *     the last step, null if it never came there or is no finite number
 * @param best the best configuration of each optimizer, of {@link BestConfigurations}
 */
record ComparedSweep(
    String label, List<Manifest.Run> runs, Dataset<Row> trials, Dataset<Row> best) {
  private static final String TRIALS =
      """
      SELECT configuration_id, %s, data_fingerprint, trainer_version, seed, status = 'DIVERGED' AS diverged,
             if(status = 'COMPLETED', test_loss, NULL) AS loss
      FROM trials WHERE status IN ('COMPLETED', 'DIVERGED')
      """
          .formatted(String.join(", ", SummaryColumns.PARAMETERS));

  ComparedSweep {
    runs = List.copyOf(runs);
  }

  /** Reads all of it. */
  static ComparedSweep read(SparkSession spark, String label, URI results) throws Exception {
    return Views.read(spark, List.of(results), () -> registered(spark, label, results));
  }

  private static ComparedSweep registered(SparkSession spark, String label, URI results)
      throws IOException {
    ResultStore store = new ResultStore(results, spark.sparkContext().hadoopConfiguration());
    Dataset<Row> trials = spark.sql(TRIALS);
    return new ComparedSweep(
        label,
        new ManifestFile(store).read().map(Manifest::runs).orElse(List.of()),
        spark.createDataFrame(trials.collectAsList(), trials.schema()),
        BestConfigurations.unabridged(spark));
  }
}
