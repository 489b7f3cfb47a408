package dev.geodesic.report;

import dev.geodesic.trial.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Makes the names of problems where there are several.
 *
 * @param datasets name or place of each problem's data set, by its fingerprint
 * @param told columns of {@link Problem#COLUMNS} that names include
 */
public record Problems(Map<String, String> datasets, Collection<String> told) {
  static final String DATASET = "dataset";

  /** The columns that the name of every problem includes. */
  private static final List<String> ALWAYS =
      List.of("downsample", "hidden", "activation", "bias", "holdout", "validation");

  /** The columns on which a linear fit to the whole training set depends. */
  private static final List<String> LINEAR =
      List.of(Problem.DATA, "holdout", "validation", "downsample", "bias");

  /** Returns full names for the problems of some configurations. */
  public static Problems of(Collection<Row> configurations) {
    Problems informative = informative(configurations);
    return new Problems(
        informative.datasets, Stream.concat(ALWAYS.stream(), informative.told.stream()).toList());
  }

  /** Returns short names: the data set, and the columns in which the problems differ. */
  static Problems informative(Collection<Row> configurations) {
    Map<String, String> datasets = new TreeMap<>();
    for (Row row : configurations) {
      datasets.merge(
          String.valueOf(row.<Object>getAs(Problem.DATA)),
          row.<String>getAs(DATASET),
          (one, other) -> one.compareTo(other) < 0 ? other : one);
    }
    return new Problems(
        datasets, Problem.differing(configurations.stream().map(Problems::of).distinct().toList()));
  }

  /** Returns the problem of a row of the view of configurations. */
  public static Problem of(Row configuration) {
    return Problem.of(column -> configuration.getAs(column));
  }

  /** Whether a row of the view of baselines is a fit to a problem's data. */
  public static boolean isOf(Problem problem, Row baseline) {
    return LINEAR.stream()
        .allMatch(column -> Objects.equals(problem.value(column), baseline.getAs(column)));
  }

  /** Returns a problem's name, as in {@code mnist, 14 × 14, hidden [64] tanh, 300 steps}. */
  public String name(Problem problem) {
    String dataset = datasets.get(String.valueOf(problem.value(Problem.DATA)));
    List<String> words = new ArrayList<>(List.of(lastName(String.valueOf(dataset))));
    for (String column : Problem.COLUMNS) {
      if (told.contains(column) || (column.equals("hidden") && told.contains("activation"))) {
        words.addAll(words(problem, column));
      }
    }
    return String.join(", ", words);
  }

  private static List<String> words(Problem problem, String column) {
    Object value = problem.value(column);
    return switch (column) {
      case "downsample" ->
          Objects.equals(value, 0) ? List.of() : List.of("%s × %1$s".formatted(value));
      case "hidden" ->
          "[]".equals(value)
              ? List.of("softmax regression")
              : List.of("hidden %s %s".formatted(value, problem.value("activation")));
      // Named together with the layers.
      case "activation" -> List.of();
      case "bias" -> Boolean.TRUE.equals(value) ? List.of("bias") : List.of();
      case "holdout" -> "test".equals(value) ? List.of() : List.of("holdout " + value);
      case "validation" -> value == null ? List.of() : List.of("validation " + value);
      case Problem.STEPS -> List.of(value + " steps");
      default -> List.of(Problem.words(column, value));
    };
  }

  /** Returns the last part of a path. */
  private static String lastName(String dataset) {
    String[] path = dataset.split("/", -1);
    String last = path[path.length - 1];
    return last.isEmpty() && path.length > 1 ? path[path.length - 2] : last;
  }
}
