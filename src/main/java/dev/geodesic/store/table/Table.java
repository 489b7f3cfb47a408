package dev.geodesic.store.table;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A stored table. Its columns are the one source for the file's schema, Spark's schema, the writer
 * and the documentation.
 *
 * @param name of the table in SQL
 * @param columns in their order
 * @param <T> the class of objects from which rows are made
 */
public record Table<T>(String name, List<Column<T>> columns) {
  /** Raised whenever a column changes its name, type or meaning. */
  public static final int SCHEMA_VERSION = 3;

  public Table {
    columns = List.copyOf(columns);
  }

  /** The schema with which Spark reads the table. */
  public StructType sparkType() {
    return DataTypes.createStructType(
        columns.stream()
            .map(c -> DataTypes.createStructField(c.name(), c.sparkType(), true))
            .toArray(StructField[]::new));
  }

  /** Returns this table, filled from rows that Spark reads of it. */
  public Table<Row> ofRows() {
    return new Table<>(
        name, IntStream.range(0, columns.size()).mapToObj(i -> columns.get(i).ofRows(i)).toList());
  }

  /** The schema of the table's Parquet files. */
  MessageType parquetType() {
    return new MessageType(name, columns.stream().map(Column::parquetType).toArray(Type[]::new));
  }

  void writeFields(RecordConsumer consumer, T row) {
    for (int index = 0; index < columns.size(); index++) {
      columns.get(index).write(consumer, index, row);
    }
  }
}
