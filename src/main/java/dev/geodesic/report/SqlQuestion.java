package dev.geodesic.report;

import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A statement of Spark SQL over the views.
 *
 * @param sql in which {@code :name} stands for a parameter
 * @param arguments values of the parameters
 */
public record SqlQuestion(String sql, Map<String, Object> arguments) implements Question {
  /** Beginnings of the names of Spark's commands that change nothing. */
  private static final List<String> READING = List.of("Show", "Describe", "Explain");

  /** Parts of the names of plans that write, or that hide from the parser what they do. */
  private static final List<String> CHANGING =
      List.of(
          "Insert", "Delete", "Update", "Merge", "ExecuteImmediate", "Compound", "ScriptTransform");

  public SqlQuestion {
    arguments = Map.copyOf(arguments);
  }

  /** Returns the answer, which Spark may compute later. */
  public Dataset<Row> answer(SparkSession spark) {
    requireReading(spark);
    return spark.sql(sql, arguments);
  }

  /** Refuses commands that write: they would leave tables where nobody looks for them. */
  private void requireReading(SparkSession spark) {
    LogicalPlan plan;
    try {
      plan =
          ((org.apache.spark.sql.classic.SparkSession) spark)
              .sessionState()
              .sqlParser()
              .parsePlan(sql);
    } catch (Exception e) {
      // Scala declares no exceptions. Spark reports the mistake when it runs the statement.
      return;
    }
    boolean isReadingCommand =
        plan instanceof Command && READING.stream().anyMatch(kind(plan)::startsWith);
    if (!isReadingCommand && changes(plan)) {
      throw new RequestException("A question must read, as SELECT does, got: " + sql.strip());
    }
  }

  /** Whether any part of a plan writes: before analysis not every such part is a command. */
  private static boolean changes(LogicalPlan plan) {
    return plan instanceof Command
        || CHANGING.stream().anyMatch(kind(plan)::contains)
        || CollectionConverters.asJava(plan.children()).stream().anyMatch(SqlQuestion::changes);
  }

  private static String kind(LogicalPlan plan) {
    return plan.getClass().getSimpleName();
  }
}
