package dev.geodesic.store.table;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * One column of a stored table: how it is written, how Spark reads it and what it means.
 *
 * @param <T> the class of objects from which rows are made
 */
public sealed interface Column<T> permits ScalarColumn, ListColumn {
  /** The name of the column in SQL. */
  String name();

  /** The meaning of a value, with its unit, for people. */
  String meaning();

  /** The type of the column in Spark SQL. */
  DataType sparkType();

  /** The type of the column in the Parquet file. */
  Type parquetType();

  /** Returns this column, filled from the value at {@code index} of rows that Spark reads. */
  Column<Row> ofRows(int index);

  /** Writes the value that {@code row} has here, as field number {@code index}. */
  void write(RecordConsumer consumer, int index, T row);
}
