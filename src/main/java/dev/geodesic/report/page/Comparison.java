package dev.geodesic.report.page;

import dev.geodesic.store.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * How far one optimizer's losses lie above another's, seed by seed: both train from the same
 * weights on the same batches. By the paired t-test, two-sided.
 *
 * @param pairs seeds that both have
 * @param difference mean of its loss minus the other's, nats
 * @param low lower end of the 95 % interval of that
 * @param high upper end
 * @param p probability of so large a mean difference where there is none
 */
record Comparison(int pairs, double difference, double low, double high, double p) {
  /** With fewer an interval says nothing. */
  private static final int LEAST_PAIRS = 3;

  /** Empty where there are too few pairs. */
  static Optional<Comparison> of(
      SortedMap<Integer, Double> losses, SortedMap<Integer, Double> others) {
    List<Double> differences = new ArrayList<>();
    losses.forEach(
        (seed, loss) -> {
          Double other = others.get(seed);
          if (other != null) {
            differences.add(loss - other);
          }
        });
    if (differences.size() < LEAST_PAIRS) {
      return Optional.empty();
    }
    Estimate estimate = Estimate.of(differences);
    double mean = Objects.requireNonNull(estimate.mean());
    return Optional.of(
        new Comparison(
            differences.size(),
            mean,
            Objects.requireNonNull(estimate.low()),
            Objects.requireNonNull(estimate.high()),
            probability(differences, mean)));
  }

  private static double probability(List<Double> differences, double mean) {
    if (differences.stream().distinct().count() == 1) {
      // Without any spread there is no t.
      return mean == 0 ? 1 : 0;
    }
    return new TTest().tTest(0, differences.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
