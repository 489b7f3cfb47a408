package dev.geodesic.sweep.input;

import dev.geodesic.data.DataPlace;
import dev.geodesic.data.Table;
import dev.geodesic.data.TableColumn;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A table in Parquet. Columns hold numbers, booleans, arrays of numbers or vectors of MLlib; the
 * label may be text as well. A vector is as long as the first row's.
 */
final class ParquetTable implements Table {
  private static final Pattern PATTERN_CHARACTERS = Pattern.compile("[\\\\*?\\[\\]{}]");

  private final SparkSession spark;
  private final DataPlace place;
  private final StructType schema;
  private final List<DataPlace> files;
  private final List<TableColumn> columns;

  private ParquetTable(
      SparkSession spark,
      DataPlace place,
      StructType schema,
      List<DataPlace> files,
      List<TableColumn> columns) {
    this.spark = spark;
    this.place = place;
    this.schema = schema;
    this.files = files;
    this.columns = columns;
  }

  /**
   * Reads the schema, and the first row.
   *
   * @throws RequestException if it cannot be read
   */
  static ParquetTable of(SparkSession spark, DataPlace place) {
    return explained(
        place,
        () -> {
          Dataset<Row> rows = spark.read().parquet(literal(place));
          List<Row> first = rows.takeAsList(1);
          StructField[] fields = rows.schema().fields();
          List<TableColumn> columns =
              IntStream.range(0, fields.length)
                  .mapToObj(
                      i ->
                          new TableColumn(
                              fields[i].name(), first.isEmpty() ? 1 : width(first.get(0), i), true))
                  .toList();
          return new ParquetTable(spark, place, rows.schema(), ParquetReader.files(place), columns);
        });
  }

  /** Protects the characters that Hadoop takes for patterns. */
  private static String literal(DataPlace place) {
    return PATTERN_CHARACTERS.matcher(place.uri()).replaceAll("\\\\$0");
  }

  private static <V> V explained(DataPlace place, Supplier<V> reading) {
    try {
      return reading.get();
    } catch (RequestException e) {
      throw e;
    } catch (Exception e) {
      // Scala declares no exceptions.
      throw new RequestException(
          "Cannot read %s as %s: %s; check the files"
              .formatted(
                  place.location(),
                  DataFormat.PARQUET.words(),
                  ErrorText.message(ErrorText.innermost(e))),
          e);
    }
  }

  private static int width(Row row, int column) {
    double[] vector = row.isNullAt(column) ? null : vector(row.get(column));
    return vector == null ? 1 : vector.length;
  }

  /** Returns the numbers of a vector or an array; null where the value is none. */
  private static double @Nullable [] vector(Object value) {
    if (value instanceof Vector vector) {
      return vector.toArray();
    }
    if (value instanceof scala.collection.Iterable<?> values) {
      List<Double> numbers = new ArrayList<>();
      values.foreach(
          entry -> {
            numbers.add(entry instanceof Number number ? number.doubleValue() : Double.NaN);
            return null;
          });
      return numbers.stream().mapToDouble(number -> number).toArray();
    }
    return null;
  }

  @Override
  public String location() {
    return place.location();
  }

  @Override
  public DataFormat format() {
    return DataFormat.PARQUET;
  }

  @Override
  public List<TableColumn> columns() {
    return columns;
  }

  @Override
  public void read(int label, List<Integer> features, Sink sink) {
    explained(
        place,
        () -> {
          // One after the other: of several, Spark makes an order that depends on the cluster.
          for (DataPlace file : files) {
            Iterator<Row> rows = rows(file, label, features).toLocalIterator();
            while (rows.hasNext()) {
              hand(rows.next(), features, sink);
            }
          }
          return sink;
        });
  }

  private Dataset<Row> rows(DataPlace file, int label, List<Integer> features) {
    DataFrameReader reader = spark.read().schema(schema);
    if (!file.equals(place)) {
      // Folders below it name values.
      reader = reader.option("basePath", place.uri());
    }
    Dataset<Row> rows = reader.parquet(literal(file));
    return rows.select(
        Stream.concat(Stream.of(label), features.stream())
            .map(column -> functions.col("`" + columns.get(column).name().replace("`", "``") + "`"))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private void hand(Row row, List<Integer> features, Sink sink) {
    sink.row(0);
    Object label = row.get(0);
    sink.label(label == null || isNaN(label) ? null : label.toString());
    int feature = 0;
    for (int i = 0; i < features.size(); i++) {
      TableColumn column = columns.get(features.get(i));
      Object value = row.get(i + 1);
      double[] vector = value == null ? null : vector(value);
      if (vector != null) {
        hand(vector, column, feature, sink);
      } else if (column.width() == 1) {
        hand(value, feature, sink);
      } else {
        throw ragged(column, 0);
      }
      feature += column.width();
    }
  }

  private void hand(double[] vector, TableColumn column, int feature, Sink sink) {
    if (vector.length != column.width()) {
      throw ragged(column, vector.length);
    }
    for (int i = 0; i < vector.length; i++) {
      hand(vector[i], feature + i, sink);
    }
  }

  private RequestException ragged(TableColumn column, int length) {
    return new RequestException(
        "Cannot read %s as %s: column %s must hold vectors of %d numbers, as in the first row, got: %d"
            .formatted(
                location(), DataFormat.PARQUET.words(), column.name(), column.width(), length));
  }

  private static boolean isNaN(Object value) {
    return (value instanceof Double number && number.isNaN())
        || (value instanceof Float single && single.isNaN());
  }

  private static void hand(@Nullable Object value, int feature, Sink sink) {
    if (value == null || isNaN(value)) {
      sink.missing(feature);
    } else if (value instanceof Boolean flag) {
      sink.value(feature, flag ? 1 : 0);
    } else if (value instanceof Number number && Float.isFinite((float) number.doubleValue())) {
      sink.value(feature, number.doubleValue());
    } else {
      sink.text(feature, value.toString());
    }
  }
}
