package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where one optimizer diverges on one problem, by learning rate and one other hyperparameter. Each
 * cell covers all configurations with its two values.
 *
 * @param optimizer the name of the optimizer
 * @param rates the learning rates, the horizontal axis
 * @param other the other hyperparameter, the vertical axis; null if none has several values
 * @param cells the cells with at least one configuration
 */
record DivergenceMap(
    String optimizer, ChartAxis rates, @Nullable ChartAxis other, List<Cell> cells) {
  /** The columns that decide where a natural gradient diverges; their maps come first. */
  static final List<String> FIRST = List.of("reltol", "damping");

  /**
   * The trials with one learning rate and one value of the other hyperparameter.
   *
   * @param x the index of the learning rate
   * @param y the index of the other value, 0 without another hyperparameter
   * @param ended the number of trials that completed, diverged or were stopped
   * @param diverged the number of trials that diverged
   * @param share the share of the ended trials that diverged; null if none ended
   * @param unfinished the number of trials without a result
   * @param step the median step of the divergences; null if no trial diverged
   * @param loss the mean loss that chooses of the best configuration; null if none took all its
   *     steps
   */
  record Cell(
      int x,
      int y,
      int ended,
      int diverged,
      @Nullable Double share,
      int unfinished,
      @Nullable Double step,
      @Nullable Double loss) {}

  private record Corner(int x, int y) {}

  /**
   * Returns a map for each optimizer and each of its hyperparameters with several values, or one
   * with the learning rate alone.
   */
  static List<DivergenceMap> of(List<Configuration> configurations) {
    Map<String, List<Configuration>> byOptimizer =
        configurations.stream()
            .collect(
                Collectors.groupingBy(Configuration::optimizer, TreeMap::new, Collectors.toList()));
    List<DivergenceMap> maps = new ArrayList<>();
    byOptimizer.forEach(
        (optimizer, tried) -> {
          List<ChartAxis> others =
              ChartAxis.tuned(tried, FIRST).stream()
                  .filter(axis -> !axis.column().equals(Configuration.LEARNING_RATE))
                  .toList();
          others.forEach(other -> maps.add(map(optimizer, tried, other)));
          if (others.isEmpty()) {
            maps.add(map(optimizer, tried, null));
          }
        });
    return maps;
  }

  /**
   * Returns the first map of each optimizer, and all maps against one of the columns {@link
   * #FIRST}.
   *
   * @param maps the maps of one problem
   */
  static List<DivergenceMap> foremost(List<DivergenceMap> maps) {
    Set<String> shown = new HashSet<>();
    return maps.stream().filter(map -> shown.add(map.optimizer) || map.isAgainstFirst()).toList();
  }

  private boolean isAgainstFirst() {
    return other != null && FIRST.contains(other.column());
  }

  /** Whether any trial diverged. */
  boolean hasDivergences() {
    return cells.stream().anyMatch(cell -> cell.diverged > 0);
  }

  private static DivergenceMap map(
      String optimizer, List<Configuration> tried, @Nullable ChartAxis other) {
    ChartAxis rates = ChartAxis.of(Configuration.LEARNING_RATE, tried);
    Map<Corner, List<Configuration>> byCorner =
        tried.stream()
            .collect(
                Collectors.groupingBy(
                    configuration ->
                        new Corner(
                            rates.place(configuration),
                            other == null ? 0 : other.place(configuration))));
    return new DivergenceMap(
        optimizer,
        rates,
        other,
        byCorner.entrySet().stream().map(at -> cell(at.getKey(), at.getValue())).toList());
  }

  private static Cell cell(Corner corner, List<Configuration> tried) {
    List<Seed> seeds = tried.stream().flatMap(c -> c.seeds().stream()).toList();
    double[] steps =
        seeds.stream()
            .map(Seed::divergedStep)
            .filter(Objects::nonNull)
            .mapToDouble(Integer::doubleValue)
            .toArray();
    Double best =
        tried.stream()
            .map(configuration -> configuration.loss().mean())
            .filter(Objects::nonNull)
            .min(Double::compare)
            .orElse(null);
    int ended = (int) seeds.stream().filter(Seed::hasResult).count();
    int diverged = (int) seeds.stream().filter(Seed::isDiverged).count();
    return new Cell(
        corner.x(),
        corner.y(),
        ended,
        diverged,
        ended == 0 ? null : (double) diverged / ended,
        seeds.size() - ended,
        steps.length == 0 ? null : StatUtils.percentile(steps, 50),
        best);
  }
}
