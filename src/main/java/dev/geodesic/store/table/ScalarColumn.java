package dev.geodesic.store.table;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** A column that holds one value a row, or none. */
public record ScalarColumn<T>(String name, ColumnType type, String meaning, Cell<T> cell)
    implements Column<T> {

  /** Gets the value of a column from a row. */
  @FunctionalInterface
  public interface Cell<T> {
    /** Returns the value, of the column's type, or null. */
    @Nullable Object of(T row);
  }

  @Override
  public DataType sparkType() {
    return type.sparkType();
  }

  @Override
  public Type parquetType() {
    return type.parquetType(name);
  }

  @Override
  public Column<Row> ofRows(int index) {
    return new ScalarColumn<>(name, type, meaning, row -> row.get(index));
  }

  @Override
  public void write(RecordConsumer consumer, int index, T row) {
    Object value = stored(row);
    if (value == null) {
      return;
    }
    consumer.startField(name, index);
    type.write(consumer, value);
    consumer.endField(name, index);
  }

  /** Returns the value that a reader of the file finds for {@code row}, or null. */
  public @Nullable Object stored(T row) {
    Object value = cell.of(row);
    return value == null || !isStorable(value) ? null : value;
  }

  /** Whether a value is stored: NaN and infinity are not, as they spoil means and orders in SQL. */
  private static boolean isStorable(Object value) {
    return !(value instanceof Double number) || Double.isFinite(number);
  }
}
