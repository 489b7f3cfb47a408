package dev.geodesic.report;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.store.summary.SummaryColumns;
import dev.geodesic.trial.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * One of several sweeps that are compared, as it was at one moment.
 *
 * @param label its name in tables
 * @param runs the entries of its manifest
 * @param trials a row for each trial of the search that ended: its parameters, {@code
 *     data_fingerprint}, {@code trainer_version}, {@code seed}, {@code diverged}, and {@code loss},
 *     the holdout loss after the last step, null if the trial did not get there or the loss is not
 *     finite
 * @param best the best configuration of each optimizer, of {@link BestConfigurations}
 */
record ComparedSweep(String label, List<Manifest.Run> runs, Dataset<Row> trials, RowTable best) {
  private static final String COMPLETED = "COMPLETED";
  private static final String DIVERGED = "DIVERGED";
  private static final StructType TRIALS = type();

  ComparedSweep {
    runs = List.copyOf(runs);
  }

  private static StructType type() {
    StructType type = new StructType();
    for (StructField column : SweepScan.TRIALS.fields()) {
      if (isCompared(column.name())) {
        type = type.add(column);
      }
    }
    return type.add("diverged", DataTypes.BooleanType).add("loss", DataTypes.DoubleType);
  }

  private static boolean isCompared(String column) {
    return SummaryColumns.PARAMETERS.contains(column)
        || List.of(Labels.ID, Problem.DATA, Problem.TRAINER, "seed").contains(column);
  }

  /** Reads a sweep from its results. */
  static ComparedSweep read(SparkSession spark, String label, ResultStore store)
      throws IOException {
    return SweepScan.read(store, scan -> of(spark, label, scan));
  }

  private static ComparedSweep of(SparkSession spark, String label, SweepScan scan)
      throws IOException {
    List<Row> trials = scan.trials();
    List<Row> ended =
        trials.stream()
            .filter(StoredTrial::hasEnded)
            .filter(trial -> !StoredTrial.isConfirmation(trial))
            .map(ComparedSweep::outcome)
            .toList();
    return new ComparedSweep(
        label,
        new ManifestFile(scan.store()).read().map(Manifest::runs).orElse(List.of()),
        spark.createDataFrame(ended, TRIALS),
        BestConfigurations.unabridged(RankedConfigurations.of(trials), trials, scan.baselines()));
  }

  private static Row outcome(Row trial) {
    String status = trial.getAs("status");
    Map<String, @Nullable Object> values = Rows.values(trial);
    values.put("diverged", status.equals(DIVERGED));
    values.put("loss", status.equals(COMPLETED) ? trial.getAs("test_loss") : null);
    return Rows.of(TRIALS, values);
  }
}
