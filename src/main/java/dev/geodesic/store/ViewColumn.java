package dev.geodesic.store;

import org.apache.spark.sql.types.DataType;

/**
 * One column of a view.
 *
 * @param view its name
 * @param name of the column, in SQL
 * @param type in Spark SQL
 * @param meaning what a value says, with its unit, for people
 */
public record ViewColumn(String view, String name, DataType type, String meaning) {
  /** This column in another view. */
  public ViewColumn in(String other) {
    return new ViewColumn(other, name, type, meaning);
  }
}
