package dev.geodesic.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.geodesic.store.table.Column;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version of the trainer of a row of the trials. Only the ids depend on it, so it is
 * known for every file, however old.
 */
final class TrainerVersion implements UDF1<Row, Integer> {
  private static final long serialVersionUID = 1L;

  /** The column of the views. */
  static final ViewColumn COLUMN =
      new ViewColumn(
          Views.TRIALS,
          Problem.TRAINER,
          DataTypes.IntegerType,
          "which version of the trainer; its numbers are not those of another. Null if unknown");

  static final String CONFIGURATION = "configuration_id";

  private TrainerVersion() {}

  /** Returns the version as computed from the identity and the parameters of a row. */
  static org.apache.spark.sql.Column of() {
    org.apache.spark.sql.Column[] columns =
        Stream.concat(
                Stream.of(CONFIGURATION, Problem.DATA),
                TrialColumns.PARAMETERS.stream().<String>map(Column<TrialResult>::name))
            .map(name -> col(name))
            .toArray(org.apache.spark.sql.Column[]::new);
    return udf(new TrainerVersion(), DataTypes.IntegerType).apply(struct(columns));
  }

  @Override
  public @Nullable Integer call(Row row) {
    return TrialSpec.trainerVersion(
        row.getAs(CONFIGURATION), TrialColumns.parameters(row), row.getAs(Problem.DATA));
  }
}
