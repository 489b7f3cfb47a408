package dev.geodesic.report.page;

import dev.geodesic.report.Digits;
import dev.geodesic.store.summary.Estimate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one configuration during training, over its seeds, as parallel lists. Seconds and
 * losses are rounded to six digits.
 *
 * @param step the number of steps taken
 * @param seconds the mean training time until that step
 * @param mean the mean loss
 * @param low the lower end of the 95 % interval of the mean; null if only one seed is left
 * @param high the upper end of that interval
 * @param seeds the number of seeds with a loss at that step
 */
record Curve(
    List<Integer> step,
    List<Double> seconds,
    List<Double> mean,
    List<@Nullable Double> low,
    List<@Nullable Double> high,
    List<Integer> seeds) {
  Curve() {
    this(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  void add(int atStep, double atSeconds, Estimate loss) {
    Double average = loss.mean();
    if (average == null || !Double.isFinite(average)) {
      return;
    }
    step.add(atStep);
    seconds.add(Digits.rounded(atSeconds));
    mean.add(Digits.rounded(average));
    low.add(rounded(loss.low()));
    high.add(rounded(loss.high()));
    seeds.add(loss.count());
  }

  private static @Nullable Double rounded(@Nullable Double bound) {
    return bound == null || !Double.isFinite(bound) ? null : Digits.rounded(bound);
  }
}
