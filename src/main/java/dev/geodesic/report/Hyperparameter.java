package dev.geodesic.report;

import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * A hyperparameter as reports show it.
 *
 * @param column its name in the results
 * @param quiet values that need no mention: nobody chose them, or they change nothing
 */
public record Hyperparameter(String column, Set<Object> quiet) {
  /** In the order in which they are shown. */
  public static final List<Hyperparameter> ALL =
      List.of(
          of("learning_rate"),
          of("learning_rate_schedule", Decay.CONSTANT),
          of("warm_up", 0),
          of("max_norm"),
          of("max_kl"),
          of("momentum"),
          of("nesterov", false),
          of("beta1", Adam.DEFAULT_BETA1),
          of("beta2", Adam.DEFAULT_BETA2),
          of("epsilon", Adam.DEFAULT_EPSILON),
          of("reltol", 0.0),
          of("damping", 0.0),
          of("damping_schedule", DampingSchedule.CONSTANT),
          of("max_inverse_probability"),
          // The empirical one has an optimizer's name of its own.
          of("fisher", Fisher.EXACT, Fisher.EMPIRICAL),
          of("solver", Solver.AUTO),
          of("cg_tolerance", ConjugateGradient.DEFAULT_TOLERANCE),
          of("cg_iterations", ConjugateGradient.DEFAULT_ITERATIONS),
          of("preconditioner", Preconditioner.NONE),
          of("averaging", KroneckerFactored.DEFAULT_AVERAGING),
          of("update_every", KroneckerFactored.DEFAULT_UPDATE_EVERY));

  /** The names of all. */
  public static final List<String> COLUMNS = ALL.stream().map(Hyperparameter::column).toList();

  private static Hyperparameter of(String column, Object... quiet) {
    return new Hyperparameter(
        column,
        Arrays.stream(quiet)
            .map(value -> value instanceof ConfName named ? named.confName() : value)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether a row has a value of it that is worth showing. */
  public boolean isTelling(Row row) {
    Object value = row.getAs(column);
    return value != null && !quiet.contains(value);
  }
}
