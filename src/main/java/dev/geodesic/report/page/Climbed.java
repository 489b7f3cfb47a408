package dev.geodesic.report.page;

import dev.geodesic.report.CurveDigest.Measured;
import dev.geodesic.report.SweepResults;
import dev.geodesic.store.StoredTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * A configuration of a halving, and how far it came.
 *
 * @param configuration the configuration
 * @param bracket the number of halvings that it had to survive
 * @param rung the last rung that a trial of it reached, from 0
 * @param stoppedAt the step at which it was stopped; 0 if it was not
 * @param seeds the number of its trials in the search
 * @param taken the number of steps that they took together
 * @param losses the losses of its trials that choose, by step
 */
record Climbed(
    Configuration configuration,
    int bracket,
    int rung,
    int stoppedAt,
    int seeds,
    long taken,
    SortedMap<Integer, List<Double>> losses) {

  /** Returns the configurations of a problem that took part in a halving. */
  static List<Climbed> of(
      List<Configuration> configurations, Map<String, List<Row>> trials, SweepResults results) {
    return configurations.stream()
        .flatMap(
            configuration ->
                of(configuration, trials.getOrDefault(configuration.id(), List.of()), results))
        .toList();
  }

  private static Stream<Climbed> of(
      Configuration configuration, List<Row> trials, SweepResults results) {
    List<Row> climbing =
        trials.stream()
            .filter(trial -> !StoredTrial.isConfirmation(trial) && trial.getAs("bracket") != null)
            .toList();
    if (climbing.isEmpty()) {
      return Stream.of();
    }
    int stoppedAt = 0;
    long taken = 0;
    SortedMap<Integer, List<Double>> losses = new TreeMap<>();
    for (Row trial : climbing) {
      Measured measured = results.curves().of(trial.getAs("trial_id")).measured();
      Integer diverged = trial.getAs("diverged_step");
      for (int i = 0; i < measured.count(); i++) {
        double loss = measured.losses()[i];
        if (!Double.isNaN(loss) && (diverged == null || measured.steps()[i] < diverged)) {
          losses.computeIfAbsent(measured.steps()[i], step -> new ArrayList<>()).add(loss);
        }
      }
      int last = measured.count() == 0 ? 0 : measured.steps()[measured.count() - 1];
      taken += diverged == null ? last : diverged;
      if (trial.<String>getAs("status").equals("STOPPED")) {
        stoppedAt = Math.max(stoppedAt, last);
      }
    }
    return Stream.of(
        new Climbed(
            configuration,
            climbing.get(0).<Integer>getAs("bracket"),
            climbing.stream().mapToInt(trial -> trial.<Integer>getAs("rung")).max().orElseThrow(),
            stoppedAt,
            climbing.size(),
            taken,
            losses));
  }

  /** Returns the mean loss at a step over the seeds that got there; NaN if none did. */
  double loss(int step) {
    return Objects.requireNonNullElse(losses.get(step), List.<Double>of()).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the number of its seeds without a loss at a step. */
  int lost(int step) {
    return seeds - Objects.requireNonNullElse(losses.get(step), List.of()).size();
  }
}
