package dev.geodesic.store.table;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * One column of a stored table: how it is written, how Spark reads it and what it means.
 *
 * @param <T> what one row is made from
 */
public sealed interface Column<T> permits ScalarColumn, ListColumn {
  /** Its name in SQL. */
  String name();

  /** What a value says, with its unit, for people. */
  String meaning();

  /** Its type in Spark SQL. */
  DataType sparkType();

  /** Its type in the file. */
  Type parquetType();

  /** This column, filled from the value at {@code index} of rows that Spark reads. */
  Column<Row> ofRows(int index);

  /** Writes the value that {@code row} has here, as field number {@code index}. */
  void write(RecordConsumer consumer, int index, T row);
}
