package dev.geodesic.report;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A statement of Spark SQL over the views.
 *
 * @param sql in which {@code :name} stands for a parameter
 * @param arguments values of the parameters
 */
public record SqlQuestion(String sql, Map<String, Object> arguments) implements Question {
  public SqlQuestion {
    arguments = Map.copyOf(arguments);
  }

  @Override
  public Dataset<Row> answer(SparkSession spark) {
    return spark.sql(sql, arguments);
  }
}
