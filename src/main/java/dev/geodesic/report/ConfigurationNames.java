package dev.geodesic.report;

import dev.geodesic.store.ViewColumns;
import dev.geodesic.trial.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Makes distinct names of configurations and of their problems. */
final class ConfigurationNames {
  /** The columns in which configurations may differ; the place of the data is not one of them. */
  private static final List<String> IDENTITY =
      Stream.concat(
              ViewColumns.PARAMETERS.stream().filter(name -> !name.equals(Problems.DATASET)),
              Stream.of(Problem.DATA, Problem.TRAINER, Labels.ID))
          .toList();

  private record Place(String problem, String chosen) {}

  private ConfigurationNames() {}

  /**
   * The names of a configuration.
   *
   * @param problem name of the problem that it was tried on
   * @param label that no other configuration has
   * @param shortLabel that no other one of its problem has
   */
  record Name(String problem, String label, String shortLabel) {}

  /** Returns the names of configurations, in their order. */
  static List<Name> of(List<Row> rows) {
    Problems problems = Problems.informative(rows);
    List<String> names = rows.stream().map(row -> problems.name(Problems.of(row))).toList();
    Set<String> exact = alike(rows);
    Map<String, Set<String>> choices = differing(rows, names, Labels.CHOICES);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String problem = names.get(i);
      Set<String> told = choices.getOrDefault(problem, Set.of());
      places.add(new Place(problem, Labels.of(rows.get(i), told, exact)));
    }
    List<String> chosen = places.stream().map(Place::chosen).toList();
    Map<Place, Set<String>> ofProblem = differing(rows, places, IDENTITY);
    Map<String, Set<String>> ofAll = differing(rows, chosen, IDENTITY);
    List<Name> named = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Place place = places.get(i);
      Set<String> told = choices.getOrDefault(place.problem(), Set.of());
      named.add(
          new Name(
              place.problem(),
              Labels.of(row, union(told, ofAll.getOrDefault(place.chosen(), Set.of())), exact),
              Labels.of(row, union(told, ofProblem.getOrDefault(place, Set.of())), exact)));
    }
    return named;
  }

  /** Returns the hyperparameters with different values that are equal in six digits. */
  private static Set<String> alike(List<Row> rows) {
    return Hyperparameters.COLUMNS.stream()
        .filter(
            column -> {
              List<Double> values =
                  rows.stream()
                      .map(row -> row.<Object>getAs(column))
                      .filter(Double.class::isInstance)
                      .map(Double.class::cast)
                      .distinct()
                      .toList();
              return values.stream().map(Digits::six).distinct().count() < values.size();
            })
        .collect(Collectors.toSet());
  }

  /** Returns for each key those of {@code columns} in which the rows of that key differ. */
  private static <K> Map<K, Set<String>> differing(
      List<Row> rows, List<K> keys, List<String> columns) {
    Map<K, List<Row>> groups =
        IntStream.range(0, rows.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    keys::get, Collectors.mapping(rows::get, Collectors.toList())));
    return groups.entrySet().stream()
        .filter(group -> group.getValue().size() > 1)
        .collect(
            Collectors.toMap(Map.Entry::getKey, group -> differing(group.getValue(), columns)));
  }

  private static Set<String> differing(List<Row> rows, List<String> columns) {
    Function<String, Long> values =
        column ->
            rows.stream().map(row -> String.valueOf(row.<Object>getAs(column))).distinct().count();
    return columns.stream()
        .filter(column -> values.apply(column) > 1)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new LinkedHashSet<>(one);
    union.addAll(other);
    return union;
  }
}
