package dev.geodesic.report.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.geodesic.report.Digits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of a hyperparameter that a sweep tried, evenly spaced: those of a grid mostly are on
 * one scale or another.
 *
 * @param column in the views
 * @param values each, null first for configurations without it
 * @param words the same for people, no two alike: numbers ascending, {@code none} first for
 *     configurations without it
 */
record Axis(String column, @JsonIgnore List<@Nullable Object> values, List<String> words) {
  private static final String NONE = "none";

  /** Where {@value #NONE} is a choice of its own. */
  private static final String ABSENT = "–";

  static Axis of(String column, List<Configuration> configurations) {
    List<@Nullable Object> values = new ArrayList<>();
    configurations.stream()
        .map(configuration -> configuration.values().get(column))
        .distinct()
        .sorted(Comparator.nullsFirst(Axis::compare))
        .forEach(values::add);
    return new Axis(column, values, words(values));
  }

  private static List<String> words(List<@Nullable Object> values) {
    String none = values.contains(NONE) ? ABSENT : NONE;
    List<String> words = values.stream().map(value -> word(value, none, Digits::six)).toList();
    return Set.copyOf(words).size() == words.size()
        ? words
        : values.stream().map(value -> word(value, none, Digits::exact)).toList();
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
    return values.indexOf(configuration.values().get(column));
  }

  private static int compare(Object one, Object other) {
    return one instanceof Number a && other instanceof Number b
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : one.toString().compareTo(other.toString());
  }

  private static String word(@Nullable Object value, String none, DoubleFunction<String> digits) {
    if (value == null) {
      return none;
    }
    return value instanceof Double number ? digits.apply(number) : value.toString();
  }
}
