package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Loss against training time on one problem.
 *
 * @param points a point for each configuration that lost no seed; at most {@value #MOST_POINTS},
 *     those on the front first
 * @param all the number of configurations that lost no seed
 */
record Costs(List<Point> points, int all) {
  private static final int MOST_POINTS = 2000;

  /**
   * A configuration that lost no seed.
   *
   * @param optimizer the name of the optimizer
   * @param label the label of the configuration
   * @param seconds the mean training time of a trial, as its share of the pack's time
   * @param loss the mean loss that chooses
   * @param onFront whether no other configuration is both faster and better
   */
  record Point(String optimizer, String label, double seconds, double loss, boolean onFront) {}

  private record Cost(Configuration configuration, double seconds, double loss) {}

  /** Returns loss against training time for the configurations of one problem. */
  static Costs of(List<Configuration> configurations) {
    List<Cost> costs = new ArrayList<>();
    for (Configuration configuration : configurations) {
      OptionalDouble seconds = configuration.seconds();
      Double loss = configuration.loss().mean();
      if (configuration.lost() == 0 && seconds.isPresent() && loss != null) {
        costs.add(new Cost(configuration, seconds.getAsDouble(), loss));
      }
    }
    Set<Cost> front = front(costs);
    List<Point> points =
        costs.stream()
            .sorted(
                Comparator.comparing((Cost cost) -> !front.contains(cost))
                    .thenComparingInt(cost -> cost.configuration().place()))
            .limit(MOST_POINTS)
            .map(cost -> point(cost, front.contains(cost)))
            .toList();
    return new Costs(points, costs.size());
  }

  private static Set<Cost> front(List<Cost> costs) {
    Set<Cost> front = new HashSet<>();
    double least = Double.POSITIVE_INFINITY;
    List<Cost> fastestFirst =
        costs.stream()
            .sorted(Comparator.comparingDouble(Cost::seconds).thenComparingDouble(Cost::loss))
            .toList();
    for (Cost cost : fastestFirst) {
      if (cost.loss() < least) {
        least = cost.loss();
        front.add(cost);
      }
    }
    return front;
  }

  private static Point point(Cost cost, boolean onFront) {
    return new Point(
        cost.configuration().optimizer(),
        cost.configuration().label(),
        cost.seconds(),
        cost.loss(),
        onFront);
  }
}
