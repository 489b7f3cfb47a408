package dev.geodesic.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows that are computed in this process. */
final class Rows {
  private Rows() {}

  /** Returns a row with values by the names of columns; null for a column that has no value. */
  static Row of(StructType type, Map<String, ? extends @Nullable Object> values) {
    @Nullable Object[] cells = new @Nullable Object[type.length()];
    String[] names = type.fieldNames();
    for (int i = 0; i < names.length; i++) {
      cells[i] = values.get(names[i]);
    }
    return new GenericRowWithSchema(cells, type);
  }

  /** Returns the values of a row by the names of columns, in a map that may be changed. */
  static Map<String, @Nullable Object> values(Row row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String name : row.schema().fieldNames()) {
      values.put(name, row.getAs(name));
    }
    return values;
  }

  /** Returns the largest value that any of these rows has in a column; null if none has one. */
  static @Nullable Object largest(Collection<Row> rows, String column) {
    return rows.stream()
        .map(row -> row.<@Nullable Comparable<Object>>getAs(column))
        .reduce(
            null,
            (one, other) ->
                one == null || (other != null && other.compareTo(one) > 0) ? other : one);
  }

  /** Orders rows by a column as SQL does: nulls first. */
  static Comparator<Row> ascending(String column) {
    return Comparator.comparing(
        row -> row.<@Nullable Comparable<Object>>getAs(column),
        Comparator.nullsFirst(Comparator.naturalOrder()));
  }

  /** Orders rows by a column as SQL does with DESC: nulls last. */
  static Comparator<Row> descending(String column) {
    return ascending(column).reversed();
  }

  /** Orders rows by a column as SQL does with NULLS LAST. */
  static Comparator<Row> nullsLast(String column) {
    return Comparator.comparing(
        row -> row.<@Nullable Comparable<Object>>getAs(column),
        Comparator.nullsLast(Comparator.naturalOrder()));
  }
}
