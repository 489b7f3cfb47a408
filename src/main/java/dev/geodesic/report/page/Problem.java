package dev.geodesic.report.page;

import dev.geodesic.report.BestConfigurations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What optimizers are compared on, each by itself: a prepared data set and a model.
 *
 * @param values of {@link BestConfigurations#PROBLEM}
 */
record Problem(List<@Nullable Object> values) {
  static final Comparator<Problem> LARGEST_FIRST =
      Comparator.comparingInt(Problem::side)
          .reversed()
          .thenComparing(problem -> String.valueOf(problem.values));

  Problem {
    // List.copyOf refuses nulls.
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  static Problem of(Row row) {
    return new Problem(values(row, BestConfigurations.PROBLEM));
  }

  /** Whether a baseline is of this data set and side. */
  boolean isOf(Row baseline) {
    return BestConfigurations.LINEAR_PROBLEM.stream()
        .allMatch(column -> Objects.equals(value(column), baseline.getAs(column)));
  }

  /** How many pixels a side has, 0 as they are. */
  int side() {
    return value("downsample") instanceof Integer side ? side : 0;
  }

  private @Nullable Object value(String column) {
    return values.get(BestConfigurations.PROBLEM.indexOf(column));
  }

  /** In words, as in {@code mnist, 14 × 14, hidden [64] tanh}. */
  String label() {
    StringBuilder words = new StringBuilder(dataset());
    if (side() > 0) {
      words.append(", %d × %1$d".formatted(side()));
    }
    words.append(
        "[]".equals(value("hidden"))
            ? ", softmax regression"
            : ", hidden %s %s".formatted(value("hidden"), value("activation")));
    if (Boolean.TRUE.equals(value("bias"))) {
      words.append(", bias");
    }
    if (!"test".equals(value("holdout"))) {
      words.append(", holdout %s".formatted(value("holdout")));
    }
    return words.toString();
  }

  /** The last part of where it lies. */
  private String dataset() {
    String[] path = String.valueOf(value("dataset")).split("/", -1);
    String last = path[path.length - 1];
    return last.isEmpty() && path.length > 1 ? path[path.length - 2] : last;
  }

  private static List<@Nullable Object> values(Row row, List<String> columns) {
    List<@Nullable Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.getAs(column)));
    return values;
  }
}
