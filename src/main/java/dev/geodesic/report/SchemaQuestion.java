package dev.geodesic.report;

import dev.geodesic.store.ViewColumn;
import dev.geodesic.store.ViewColumns;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Which views there are, and what their columns mean. */
public record SchemaQuestion() implements Question {
  private static final StructType TYPE =
      StructType.fromDDL("view STRING, column STRING, type STRING, meaning STRING");

  /** Every column of every view, in their order. */
  static List<ViewColumn> columns() {
    return Stream.concat(ViewColumns.ALL.stream(), Configurations.columns().stream()).toList();
  }

  @Override
  public Dataset<Row> answer(SparkSession spark) {
    List<Row> rows =
        columns().stream()
            .map(c -> RowFactory.create(c.view(), c.name(), c.type().sql(), c.meaning()))
            .toList();
    return spark.createDataFrame(rows, TYPE);
  }
}
