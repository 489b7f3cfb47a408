package dev.geodesic.sweep.plan;

import dev.geodesic.store.ResultStore;
import dev.geodesic.store.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Seconds of a slot that a step of one trial takes, by kind of pack, as far as they are known.
 *
 * @param byKind what is known
 * @param basis how it came to be known, in words
 */
public record StepRates(Map<PackKind, Rate> byKind, String basis) {
  /** Nothing is known. */
  public static final StepRates NONE = new StepRates(Map.of(), "a count of operations");

  /** A pack that was resumed kept its last slot for less than its trials trained. */
  private static final String RATES =
      """
      SELECT %1$s, pack_id,
             greatest(max(slot_seconds), sum(seconds)) / sum(coalesce(diverged_step, steps)) AS rate
      FROM trials WHERE status IN ('COMPLETED', 'DIVERGED') AND slot_seconds > 0
      GROUP BY %1$s, pack_id
      """
          .formatted(String.join(", ", PackKind.COLUMNS));

  public StepRates {
    byKind = Map.copyOf(byKind);
  }

  /**
   * A rate and how far it scatters.
   *
   * @param low a tenth of what was seen is faster
   * @param median half is
   * @param high a tenth is slower
   */
  record Rate(double low, double median, double high) {
    static Rate of(List<Double> seen) {
      double[] values = seen.stream().mapToDouble(Double::doubleValue).toArray();
      return new Rate(
          StatUtils.percentile(values, 10),
          StatUtils.percentile(values, 50),
          StatUtils.percentile(values, 90));
    }
  }

  /** What the packs in a store took. */
  public static StepRates ofResults(SparkSession spark, ResultStore store) throws IOException {
    Views.register(spark, store.root());
    Map<PackKind, List<Double>> seen = new HashMap<>();
    for (Row row : spark.sql(RATES).collectAsList()) {
      seen.computeIfAbsent(PackKind.of(row), kind -> new ArrayList<>()).add(row.getAs("rate"));
    }
    return seen.isEmpty() ? NONE : of(seen, "earlier results of this sweep");
  }

  static StepRates of(Map<PackKind, List<Double>> seen, String basis) {
    Map<PackKind, Rate> rates = new HashMap<>();
    seen.forEach((kind, values) -> rates.put(kind, Rate.of(values)));
    return new StepRates(rates, basis);
  }

  Optional<Rate> of(PackKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }
}
