package dev.geodesic.store.table;

import static dev.geodesic.store.table.ColumnType.DOUBLE;
import static dev.geodesic.store.table.ColumnType.INTEGER;
import static dev.geodesic.store.table.ColumnType.STRING;

import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.CurvePoint.Measurement;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns stored for every step of a trial. */
public final class CurveColumns {
  private CurveColumns() {}

  /** The table with one row for each step. */
  public static final Table<CurvePoint> TABLE =
      new Table<>(
          "curve",
          List.of(
              column("step", INTEGER, "mini-batches seen, from 1", CurvePoint::step),
              column(
                  "train_loss",
                  DOUBLE,
                  "cross-entropy of the step's batch before the step, nats a sample",
                  CurvePoint::trainLoss),
              measured(
                  "test_loss",
                  "holdout cross-entropy after the step",
                  CurvePoint::holdout,
                  Measurement::loss),
              measured(
                  "test_accuracy",
                  "share of the holdout got right",
                  CurvePoint::holdout,
                  Measurement::accuracy),
              changed("step_norm", "Euclidean length of the step", Change::norm),
              changed("kl", "mean KL(before‖after) over the batch, nats", Change::kl),
              changed(
                  "step_scale",
                  "what max-norm and max-kl left of the step, 1 where they did not bind",
                  Change::scale),
              curvature(
                  "solver_path", STRING, "what computed the direction", c -> c.path().confName()),
              curvature("rank", INTEGER, "Fisher eigenvalues kept, where seen", Curvature::rank),
              curvature(
                  "lambda_max",
                  DOUBLE,
                  "largest Fisher eigenvalue, where seen",
                  Curvature::lambdaMax),
              curvature(
                  "damping_in_force", DOUBLE, "damping in force at this step", Curvature::damping),
              curvature(
                  "iterations",
                  INTEGER,
                  "conjugate gradients taken, where the direction is by them",
                  Curvature::iterations),
              curvature(
                  "rounding",
                  DOUBLE,
                  "about how far rounding may have moved the direction, relative to its length;"
                      + " null where the solver does not tell",
                  Curvature::rounding),
              column(
                  "cross_check",
                  DOUBLE,
                  "relative difference of the direction from an independent solver's; null where"
                      + " not checked",
                  CurvePoint::crossCheck),
              column(
                  "seconds",
                  DOUBLE,
                  "training time up to this step, a trial's share",
                  CurvePoint::seconds),
              measured(
                  "validation_loss",
                  "cross-entropy of the validation samples after the step",
                  CurvePoint::validation,
                  Measurement::loss),
              measured(
                  "validation_accuracy",
                  "share of the validation samples got right",
                  CurvePoint::validation,
                  Measurement::accuracy)));

  private static Column<CurvePoint> column(
      String name, ColumnType type, String meaning, ScalarColumn.Cell<CurvePoint> cell) {
    return new ScalarColumn<>(name, type, meaning, cell);
  }

  private static Column<CurvePoint> changed(
      String name, String meaning, Function<Change, Double> value) {
    return column(
        name,
        DOUBLE,
        meaning + "; null for the last step before a divergence where record-every passed it over",
        point -> applyIfPresent(point.change(), value::apply));
  }

  private static Column<CurvePoint> measured(
      String name,
      String meaning,
      Function<CurvePoint, @Nullable Measurement> measurement,
      Function<Measurement, Double> value) {
    return column(
        name,
        DOUBLE,
        meaning + "; null where not measured",
        point -> applyIfPresent(measurement.apply(point), value::apply));
  }

  private static Column<CurvePoint> curvature(
      String name, ColumnType type, String meaning, ScalarColumn.Cell<Curvature> value) {
    return column(
        name,
        type,
        meaning + "; null for first-order optimizers",
        point -> applyIfPresent(point.curvature(), value));
  }

  private static <V> @Nullable Object applyIfPresent(@Nullable V value, ScalarColumn.Cell<V> cell) {
    return value == null ? null : cell.of(value);
  }
}
