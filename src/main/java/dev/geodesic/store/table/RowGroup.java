package dev.geodesic.store.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A row group of a file that this program wrote, read column by column. */
public final class RowGroup {
  private final ColumnReadStoreImpl columns;
  private final MessageType schema;
  private final int rows;

  /**
   * Opens a row group whose pages are in memory.
   *
   * @param schema of the columns to read
   * @param writer the program that wrote the file, as the file names it
   */
  RowGroup(PageReadStore pages, MessageType schema, @Nullable String writer) {
    this.columns = new ColumnReadStoreImpl(pages, new Nowhere(), schema, writer);
    this.schema = schema;
    this.rows = Math.toIntExact(pages.getRowCount());
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the value of a column in each row; null where the row or the file has none. */
  public @Nullable Object[] values(ScalarColumn<?> column) {
    @Nullable Object[] values = new @Nullable Object[rows];
    if (schema.containsPath(new String[] {column.name()})) {
      ColumnReader reader = reader(column.name());
      Map<Binary, String> strings = new HashMap<>();
      for (int row = 0; row < rows; row++) {
        if (isPresent(reader)) {
          values[row] = value(reader, column.type(), strings);
        }
        reader.consume();
      }
    }
    return values;
  }

  private static Object value(ColumnReader reader, ColumnType type, Map<Binary, String> strings) {
    return switch (type) {
      // Columns either repeat a few strings, or have only one string for each row.
      case STRING -> strings.computeIfAbsent(reader.getBinary(), Binary::toStringUsingUTF8);
      case INTEGER -> reader.getInteger();
      case LONG -> reader.getLong();
      case DOUBLE -> reader.getDouble();
      case BOOLEAN -> reader.getBoolean();
    };
  }

  /**
   * A whole number of each element of the lists of all rows; no element lacks it.
   *
   * @param offsets positions of the elements: those of row {@code i} are from {@code [i]} up to
   *     {@code [i + 1]}
   * @param values of the elements
   */
  record Elements(int[] offsets, int[] values) {}

  /** Reads a whole number of each element. A column can be read only once: its pages are freed. */
  Elements elements(ListColumn<?, ?> list, String field) {
    int[] offsets = new int[rows + 1];
    IntStream.Builder values = IntStream.builder();
    ColumnReader reader = reader(list.pathOf(field));
    int count = 0;
    for (int row = 0; row < rows; row++) {
      offsets[row] = count;
      do {
        if (isPresent(reader)) {
          values.add(reader.getInteger());
          count++;
        }
        reader.consume();
      } while (reader.getCurrentRepetitionLevel() > 0);
    }
    offsets[rows] = count;
    return new Elements(offsets, values.build().toArray());
  }

  /** Reads a number of each element of the lists of all rows; NaN where there is none. */
  double[] doubles(ListColumn<?, ?> list, String field, int elements) {
    double[] values = new double[elements];
    Arrays.fill(values, Double.NaN);
    each(list, field, (reader, index) -> values[index] = reader.getDouble());
    return values;
  }

  /** Reads a string of each element of the lists of all rows; null where there is none. */
  @Nullable String[] strings(ListColumn<?, ?> list, String field, int elements) {
    @Nullable String[] values = new @Nullable String[elements];
    Map<Binary, String> strings = new HashMap<>();
    each(
        list,
        field,
        (reader, index) ->
            values[index] = strings.computeIfAbsent(reader.getBinary(), Binary::toStringUsingUTF8));
    return values;
  }

  private interface Element {
    void read(ColumnReader reader, int index);
  }

  private void each(ListColumn<?, ?> list, String field, Element element) {
    String[] path = list.pathOf(field);
    if (!schema.containsPath(path)) {
      return;
    }
    ColumnReader reader = reader(path);
    int index = 0;
    for (int row = 0; row < rows; row++) {
      do {
        if (isPresent(reader)) {
          element.read(reader, index);
        }
        if (reader.getCurrentDefinitionLevel() >= elementLevel(reader)) {
          index++;
        }
        reader.consume();
      } while (reader.getCurrentRepetitionLevel() > 0);
    }
  }

  /** Returns the definition level from which an element exists, even if it lacks the field. */
  private static int elementLevel(ColumnReader reader) {
    return reader.getDescriptor().getMaxDefinitionLevel() - 1;
  }

  private static boolean isPresent(ColumnReader reader) {
    return reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel();
  }

  private ColumnReader reader(String... path) {
    return columns.getColumnReader(schema.getColumnDescription(path));
  }

  /** A converter without function, as values are read from the columns themselves. */
  private static final class Nowhere extends GroupConverter {
    private final PrimitiveConverter nothing = new PrimitiveConverter() {};

    @Override
    public Converter getConverter(int field) {
      return this;
    }

    @Override
    public PrimitiveConverter asPrimitiveConverter() {
      return nothing;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
