package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sensitivity of one optimizer to the learning rate on one problem: the best configuration at
 * each learning rate.
 *
 * @param optimizer the name of the optimizer
 * @param points the best configurations, ordered by learning rate
 */
record Sensitivity(String optimizer, List<Point> points) {
  /**
   * The best configuration at a learning rate.
   *
   * @param learningRate the learning rate
   * @param label the label of the configuration
   * @param loss the mean holdout loss over the seeds that took all steps; null if none did
   * @param low the lower end of the 95 % interval of the mean
   * @param high the upper end of that interval
   * @param seeds the number of seeds of the configuration
   * @param lost the number of seeds without a complete curve or a finite loss
   */
  record Point(
      double learningRate,
      String label,
      @Nullable Double loss,
      @Nullable Double low,
      @Nullable Double high,
      int seeds,
      int lost) {}

  /**
   * Returns the sensitivity of each optimizer that has several learning rates among the
   * configurations of one problem.
   */
  static List<Sensitivity> of(List<Configuration> configurations) {
    Map<String, Map<Double, Configuration>> best = new TreeMap<>();
    configurations.stream()
        .sorted(Comparator.comparingInt(Configuration::place))
        .forEach(
            configuration ->
                best.computeIfAbsent(configuration.optimizer(), o -> new TreeMap<>())
                    .putIfAbsent(configuration.learningRate(), configuration));
    List<Sensitivity> all = new ArrayList<>();
    best.forEach(
        (optimizer, byLearningRate) -> {
          if (byLearningRate.size() > 1) {
            all.add(new Sensitivity(optimizer, points(byLearningRate)));
          }
        });
    return all;
  }

  private static List<Point> points(Map<Double, Configuration> byLearningRate) {
    return byLearningRate.entrySet().stream()
        .map(at -> point(at.getKey(), at.getValue()))
        .collect(Collectors.toList());
  }

  private static Point point(double learningRate, Configuration best) {
    return new Point(
        learningRate,
        best.label(),
        best.loss().mean(),
        best.loss().low(),
        best.loss().high(),
        best.seeds().size(),
        best.lost());
  }
}
