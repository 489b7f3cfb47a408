package dev.geodesic.report;

import dev.geodesic.store.TrialColumns;
import dev.geodesic.trial.Hyperparameter;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/** Hyperparameters as columns of the results. */
public final class Hyperparameters {
  /** The columns of all. */
  public static final List<String> COLUMNS =
      Arrays.stream(Hyperparameter.values()).map(Hyperparameters::column).toList();

  private Hyperparameters() {}

  static String column(Hyperparameter hyperparameter) {
    return TrialColumns.nameOf(hyperparameter.key());
  }

  /** Whether a row has a value of it that is worth showing. */
  static boolean isTelling(Hyperparameter hyperparameter, Row row) {
    Object value = row.getAs(column(hyperparameter));
    return value != null && !hyperparameter.isQuiet(value);
  }
}
