package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of one problem in parallel coordinates: each is a line across the axes of the
 * hyperparameters.
 *
 * @param optimizers the names of the optimizers, the first axis
 * @param axes the hyperparameters with several values
 * @param lines at most {@value #MOST_LINES} configurations
 * @param all the number of configurations
 */
record ParallelCoordinates(
    List<String> optimizers, List<ChartAxis> axes, List<Line> lines, int all) {
  /** More lines cannot be distinguished, and selecting among them is slow. */
  private static final int MOST_LINES = 1500;

  /**
   * The line of one configuration.
   *
   * @param places the index of the optimizer, then the index on each axis
   * @param loss the mean loss that chooses; null if no seed took all steps
   * @param lost the share of its seeds without a complete curve or a finite loss
   */
  record Line(List<Integer> places, @Nullable Double loss, double lost) {}

  /** Returns the parallel coordinates of the best configurations of one problem. */
  static ParallelCoordinates of(List<Configuration> configurations) {
    List<String> optimizers =
        configurations.stream().map(Configuration::optimizer).distinct().sorted().toList();
    List<ChartAxis> axes = ChartAxis.tuned(configurations, List.of(Configuration.LEARNING_RATE));
    return new ParallelCoordinates(
        optimizers,
        axes,
        drawn(configurations).map(configuration -> line(configuration, optimizers, axes)).toList(),
        configurations.size());
  }

  /** Returns the best configurations of each optimizer, about equally many of each. */
  private static Stream<Configuration> drawn(List<Configuration> configurations) {
    return configurations.stream()
        .sorted(Comparator.comparingInt(Configuration::place))
        .limit(MOST_LINES);
  }

  private static Line line(
      Configuration configuration, List<String> optimizers, List<ChartAxis> axes) {
    List<Integer> places = new ArrayList<>();
    places.add(optimizers.indexOf(configuration.optimizer()));
    axes.forEach(axis -> places.add(axis.place(configuration)));
    return new Line(
        places,
        configuration.loss().mean(),
        (double) configuration.lost() / configuration.seeds().size());
  }
}
