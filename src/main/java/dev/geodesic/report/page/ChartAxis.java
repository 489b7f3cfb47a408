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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An axis with the values of a hyperparameter that a sweep tried. They are evenly spaced, because
 * the values of a grid usually are on a linear or logarithmic scale. Where there are many, as of a
 * sampled range, the axis has intervals instead.
 *
 * @param column the column of the hyperparameter in the views
 * @param values the distinct values, ascending; null first for configurations without the
 *     hyperparameter
 * @param bins the intervals of the values; null if each value has a place of its own
 * @param words a distinct label for each place; {@code none} for configurations without the
 *     hyperparameter
 */
record ChartAxis(
    String column,
    @JsonIgnore List<@Nullable Object> values,
    @JsonIgnore @Nullable Bins bins,
    List<String> words) {
  /** The most values that have places of their own, and the number of intervals of more. */
  private static final int MOST_VALUES = 24;

  private static final int BINS = 10;

  private static final String NONE = "none";

  /** Replaces {@value #NONE} where a hyperparameter has a value of that name. */
  private static final String ABSENT = "–";

  static ChartAxis of(String column, List<Configuration> configurations) {
    return of(column, configurations, MOST_VALUES, BINS);
  }

  /**
   * Returns an axis.
   *
   * @param most number of values that have places of their own
   * @param intervals their number where there are more values
   */
  static ChartAxis of(String column, List<Configuration> configurations, int most, int intervals) {
    List<@Nullable Object> values = new ArrayList<>();
    configurations.stream()
        .map(configuration -> configuration.values().get(column))
        .distinct()
        .sorted(Comparator.nullsFirst(ChartAxis::compare))
        .forEach(values::add);
    List<Double> numbers = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof Number number) {
        numbers.add(number.doubleValue());
      }
    }
    if (numbers.size() <= Math.max(1, most) || numbers.size() < values.size() - 1) {
      return new ChartAxis(column, values, null, words(values));
    }
    Bins bins = Bins.of(numbers, intervals);
    List<String> words = bins.words();
    return new ChartAxis(
        column,
        values,
        bins,
        values.get(0) == null ? Stream.concat(Stream.of(NONE), words.stream()).toList() : words);
  }

  private static List<String> words(List<@Nullable Object> values) {
    String none = values.contains(NONE) ? ABSENT : NONE;
    List<String> words = values.stream().map(value -> word(value, none, Digits::six)).toList();
    return Set.copyOf(words).size() == words.size()
        ? words
        : values.stream().map(value -> word(value, none, Digits::exact)).toList();
  }

  /**
   * Returns an axis for each hyperparameter of which some optimizer has several values.
   *
   * @param first columns whose axes come first
   */
  static List<ChartAxis> tuned(List<Configuration> configurations, List<String> first) {
    Collection<List<Configuration>> byOptimizer =
        configurations.stream().collect(Collectors.groupingBy(Configuration::optimizer)).values();
    Set<String> columns = new LinkedHashSet<>(first);
    configurations.forEach(configuration -> columns.addAll(configuration.values().keySet()));
    return columns.stream()
        .filter(column -> byOptimizer.stream().anyMatch(tried -> of(column, tried).isTuned()))
        .map(column -> of(column, configurations))
        .toList();
  }

  /** Returns the title of the axis. */
  String title() {
    return column.replace('_', ' ');
  }

  private boolean isTuned() {
    return words.size() > 1;
  }

  /** Returns the index of a configuration's value on this axis. */
  int place(Configuration configuration) {
    Object value = configuration.values().get(column);
    if (bins == null) {
      return values.indexOf(value);
    }
    int first = values.get(0) == null ? 1 : 0;
    return value instanceof Number number ? first + bins.of(number.doubleValue()) : 0;
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
