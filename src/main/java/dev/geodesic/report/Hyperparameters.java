package dev.geodesic.report;

import dev.geodesic.parameter.Parameter;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.Families;
import java.util.List;
import org.apache.spark.sql.Row;

/** Hyperparameters as columns of the results. */
public final class Hyperparameters {
  /** The columns of all hyperparameters. */
  public static final List<String> COLUMNS =
      Families.PARAMETERS.stream().map(Hyperparameters::column).toList();

  private Hyperparameters() {}

  static String column(Parameter<?> hyperparameter) {
    return TrialColumns.nameOf(hyperparameter.key());
  }

  /** Whether a row has a value of the hyperparameter that is not its optimizer's default. */
  static boolean isInformative(Parameter<?> hyperparameter, Row row) {
    Object value = row.getAs(column(hyperparameter));
    return value != null
        && !Families.named(row.getAs("optimizer"))
            .flatMap(family -> family.parameter(hyperparameter.key()))
            .orElse(hyperparameter)
            .isDefault(value);
  }
}
