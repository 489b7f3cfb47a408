package dev.geodesic.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** How the answer to a query is printed. */
public enum QueryFormat {
  /** Aligned, with a count of the rows; numbers rounded to six digits. */
  TABLE {
    @Override
    public void print(Dataset<Row> answer, PrintStream out) {
      List<Row> rows = answer.collectAsList();
      out.println(table(answer.schema().fields(), rows));
      out.printf("(%,d %s)%n", rows.size(), rows.size() == 1 ? "row" : "rows");
    }
  },
  /** RFC 4180 with a header, every digit. */
  CSV {
    @Override
    public void print(Dataset<Row> answer, PrintStream out) {
      try {
        CSVPrinter printer =
            new CSVPrinter(
                out,
                CSVFormat.RFC4180
                    .builder()
                    .setRecordSeparator('\n')
                    .setHeader(answer.columns())
                    .get());
        for (Row row : answer.collectAsList()) {
          printer.printRecord(cells(row));
        }
        printer.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  /** One JSON object a line, every digit. */
  JSON {
    @Override
    public void print(Dataset<Row> answer, PrintStream out) {
      answer.toJSON().collectAsList().forEach(out::println);
    }
  };

  /** As it is spelled on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Prints all rows. */
  public abstract void print(Dataset<Row> answer, PrintStream out);

  /** Rows as an aligned table, numbers to the right. */
  static String table(StructField[] fields, List<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : fields) {
      HorizontalAlign align =
          field.dataType() instanceof NumericType ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
      columns.add(
          new Column().header(field.name()).headerAlign(align).dataAlign(align).maxWidth(120));
    }
    Object[][] cells =
        rows.stream()
            .map(row -> cells(row).stream().map(QueryFormat::shortened).toArray())
            .toArray(Object[][]::new);
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns.toArray(new Column[0]), cells);
  }

  private static List<Object> cells(Row row) {
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.get(i));
    }
    return cells;
  }

  private static String shortened(Object cell) {
    if (cell instanceof Double number && Double.isFinite(number)) {
      return new java.math.BigDecimal(number)
          .round(new java.math.MathContext(6))
          .stripTrailingZeros()
          .toString();
    }
    return String.valueOf(cell);
  }
}
