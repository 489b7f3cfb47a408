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

/** Rows that lie together in a file of ours, read column by column. */
public final class RowGroup {
  private final ColumnReadStoreImpl columns;
  private final MessageType schema;
  private final int rows;

  /**
   * Rows whose pages are at hand.
   *
   * @param schema of the columns that were asked for
   * @param writer what the file says wrote it
   */
  RowGroup(PageReadStore pages, MessageType schema, @Nullable String writer) {
    this.columns = new ColumnReadStoreImpl(pages, new Nowhere(), schema, writer);
    this.schema = schema;
    this.rows = Math.toIntExact(pages.getRowCount());
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** The values of a column, one a row; null where there is none, or no such column in the file. */
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
      // Columns repeat few strings, or have one a row.
      case STRING -> strings.computeIfAbsent(reader.getBinary(), Binary::toStringUsingUTF8);
      case INTEGER -> reader.getInteger();
      case LONG -> reader.getLong();
      case DOUBLE -> reader.getDouble();
      case BOOLEAN -> reader.getBoolean();
    };
  }

  /**
   * A whole number of each element of all rows' lists, which every element has.
   *
   * @param offsets where the elements of a row lie: those of row {@code i} from {@code [i]} up to
   *     {@code [i + 1]}
   * @param values of the elements
   */
  record Elements(int[] offsets, int[] values) {}

  /** Reads such a number. A column can be read once: its pages are let go. */
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

  /** A number of each element of all rows' lists; NaN where there is none. */
  double[] doubles(ListColumn<?, ?> list, String field, int elements) {
    double[] values = new double[elements];
    Arrays.fill(values, Double.NaN);
    each(list, field, (reader, index) -> values[index] = reader.getDouble());
    return values;
  }

  /** A string of each element of all rows' lists, or null. */
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

  /** The definition level at which there is an element, whether it has this field or not. */
  private static int elementLevel(ColumnReader reader) {
    return reader.getDescriptor().getMaxDefinitionLevel() - 1;
  }

  private static boolean isPresent(ColumnReader reader) {
    return reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel();
  }

  private ColumnReader reader(String... path) {
    return columns.getColumnReader(schema.getColumnDescription(path));
  }

  /** Takes values that nobody hands on: they are read from the columns themselves. */
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
