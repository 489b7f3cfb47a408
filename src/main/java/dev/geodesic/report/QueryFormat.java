package dev.geodesic.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The format in which the answer to a query is printed. */
public enum QueryFormat {
  /**
   * An aligned table, with the number of rows and the seconds that they took; numbers are rounded
   * to six digits, null is an empty cell.
   */
  TABLE {
    @Override
    void print(Dataset<Row> answer, long asked, PrintStream out) {
      print(new RowTable(answer.schema(), flat(answer).collectAsList()), asked, out);
    }

    @Override
    void print(RowTable answer, long asked, PrintStream out) {
      double seconds = (System.nanoTime() - asked) / NANOS_PER_SECOND;
      out.println(answer);
      out.println(
          String.format(
              Locale.ROOT,
              "(%,d %s, %.2f s)",
              answer.rows().size(),
              answer.rows().size() == 1 ? "row" : "rows",
              seconds));
    }
  },
  /**
   * CSV by RFC 4180 in UTF-8 with a header and every digit, null an empty field; lines end as on
   * Unix, so that {@code cut} and {@code sort} work on them.
   */
  CSV {
    @Override
    void print(Dataset<Row> answer, long asked, PrintStream out) {
      print(answer.columns(), flat(answer).toLocalIterator(), out);
    }

    @Override
    void print(RowTable answer, long asked, PrintStream out) {
      print(answer.type().fieldNames(), answer.rows().iterator(), out);
    }

    private void print(String[] names, Iterator<Row> rows, PrintStream out) {
      CSVFormat format =
          CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(names).get();
      try {
        CSVPrinter printer = new CSVPrinter(utf8(out), format);
        while (rows.hasNext()) {
          printer.printRecord(cells(rows.next()));
        }
        printer.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  /**
   * One JSON object a line in UTF-8, with every column and every digit; a number that JSON does not
   * know is the string {@code "NaN"} or {@code "Infinity"}.
   */
  JSON {
    @Override
    void print(Dataset<Row> answer, long asked, PrintStream out) {
      requireDistinctNames(answer.columns());
      Dataset<Row> objects =
          answer.select(
              functions.to_json(functions.struct(functions.col("*")), WITH_NULLS).as("object"));
      PrintStream utf8 = utf8(out);
      objects.toLocalIterator().forEachRemaining(row -> utf8.println(row.getString(0)));
      utf8.flush();
    }

    @Override
    void print(RowTable answer, long asked, PrintStream out) {
      ObjectMapper json = new ObjectMapper();
      PrintStream utf8 = utf8(out);
      for (Row row : answer.rows()) {
        try {
          utf8.println(json.writeValueAsString(Rows.values(row)));
        } catch (JsonProcessingException e) {
          throw new UncheckedIOException(e);
        }
      }
      utf8.flush();
    }
  };

  private static final double NANOS_PER_SECOND = 1e9;
  private static final Map<String, String> WITH_NULLS = Map.of("ignoreNullFields", "false");

  /** Wider cells are continued on a next line. */
  private static final int WIDEST_CELL = 120;

  /** Returns the spelling on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Asks a question, and prints all rows of the answer.
   *
   * @throws RequestException if the format cannot show them
   */
  public void print(SqlQuestion question, SparkSession spark, PrintStream out) {
    long asked = System.nanoTime();
    print(question.answer(spark), asked, out);
  }

  /** Answers a question without Spark, and prints the answer. */
  public void print(Question.OfThisBuild question, PrintStream out) {
    long asked = System.nanoTime();
    print(question.answer(), asked, out);
  }

  /** Prints an answer whose rows are in memory. */
  abstract void print(RowTable answer, long asked, PrintStream out);

  /**
   * Prints an answer that Spark computes.
   *
   * @param asked the time of the question, in nanoseconds of {@link System#nanoTime}
   */
  abstract void print(Dataset<Row> answer, long asked, PrintStream out);

  /** Returns rows as an aligned table, numbers to the right. */
  static String table(StructType schema, List<Row> rows) {
    Column[] columns =
        Arrays.stream(schema.fields())
            .map(field -> column(field.name(), field.dataType()))
            .toArray(Column[]::new);
    Object[][] cells =
        rows.stream()
            .map(row -> cells(row).stream().map(QueryFormat::shortened).toArray())
            .toArray(Object[][]::new);
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, cells);
  }

  private static Column column(String name, DataType type) {
    HorizontalAlign align =
        type instanceof NumericType ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
    return new Column().header(name).headerAlign(align).dataAlign(align).maxWidth(WIDEST_CELL);
  }

  /** Turns all but numbers and booleans into text as Spark spells it, nested values into JSON. */
  private static Dataset<Row> flat(Dataset<Row> answer) {
    DataType[] types =
        Arrays.stream(answer.schema().fields())
            .map(field -> field.dataType())
            .toArray(DataType[]::new);
    // By place: an answer may have two columns of one name.
    String[] places = new String[types.length];
    Arrays.setAll(places, Integer::toString);
    Dataset<Row> placed = answer.toDF(places);
    org.apache.spark.sql.Column[] flat = new org.apache.spark.sql.Column[types.length];
    Arrays.setAll(flat, i -> flat(placed.col(places[i]), types[i]));
    return placed.select(flat);
  }

  private static org.apache.spark.sql.Column flat(
      org.apache.spark.sql.Column column, DataType type) {
    if (type instanceof NumericType || type instanceof BooleanType || type instanceof StringType) {
      return column;
    }
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      return functions.to_json(column, WITH_NULLS);
    }
    return type instanceof BinaryType ? functions.hex(column) : column.cast("string");
  }

  private static List<@Nullable Object> cells(Row row) {
    List<@Nullable Object> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.get(i));
    }
    return cells;
  }

  private static String shortened(@Nullable Object cell) {
    return cell instanceof Double || cell instanceof Float
        ? Digits.six(((Number) cell).doubleValue())
        : Objects.toString(cell, "");
  }

  private static PrintStream utf8(PrintStream out) {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  private static void requireDistinctNames(String[] names) {
    List<String> all = List.of(names);
    for (String name : names) {
      if (Collections.frequency(all, name) > 1) {
        throw new RequestException(
            "The columns of JSON must have distinct names, got: %s twice; rename one with AS"
                .formatted(name));
      }
    }
  }
}
