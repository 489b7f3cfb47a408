package dev.geodesic.store.summary;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * A mean and how well it is known.
 *
 * @param count number of values
 * @param mean of the values; null if there are none
 * @param sd sample standard deviation; null for fewer than two
 * @param low lower end of the 95 % interval of the mean (Student's t); null for fewer than two
 * @param high upper end of the interval; null for fewer than two
 */
public record Estimate(
    int count,
    @Nullable Double mean,
    @Nullable Double sd,
    @Nullable Double low,
    @Nullable Double high) {
  /** 95 % lie between the quantiles 0.025 and 0.975. */
  private static final double UPPER_QUANTILE = 0.975;

  /** Quantiles by degrees of freedom: each is found by root search, and needed often. */
  private static final Map<Integer, Double> QUANTILES = new ConcurrentHashMap<>();

  /** Estimates from values, which are sorted first, so that their order does not change a bit. */
  public static Estimate of(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns the mean of some values, with its standard deviation and 95 % interval. */
  public static Estimate of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    if (count == 0) {
      return new Estimate(0, null, null, null, null);
    }
    double mean = StatUtils.mean(sorted);
    if (count == 1) {
      return new Estimate(1, mean, null, null, null);
    }
    double sd = Math.sqrt(StatUtils.variance(sorted));
    double halfWidth = quantile(count - 1) * sd / Math.sqrt(count);
    return new Estimate(count, mean, sd, mean - halfWidth, mean + halfWidth);
  }

  private static double quantile(int degreesOfFreedom) {
    return QUANTILES.computeIfAbsent(
        degreesOfFreedom,
        degrees -> new TDistribution(degrees).inverseCumulativeProbability(UPPER_QUANTILE));
  }
}
