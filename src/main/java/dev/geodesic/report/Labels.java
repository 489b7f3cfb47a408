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
 * What a configuration is called: its optimizer and what was chosen for it, and whatever else tells
 * it from others.
 */
public final class Labels {
  static final String ID = "configuration_id";

  /** What is chosen besides hyperparameters; told where configurations of one problem differ. */
  static final List<String> CHOICES =
      List.of("batch_size", "batch_order", "init", "eval_every", "divergence_bound");

  /** What tells configurations apart, in the order in which it is told, after hyperparameters. */
  private static final List<String> FURTHER =
      Stream.of(CHOICES, Problem.COLUMNS, List.of(ID)).flatMap(List::stream).toList();

  private static final Map<String, String> WORDS = Map.of("batch_size", "batch");

  private Labels() {}

  /** The optimizer of a row with all its hyperparameters that are worth showing. */
  public static String ofOptimizer(Row configuration) {
    return of(configuration, Set.of(), Set.of());
  }

  /**
   * The label of a row.
   *
   * @param told columns that it must tell, whatever they hold
   * @param exact columns of which six digits do not tell all values apart
   */
  static String of(Row configuration, Collection<String> told, Collection<String> exact) {
    Stream<String> chosen =
        Families.PARAMETERS.stream()
            .filter(
                hyperparameter ->
                    Hyperparameters.isInformative(hyperparameter, configuration)
                        || isTold(Hyperparameters.column(hyperparameter), configuration, told))
            .map(hyperparameter -> chosen(hyperparameter, configuration, exact));
    // An id says nothing to people, and is told where nothing else is there to be.
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

  /** What is chosen of a yes or no is told by its name alone, a schedule by what it is. */
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

  /** What became of the seeds of a row of {@link BestConfigurations#of} that came to no end. */
  static String lost(Row configuration) {
    return lost(configuration, "diverged")
        + lost(configuration, "failed")
        + lost(configuration, BestConfigurations.NOT_FINITE);
  }

  private static String lost(Row configuration, String how) {
    long lost = configuration.<Long>getAs(how);
    return lost == 0
        ? ""
        : ": %d of %d seeds %s"
            .formatted(lost, configuration.<Long>getAs("seeds"), how.replace('_', ' '));
  }

  /**
   * What must be known of a row of the baselines that its iterations ended, and not its tolerance.
   */
  static String convergence(Row baseline) {
    Boolean converged = baseline.getAs("converged");
    return Boolean.FALSE.equals(converged) ? ", not converged" : "";
  }

  /**
   * The label of a row of the baselines.
   *
   * @param others of the same problem, this one among them
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
