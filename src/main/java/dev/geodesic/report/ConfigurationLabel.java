package dev.geodesic.report;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/** The label of a configuration, for Spark. */
final class ConfigurationLabel implements UDF1<Row, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String call(Row configuration) {
    return Labels.ofOptimizer(configuration);
  }
}
