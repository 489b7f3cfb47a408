package dev.geodesic.sweep.plan;

import dev.geodesic.store.StoredTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The known rates of packs: the seconds of a slot that a step of one trial takes, by kind of pack.
 *
 * @param byKind the rates of the kinds that are known
 * @param basis what the rates come from, in words
 */
public record StepRates(Map<PackKind, Rate> byKind, String basis) {
  /** No rates: only operations can be counted. */
  public static final StepRates NONE = new StepRates(Map.of(), "a count of operations");

  public StepRates {
    byKind = Map.copyOf(byKind);
  }

  /**
   * A rate and how far it scatters, in seconds.
   *
   * @param low the quantile 0.1 of what was measured
   * @param median the quantile 0.5
   * @param high the quantile 0.9
   */
  public record Rate(double low, double median, double high) {
    static Rate of(List<Double> seen) {
      double[] values = seen.stream().mapToDouble(Double::doubleValue).toArray();
      return new Rate(
          StatUtils.percentile(values, 10),
          StatUtils.percentile(values, 50),
          StatUtils.percentile(values, 90));
    }
  }

  /**
   * Returns the rates of packs in the results.
   *
   * @param trials rows of {@link dev.geodesic.store.SweepScan#trials}
   */
  public static StepRates ofResults(List<Row> trials) {
    Map<PackKind, Map<String, List<Row>>> packs = new HashMap<>();
    for (Row trial : trials) {
      Double kept = trial.getAs("slot_seconds");
      if (StoredTrial.hasEnded(trial) && kept != null && kept > 0) {
        packs
            .computeIfAbsent(PackKind.of(trial), kind -> new HashMap<>())
            .computeIfAbsent(trial.getAs("pack_id"), id -> new ArrayList<>())
            .add(trial);
      }
    }
    Map<PackKind, List<Double>> seen = new HashMap<>();
    packs.forEach(
        (kind, byId) -> seen.put(kind, byId.values().stream().map(StepRates::rate).toList()));
    return seen.isEmpty() ? NONE : of(seen, "earlier results of this sweep");
  }

  /** Takes the longer of slot and training time: resumed packs also trained in earlier slots. */
  private static double rate(List<Row> pack) {
    double kept = 0;
    double trained = 0;
    long steps = 0;
    for (Row trial : pack) {
      kept = Math.max(kept, trial.<Double>getAs("slot_seconds"));
      trained += Objects.requireNonNullElse(trial.<@Nullable Double>getAs("seconds"), 0.0);
      Integer diverged = trial.getAs("diverged_step");
      steps += diverged == null ? trial.<Integer>getAs("steps") : diverged;
    }
    return Math.max(kept, trained) / steps;
  }

  static StepRates of(Map<PackKind, List<Double>> seen, String basis) {
    Map<PackKind, Rate> rates = new HashMap<>();
    seen.forEach((kind, values) -> rates.put(kind, Rate.of(values)));
    return new StepRates(rates, basis);
  }

  public Optional<Rate> of(PackKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }
}
