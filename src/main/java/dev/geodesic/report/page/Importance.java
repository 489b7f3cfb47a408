package dev.geodesic.report.page;

import dev.geodesic.trial.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.jspecify.annotations.Nullable;

/**
 * How much each hyperparameter of one optimizer decides on one problem: the share of the variance
 * of the configurations' ranks that its values explain alone, and what two of them explain together
 * in addition, both corrected for chance. That is Kelley's ε² (Proceedings of the National Academy
 * of Sciences 21, 1935) of the ranks, as in the test of Kruskal and Wallis, taken apart as in an
 * analysis of variance. Ranks count those that were lost, and no loss outweighs others.
 *
 * @param optimizer the name of the optimizer
 * @param configurations the number of configurations that were ranked
 * @param step the step of the losses; 0 where halvings began at several
 * @param shares the shares, the largest first; those of pairs only if they are not 0
 */
record Importance(String optimizer, int configurations, int step, List<Share> shares) {
  /** With fewer configurations chance decides. */
  private static final int LEAST = 12;

  /** The most values of an axis that are told apart, and the intervals of more. */
  private static final int MOST_VALUES = 8;

  /** The number of configurations that a cell of two axes shall have, about. */
  private static final int A_CELL = 5;

  /**
   * The share of one hyperparameter, or what two explain in addition to their own.
   *
   * @param column its column in the views
   * @param with the column of the other; null for one alone
   * @param share the share, from 0 to 1
   */
  record Share(String column, @Nullable String with, double share) {}

  private record Scored(Configuration configuration, Score score) {}

  /** A configuration and its rank, as a part of the number of those that it was compared with. */
  private record Ranked(Configuration configuration, double rank) {}

  /**
   * Returns the importances on one problem: by the losses after all steps, or at the first rung
   * where there are halvings.
   */
  static List<Importance> of(List<Configuration> configurations, List<Climbed> climbed) {
    Map<String, Climbed> byId =
        climbed.stream().collect(Collectors.toMap(one -> one.configuration().id(), one -> one));
    Map<Integer, Integer> firstRungs = firstRungs(climbed);
    Map<String, List<Configuration>> byOptimizer =
        configurations.stream()
            .filter(one -> one.seeds().stream().allMatch(Seed::hasResult))
            .collect(
                Collectors.groupingBy(Configuration::optimizer, TreeMap::new, Collectors.toList()));
    List<Importance> all = new ArrayList<>();
    byOptimizer.forEach(
        (optimizer, tried) -> {
          Map<Integer, List<Scored>> byStep = new TreeMap<>();
          for (Configuration one : tried) {
            Climbed climb = byId.get(one.id());
            int step =
                climb == null ? one.steps() : firstRungs.getOrDefault(climb.bracket(), one.steps());
            byStep
                .computeIfAbsent(step, key -> new ArrayList<>())
                .add(
                    new Scored(
                        one,
                        climb == null
                            ? score(one)
                            : new Score(climb.lost(step), climb.loss(step))));
          }
          List<Share> shares = tried.size() < LEAST ? List.of() : shares(tried, ranked(byStep));
          if (!shares.isEmpty()) {
            int step = byStep.size() == 1 ? byStep.keySet().iterator().next() : 0;
            all.add(new Importance(optimizer, tried.size(), step, shares));
          }
        });
    return all;
  }

  /** Returns the step of the first rung of each bracket, as far as anybody was stopped there. */
  private static Map<Integer, Integer> firstRungs(List<Climbed> climbed) {
    Map<Integer, Integer> first = new HashMap<>();
    for (Climbed one : climbed) {
      if (one.rung() == 0 && one.stoppedAt() > 0) {
        first.merge(one.bracket(), one.stoppedAt(), Math::max);
      }
    }
    return first;
  }

  private static Score score(Configuration configuration) {
    Double mean = configuration.loss().mean();
    return new Score(configuration.lost(), mean == null ? Double.NaN : mean);
  }

  /** Ranks configurations among those with losses at the same step. */
  private static List<Ranked> ranked(Map<Integer, List<Scored>> byStep) {
    List<Ranked> ranked = new ArrayList<>();
    for (List<Scored> rivals : byStep.values()) {
      Map<Score, Integer> places = new HashMap<>();
      rivals.stream()
          .map(Scored::score)
          .sorted()
          .forEach(score -> places.putIfAbsent(score, places.size()));
      double[] ranks =
          new NaturalRanking()
              .rank(
                  rivals.stream()
                      .mapToDouble(one -> Objects.requireNonNull(places.get(one.score())))
                      .toArray());
      for (int i = 0; i < ranks.length; i++) {
        ranked.add(new Ranked(rivals.get(i).configuration(), ranks[i] / ranks.length));
      }
    }
    return ranked;
  }

  private static List<Share> shares(List<Configuration> tried, List<Ranked> ranked) {
    List<String> columns =
        tried.stream()
            .flatMap(configuration -> configuration.values().keySet().stream())
            .distinct()
            .filter(column -> ChartAxis.of(column, tried).words().size() > 1)
            .toList();
    List<Share> shares = new ArrayList<>();
    for (String column : columns) {
      ChartAxis axis = ChartAxis.of(column, tried, MOST_VALUES, MOST_VALUES);
      shares.add(new Share(column, null, share(axis::place, ranked)));
    }
    int side = (int) Math.max(2, Math.min(MOST_VALUES, Math.sqrt(ranked.size() / (double) A_CELL)));
    for (int i = 0; i < columns.size(); i++) {
      for (int j = i + 1; j < columns.size(); j++) {
        ChartAxis one = ChartAxis.of(columns.get(i), tried, side, side);
        ChartAxis other = ChartAxis.of(columns.get(j), tried, side, side);
        double together = share(c -> List.of(one.place(c), other.place(c)), ranked);
        double more = together - share(one::place, ranked) - share(other::place, ranked);
        if (more > 0) {
          shares.add(new Share(columns.get(i), columns.get(j), more));
        }
      }
    }
    shares.sort(Comparator.comparing(Share::share).reversed());
    return List.copyOf(shares);
  }

  private static double share(Function<Configuration, Object> group, List<Ranked> ranked) {
    Map<Object, List<Double>> groups =
        ranked.stream()
            .collect(
                Collectors.groupingBy(
                    one -> group.apply(one.configuration()),
                    Collectors.mapping(Ranked::rank, Collectors.toList())));
    double total = squares(ranked.stream().map(Ranked::rank).toList());
    double within = groups.values().stream().mapToDouble(Importance::squares).sum();
    int freedom = ranked.size() - groups.size();
    if (total == 0 || freedom <= 0) {
      return 0;
    }
    return Math.max(0, 1 - within / freedom / (total / (ranked.size() - 1)));
  }

  /** Returns the sum of squared differences from the mean. */
  private static double squares(List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    return StatUtils.populationVariance(all) * all.length;
  }
}
