package dev.geodesic.report.page;

import dev.geodesic.store.summary.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * The difference between the losses of two optimizers by the two-sided paired t-test. The losses of
 * one seed form a pair, because both optimizers start from the same weights and see the same
 * batches.
 *
 * @param pairs the number of seeds for which both have a loss
 * @param difference the mean loss of the first minus that of the other, in nats
 * @param low the lower end of the 95 % interval of the difference
 * @param high the upper end of that interval
 * @param p the probability of a mean difference at least this large if there is no true difference
 */
record PairedComparison(int pairs, double difference, double low, double high, double p) {
  /** An interval from fewer pairs is too wide to be useful. */
  static final int LEAST_PAIRS = 3;

  /** Returns the comparison of two optimizers by seed, or nothing if there are too few pairs. */
  static Optional<PairedComparison> of(
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
        new PairedComparison(
            differences.size(),
            mean,
            Objects.requireNonNull(estimate.low()),
            Objects.requireNonNull(estimate.high()),
            probability(differences, mean)));
  }

  private static double probability(List<Double> differences, double mean) {
    if (differences.stream().distinct().count() == 1) {
      // Without any spread the t statistic is undefined.
      return mean == 0 ? 1 : 0;
    }
    return new TTest().tTest(0, differences.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
