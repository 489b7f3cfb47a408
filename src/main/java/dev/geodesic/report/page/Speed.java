package dev.geodesic.report.page;

import dev.geodesic.trial.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What a step of one kind takes, on one data set and by one version of the trainer.
 *
 * @param optimizer its name
 * @param downsample side in pixels, 0 as they are
 * @param batchSize samples a step
 * @param hidden widths of hidden layers
 * @param path what computed most of its steps; null for first order
 * @param of which data and trainer, in words
 * @param trials that it is measured on
 * @param micros median over these of the time of a step, its share of the pack's, µs
 */
record Speed(
    String optimizer,
    int downsample,
    int batchSize,
    String hidden,
    @Nullable String path,
    String of,
    long trials,
    double micros) {
  private static final String QUESTION =
      """
      SELECT optimizer, downsample, batch_size, hidden, path, data_fingerprint, trainer_version,
             count(*) AS trials,
             median(1e6 * seconds / steps) AS micros
      FROM trials
      LEFT JOIN (SELECT trial_id AS id, mode(solver_path) AS path
                 FROM curves WHERE solver_path IS NOT NULL GROUP BY trial_id)
        ON trial_id = id
      WHERE status = 'COMPLETED' AND seconds IS NOT NULL
      GROUP BY ALL ORDER BY downsample DESC, batch_size, hidden, data_fingerprint,
               trainer_version, micros, path
      """;

  /** Of the registered views, by side, the fastest first. */
  static List<Speed> read(SparkSession spark) {
    return spark.sql(QUESTION).collectAsList().stream().map(Speed::of).toList();
  }

  private static Speed of(Row row) {
    return new Speed(
        row.getString(0),
        row.getInt(1),
        row.getInt(2),
        row.getString(3),
        row.getString(4),
        Stream.of(Problem.DATA, Problem.TRAINER)
            .map(column -> Problem.words(column, row.getAs(column)))
            .collect(Collectors.joining(", ")),
        row.getAs("trials"),
        row.getAs("micros"));
  }
}
