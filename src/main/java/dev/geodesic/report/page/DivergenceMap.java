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
 * Where one optimizer diverges on one problem: learning rate against another hyperparameter, over
 * all that was tried with the two.
 *
 * @param optimizer its name
 * @param rates the learning rates, across
 * @param other the other hyperparameter, upwards; null where none has several values
 * @param cells those where something was tried
 */
record DivergenceMap(String optimizer, Axis rates, @Nullable Axis other, List<Cell> cells) {
  /** What decides where a natural gradient diverges comes first. */
  static final List<String> FIRST = List.of("reltol", "damping");

  /**
   * All that was tried with a learning rate and a value of the other hyperparameter.
   *
   * @param x place of the learning rate
   * @param y place of the value, 0 without another hyperparameter
   * @param ended trials that completed or diverged
   * @param diverged of these
   * @param share of these; null if none ended
   * @param unfinished trials without a result, which tell nothing
   * @param step median one of the divergences, null for none
   * @param loss the best configuration's mean on the holdout, null if none got there
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

  /** One map for every optimizer and each of its hyperparameters with several values. */
  static List<DivergenceMap> of(List<Configuration> configurations) {
    Map<String, List<Configuration>> byOptimizer =
        configurations.stream()
            .collect(
                Collectors.groupingBy(Configuration::optimizer, TreeMap::new, Collectors.toList()));
    List<DivergenceMap> maps = new ArrayList<>();
    byOptimizer.forEach(
        (optimizer, tried) -> {
          List<Axis> others =
              Axis.tuned(tried, FIRST).stream()
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
   * Of each optimizer those against what decides where it diverges, or else the first.
   *
   * @param maps of one problem
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
      String optimizer, List<Configuration> tried, @Nullable Axis other) {
    Axis rates = Axis.of(Configuration.LEARNING_RATE, tried);
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
    int ended = (int) seeds.stream().filter(Seed::hasEnded).count();
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
