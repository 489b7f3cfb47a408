package dev.geodesic.report;

import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.StepSize;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes the labels of configurations: the optimizer, the values chosen for it, and whatever else
 * distinguishes a configuration from others.
 */
public final class Labels {
  static final String ID = "configuration_id";

  /** Columns of further choices, which a label names where configurations of a problem differ. */
  static final List<String> CHOICES =
      List.of(
          "batch_size", "batch_order", "feature_scale", "init", "eval_every", "divergence_bound");

  /** Columns that a label may name after the hyperparameters, in their order. */
  private static final List<String> FURTHER =
      Stream.of(CHOICES, Problem.COLUMNS, List.of(ID)).flatMap(List::stream).toList();

  private static final Map<String, String> WORDS =
      Map.of("batch_size", "batch", "feature_scale", "scale");

  private Labels() {}

  /** Returns the optimizer of a row and its hyperparameters that are not at their defaults. */
  public static String ofOptimizer(Row configuration) {
    return of(configuration, Set.of(), Set.of());
  }

  /**
   * Returns the label of a row.
   *
   * @param told columns that the label must name, whatever their values
   * @param exact columns whose values need more than six digits to be distinct
   */
  static String of(Row configuration, Collection<String> told, Collection<String> exact) {
    Stream<String> chosen =
        Families.PARAMETERS.stream()
            .filter(
                hyperparameter ->
                    Hyperparameters.isInformative(hyperparameter, configuration)
                        || isTold(Hyperparameters.column(hyperparameter), configuration, told))
            .map(hyperparameter -> chosen(hyperparameter, configuration, exact));
    // An id says nothing to people, and is named only where nothing else differs.
    boolean isToldByMore =
        told.stream().anyMatch(column -> !column.equals(ID) && !CHOICES.contains(column));
    Stream<String> further =
        FURTHER.stream()
            .filter(told::contains)
            .filter(column -> !column.equals(ID) || !isToldByMore)
            .map(column -> further(column, configuration.getAs(column)));
    return Stream.of(Stream.of(configuration.<String>getAs("optimizer")), chosen, further)
        .flatMap(words -> words)
        .collect(Collectors.joining(", "));
  }

  private static boolean isTold(String column, Row configuration, Collection<String> told) {
    return told.contains(column) && configuration.getAs(column) != null;
  }

  /** Spells a choice: a flag by its name alone, a schedule by its value alone. */
  private static String chosen(
      Parameter<?> hyperparameter, Row configuration, Collection<String> exact) {
    String column = Hyperparameters.column(hyperparameter);
    String name = column.replace('_', ' ');
    Object value = configuration.getAs(column);
    if (hyperparameter == StepSize.SCHEDULE) {
      return String.valueOf(value);
    }
    if (value instanceof Boolean isChosen) {
      return isChosen ? name : "no " + name;
    }
    return name + " " + number(value, exact.contains(column));
  }

  private static String further(String column, @Nullable Object value) {
    return Problem.COLUMNS.contains(column)
        ? Problem.words(column, value)
        : WORDS.getOrDefault(column, column.replace('_', ' ')) + " " + number(value, true);
  }

  private static String number(@Nullable Object value, boolean isExact) {
    return value instanceof Double number
        ? isExact ? Digits.exact(number) : Digits.six(number)
        : Objects.toString(value, "none");
  }

  /**
   * Returns a note for a row of the baselines that ended by the limit on iterations; else nothing.
   */
  static String convergence(Row baseline) {
    Boolean converged = baseline.getAs("converged");
    return Boolean.FALSE.equals(converged) ? ", not converged" : "";
  }

  /**
   * Returns the label of a row of the baselines.
   *
   * @param others rows of the same problem, this one included
   */
  static String ofBaseline(Row baseline, double loss, List<Row> others) {
    boolean tellsBias = RowTable.countOfValues(others, "bias") > 1;
    return "MLlib L-BFGS on the whole training set%s%s: %s"
        .formatted(
            convergence(baseline),
            tellsBias ? ", bias " + baseline.<Object>getAs("bias") : "",
            Digits.six(loss));
  }
}
