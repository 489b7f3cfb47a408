package dev.geodesic.store;

import org.apache.spark.sql.types.DataType;

/**
 * One column of a view.
 *
 * @param view name of the view
 * @param name of the column, in SQL
 * @param type in Spark SQL
 * @param meaning of a value, with its unit, for people
 */
public record ViewColumn(String view, String name, DataType type, String meaning) {
  /** Returns this column in another view. */
  public ViewColumn in(String other) {
    return new ViewColumn(other, name, type, meaning);
  }
}
