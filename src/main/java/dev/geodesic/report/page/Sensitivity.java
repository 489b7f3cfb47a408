package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much the choice of the learning rate matters to one optimizer on one problem: at each, the
 * best of all that was tried with it.
 *
 * @param optimizer its name
 * @param points by learning rate
 */
record Sensitivity(String optimizer, List<Point> points) {
  /**
   * The best configuration at a learning rate.
   *
   * @param learningRate factor on the direction
   * @param label of the configuration
   * @param loss mean over the seeds that took all steps; null for none
   * @param low lower end of its 95 % interval
   * @param high upper end
   * @param seeds of that configuration
   * @param lost of these
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
   * The sensitivity of every optimizer with several learning rates, among the configurations of one
   * problem.
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
