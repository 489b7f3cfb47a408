package dev.geodesic.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads Parquet with no code of Spark's or ours, and lays rows side by side with Spark's. */
public final class DuckDb {
  private DuckDb() {}

  /** The rows of the last of these statements, each a list of values. */
  public static List<List<@Nullable Object>> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(result.getObject(column));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  public static List<List<@Nullable Object>> rows(Dataset<Row> dataset) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : dataset.collectAsList()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        values.add(row.get(column));
      }
      rows.add(values);
    }
    return rows;
  }
}
