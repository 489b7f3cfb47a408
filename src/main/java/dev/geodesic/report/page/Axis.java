package dev.geodesic.report.page;

import dev.geodesic.report.Digits;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of a hyperparameter that a sweep tried, evenly spaced: those of a grid mostly are on
 * one scale or another.
 *
 * @param column in the views
 * @param words each value for people, numbers ascending, {@code none} first for configurations
 *     without it
 */
record Axis(String column, List<String> words) {
  private static final String NONE = "none";

  static Axis of(String column, List<Configuration> configurations) {
    return new Axis(
        column,
        configurations.stream()
            .map(configuration -> configuration.values().get(column))
            .distinct()
            .sorted(Comparator.nullsFirst(Axis::compare))
            .map(Axis::word)
            .toList());
  }

  /** Every hyperparameter of which some optimizer has several values, those named here first. */
  static List<Axis> tuned(List<Configuration> configurations, List<String> first) {
    Collection<List<Configuration>> byOptimizer =
        configurations.stream().collect(Collectors.groupingBy(Configuration::optimizer)).values();
    Set<String> columns = new LinkedHashSet<>(first);
    configurations.forEach(configuration -> columns.addAll(configuration.values().keySet()));
    return columns.stream()
        .filter(column -> byOptimizer.stream().anyMatch(tried -> of(column, tried).isTuned()))
        .map(column -> of(column, configurations))
        .toList();
  }

  /** Its name for people. */
  String title() {
    return column.replace('_', ' ');
  }

  private boolean isTuned() {
    return words.size() > 1;
  }

  /** Where a configuration lies on it, from 0. */
  int place(Configuration configuration) {
    return words.indexOf(word(configuration.values().get(column)));
  }

  private static int compare(Object one, Object other) {
    return one instanceof Number a && other instanceof Number b
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : one.toString().compareTo(other.toString());
  }

  private static String word(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    return value instanceof Double number ? Digits.six(number) : value.toString();
  }
}
