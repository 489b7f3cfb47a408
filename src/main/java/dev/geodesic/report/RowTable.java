package dev.geodesic.report;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table of rows in memory, for people.
 *
 * @param type of the columns
 * @param rows in their order
 */
public record RowTable(StructType type, List<Row> rows) {
  public RowTable {
    rows = List.copyOf(rows);
  }

  /** Returns a table of strings, with these names of columns. */
  static RowTable ofStrings(List<String> names, List<List<String>> rows) {
    StructType type =
        DataTypes.createStructType(
            names.stream()
                .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
                .toArray(StructField[]::new));
    return new RowTable(
        type,
        rows.stream().map(row -> (Row) new GenericRowWithSchema(row.toArray(), type)).toList());
  }

  /** Has Spark compute rows, and returns them as a table. */
  static RowTable of(Dataset<Row> computed) {
    return new RowTable(computed.schema(), computed.collectAsList());
  }

  /** Returns the table with only the wanted columns, in their order. */
  RowTable columns(Predicate<String> wanted) {
    StructType fewer = new StructType();
    for (String name : type.fieldNames()) {
      fewer = wanted.test(name) ? fewer.add(type.apply(name)) : fewer;
    }
    StructType columns = fewer;
    return new RowTable(
        columns, rows.stream().map(row -> Rows.of(columns, Rows.values(row))).toList());
  }

  /** Returns the number of different values of a column, nulls left out. */
  long countOfValues(String column) {
    return countOfValues(rows, column);
  }

  static long countOfValues(List<Row> rows, String column) {
    return rows.stream()
        .map(row -> row.<Object>getAs(column))
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }

  List<String> names() {
    return Arrays.asList(type.fieldNames());
  }

  @Override
  public String toString() {
    return QueryFormat.table(type, rows);
  }
}
