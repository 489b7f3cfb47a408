package dev.geodesic.report.page;

import dev.geodesic.report.CurveDigest;
import dev.geodesic.report.SweepResults;
import dev.geodesic.trial.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The time of a step of one kind, on one data set and by one version of the trainer.
 *
 * @param optimizer the name of the optimizer
 * @param downsample the side of the images in pixels; 0 for their original size
 * @param batchSize the number of samples in a batch
 * @param hidden the widths of the hidden layers
 * @param path the solver path of most of its steps; null for first-order optimizers
 * @param of the data and the version of the trainer, in words
 * @param trials the number of trials that were timed
 * @param micros the median over these trials of the time of a step in µs, as the trial's share of
 *     the pack's time
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
  /** The trials with equal values are timed together. */
  private record Kind(
      String optimizer,
      int downsample,
      int batchSize,
      String hidden,
      @Nullable String path,
      String fingerprint,
      @Nullable Integer trainer) {
    static Kind of(Row trial, CurveDigest curves) {
      return new Kind(
          trial.getAs("optimizer"),
          trial.<Integer>getAs("downsample"),
          trial.<Integer>getAs("batch_size"),
          trial.getAs("hidden"),
          curves.of(trial.getAs("trial_id")).solverPath(),
          trial.getAs(Problem.DATA),
          trial.getAs(Problem.TRAINER));
    }
  }

  /** Returns the times of steps by image size, batch, model and data, the fastest first in each. */
  static List<Speed> of(SweepResults results) {
    Map<Kind, List<Row>> byKind =
        results.trials().stream()
            .filter(
                trial ->
                    trial.<String>getAs("status").equals("COMPLETED")
                        && trial.getAs("seconds") != null)
            .collect(Collectors.groupingBy(trial -> Kind.of(trial, results.curves())));
    return byKind.entrySet().stream()
        .map(of -> of(of.getKey(), of.getValue()))
        .sorted(
            Comparator.comparingInt((Speed speed) -> -speed.downsample())
                .thenComparing(Speed::batchSize)
                .thenComparing(Speed::hidden)
                .thenComparing(speed -> speed.of())
                .thenComparing(Speed::micros)
                .thenComparing(Speed::optimizer))
        .toList();
  }

  private static Speed of(Kind kind, List<Row> trials) {
    double[] micros =
        trials.stream()
            .mapToDouble(
                trial -> 1e6 * trial.<Double>getAs("seconds") / trial.<Integer>getAs("steps"))
            .toArray();
    return new Speed(
        kind.optimizer(),
        kind.downsample(),
        kind.batchSize(),
        kind.hidden(),
        kind.path(),
        Problem.words(Problem.DATA, kind.fingerprint())
            + ", "
            + Problem.words(Problem.TRAINER, kind.trainer()),
        trials.size(),
        StatUtils.percentile(micros, 50));
  }
}
