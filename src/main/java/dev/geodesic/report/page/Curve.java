package dev.geodesic.report.page;

import dev.geodesic.report.Digits;
import dev.geodesic.store.Estimate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loss along the training of one configuration, over its seeds, as parallel lists; numbers to six
 * digits.
 *
 * @param step mini-batches seen
 * @param seconds of training, in the mean over seeds
 * @param mean of the loss
 * @param low lower end of its 95 % interval, null for one seed
 * @param high upper end
 * @param seeds alive
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
