package dev.geodesic.cli;

import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.util.Set;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Distinguishes mistakes in a user's SQL from failures of Spark. */
final class SqlMistakes {
  /**
   * Classes of SQLSTATE that blame the statement: data exceptions such as a division by zero,
   * syntax and names, cardinality, features that Spark lacks, conditions that the statement raised.
   */
  private static final Set<String> BLAME_THE_STATEMENT = Set.of("0A", "21", "22", "42", "P0");

  /** The condition of a parameter without a value, for which Spark suggests a call in a program. */
  private static final String UNBOUND = "UNBOUND_SQL_PARAMETER";

  /** The condition of an unknown view, for which Spark suggests a catalog. */
  private static final String NO_SUCH_VIEW = "TABLE_OR_VIEW_NOT_FOUND";

  private SqlMistakes() {}

  /** Returns the exception itself, or a {@link RequestException} if the SQL caused it. */
  static Exception inOurWords(Exception trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable found && blamesTheStatement(found.getSqlState())) {
        return new RequestException(explanation(found, cause), trouble);
      }
    }
    return trouble;
  }

  private static String explanation(SparkThrowable found, Throwable cause) {
    if (UNBOUND.equals(found.getCondition())) {
      return "The question leaves :%1$s open; give it a value with --param %1$s=VALUE"
          .formatted(found.getMessageParameters().get("name"));
    }
    if (NO_SUCH_VIEW.equals(found.getCondition())) {
      return "The SQL must name a view, got: %s; query --schema lists them"
          .formatted(found.getMessageParameters().get("relationName"));
    }
    return "The SQL must be valid, got: " + ErrorText.firstLine(String.valueOf(cause.getMessage()));
  }

  private static boolean blamesTheStatement(@Nullable String sqlState) {
    return sqlState != null
        && sqlState.length() > 2
        && BLAME_THE_STATEMENT.contains(sqlState.substring(0, 2));
  }
}
