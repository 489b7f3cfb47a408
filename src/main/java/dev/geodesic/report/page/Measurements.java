package dev.geodesic.report.page;

import static java.util.function.Predicate.not;

import dev.geodesic.report.CurveDigest;
import dev.geodesic.report.SweepResults;
import dev.geodesic.store.StoredTrial;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The measured losses of the search's trials, by training time. */
final class Measurements {
  private final CurveDigest curves;
  private final Map<String, List<Row>> trials;
  private final Map<String, Clock> clocks = new HashMap<>();

  Measurements(SweepResults results) {
    this.curves = results.curves();
    this.trials = results.trialsByConfiguration();
  }

  /**
   * The times at which a configuration is measured.
   *
   * @param steps the steps after which it is measured
   * @param seconds the training time until each of them, as the mean over the seeds that took all
   *     their steps
   */
  private record Clock(int[] steps, double[] seconds) {}

  /**
   * Returns the losses of the last measurement that each configuration reaches within a training
   * time. The time is the mean over its seeds, so all seeds are compared at the same step.
   */
  Scores within(double seconds, List<Configuration> configurations) {
    Map<String, SortedMap<Integer, Double>> choosing = new HashMap<>();
    Map<String, SortedMap<Integer, Double>> told = new HashMap<>();
    for (Configuration configuration : configurations) {
      Clock clock = clocks.computeIfAbsent(configuration.id(), this::clock);
      Integer step = lastStep(clock, seconds);
      if (step != null) {
        choosing.put(
            configuration.id(), losses(configuration.id(), step, CurveDigest.Measured::losses));
        told.put(configuration.id(), losses(configuration.id(), step, CurveDigest.Measured::told));
      }
    }
    return new Scores(choosing, told, false);
  }

  private static @Nullable Integer lastStep(Clock clock, double seconds) {
    for (int i = clock.steps.length - 1; i >= 0; i--) {
      if (clock.seconds[i] <= seconds) {
        return clock.steps[i];
      }
    }
    return null;
  }

  private SortedMap<Integer, Double> losses(
      String configuration, int step, Function<CurveDigest.Measured, double[]> kind) {
    SortedMap<Integer, Double> losses = new TreeMap<>();
    for (Row trial : completed(configuration)) {
      CurveDigest.Measured measured = curves.of(trial.getAs("trial_id")).measured();
      int place = Arrays.binarySearch(measured.steps(), step);
      if (place >= 0 && !Double.isNaN(kind.apply(measured)[place])) {
        losses.put(trial.getAs("seed"), kind.apply(measured)[place]);
      }
    }
    return losses;
  }

  private Clock clock(String configuration) {
    TreeMap<Integer, double[]> sums = new TreeMap<>();
    for (Row trial : completed(configuration)) {
      CurveDigest.Measured measured = curves.of(trial.getAs("trial_id")).measured();
      for (int i = 0; i < measured.count(); i++) {
        double[] sum = sums.computeIfAbsent(measured.steps()[i], step -> new double[2]);
        sum[0] += measured.seconds()[i];
        sum[1]++;
      }
    }
    return new Clock(
        sums.keySet().stream().mapToInt(Integer::intValue).toArray(),
        sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray());
  }

  private List<Row> completed(String configuration) {
    return trials.getOrDefault(configuration, List.of()).stream()
        .filter(trial -> trial.<String>getAs("status").equals("COMPLETED"))
        .filter(not(StoredTrial::isConfirmation))
        .toList();
  }
}
