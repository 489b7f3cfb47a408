package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Configurations of one problem as lines across their hyperparameters.
 *
 * @param optimizers names, the first axis
 * @param axes hyperparameters with several values
 * @param lines at most {@value #MOST_LINES}
 * @param all how many configurations there are
 */
record ParallelCoordinates(List<String> optimizers, List<Axis> axes, List<Line> lines, int all) {
  /** More cannot be told apart, and are slow to brush. */
  private static final int MOST_LINES = 1500;

  /**
   * One configuration.
   *
   * @param places the optimizer's, and one on each axis
   * @param loss mean on the holdout, null if no seed took all steps
   * @param lost share of its seeds without a whole curve
   */
  record Line(List<Integer> places, @Nullable Double loss, double lost) {}

  /** The best of the configurations of one problem. */
  static ParallelCoordinates of(List<Configuration> configurations) {
    List<String> optimizers =
        configurations.stream().map(Configuration::optimizer).distinct().sorted().toList();
    List<Axis> axes = Axis.tuned(configurations, List.of(Configuration.LEARNING_RATE));
    return new ParallelCoordinates(
        optimizers,
        axes,
        drawn(configurations).map(configuration -> line(configuration, optimizers, axes)).toList(),
        configurations.size());
  }

  /** As many of each optimizer, its best ones. */
  private static Stream<Configuration> drawn(List<Configuration> configurations) {
    return configurations.stream()
        .sorted(Comparator.comparingInt(Configuration::place))
        .limit(MOST_LINES);
  }

  private static Line line(Configuration configuration, List<String> optimizers, List<Axis> axes) {
    List<Integer> places = new ArrayList<>();
    places.add(optimizers.indexOf(configuration.optimizer()));
    axes.forEach(axis -> places.add(axis.place(configuration)));
    return new Line(
        places,
        configuration.loss().mean(),
        (double) configuration.lost() / configuration.seeds().size());
  }
}
