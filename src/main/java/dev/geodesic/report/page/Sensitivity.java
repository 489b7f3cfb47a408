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
 * each learning rate, or in each interval of them where many were tried.
 *
 * @param optimizer the name of the optimizer
 * @param isBinned whether they are of intervals
 * @param points the best configurations, ordered by learning rate
 */
record Sensitivity(String optimizer, boolean isBinned, List<Point> points) {
  /**
   * The best configuration at a learning rate.
   *
   * @param learningRate the learning rate
   * @param label the label of the configuration
   * @param loss the mean loss that chooses over the seeds that took all steps; null if none did
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
    Map<String, List<Configuration>> byOptimizer =
        configurations.stream()
            .sorted(Comparator.comparingInt(Configuration::place))
            .collect(
                Collectors.groupingBy(Configuration::optimizer, TreeMap::new, Collectors.toList()));
    List<Sensitivity> all = new ArrayList<>();
    byOptimizer.forEach(
        (optimizer, tried) -> {
          ChartAxis rates = ChartAxis.of(Configuration.LEARNING_RATE, tried);
          if (rates.words().size() > 1) {
            all.add(new Sensitivity(optimizer, rates.bins() != null, points(tried, rates)));
          }
        });
    return all;
  }

  private static List<Point> points(List<Configuration> bestFirst, ChartAxis rates) {
    Map<Integer, Configuration> best = new TreeMap<>();
    bestFirst.forEach(configuration -> best.putIfAbsent(rates.place(configuration), configuration));
    return best.values().stream().map(Sensitivity::point).toList();
  }

  private static Point point(Configuration best) {
    return new Point(
        best.learningRate(),
        best.label(),
        best.loss().mean(),
        best.loss().low(),
        best.loss().high(),
        best.seeds().size(),
        best.lost());
  }
}
