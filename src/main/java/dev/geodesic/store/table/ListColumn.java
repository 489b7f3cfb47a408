package dev.geodesic.store.table;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column that holds a list of structs, in the three levels that Parquet prescribes for lists.
 *
 * @param <T> the class of objects from which rows are made
 * @param <E> the class of objects from which structs are made
 */
public record ListColumn<T, E>(
    String name, String meaning, Table<E> elements, Function<T, List<E>> values)
    implements Column<T> {
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  /** Returns this column with only some of its fields, for reading only those. */
  ListColumn<T, E> with(Set<String> fields) {
    return new ListColumn<>(
        name,
        meaning,
        new Table<>(
            elements.name(),
            elements.columns().stream().filter(field -> fields.contains(field.name())).toList()),
        values);
  }

  /** Returns the path of a field of the elements in the file's schema. */
  String[] pathOf(String field) {
    return new String[] {name, LIST, ELEMENT, field};
  }

  @Override
  public DataType sparkType() {
    return DataTypes.createArrayType(elements.sparkType());
  }

  @Override
  public Type parquetType() {
    GroupType element =
        Types.optionalGroup()
            .addFields(elements.parquetType().getFields().toArray(Type[]::new))
            .named(ELEMENT);
    return Types.optionalList().element(element).named(name);
  }

  @Override
  public Column<Row> ofRows(int index) {
    return new ListColumn<Row, Row>(name, meaning, elements.ofRows(), row -> row.getList(index));
  }

  @Override
  public void write(RecordConsumer consumer, int index, T row) {
    consumer.startField(name, index);
    consumer.startGroup();
    List<E> list = values.apply(row);
    if (!list.isEmpty()) {
      consumer.startField(LIST, 0);
      list.forEach(element -> writeElement(consumer, element));
      consumer.endField(LIST, 0);
    }
    consumer.endGroup();
    consumer.endField(name, index);
  }

  private void writeElement(RecordConsumer consumer, E element) {
    consumer.startGroup();
    consumer.startField(ELEMENT, 0);
    consumer.startGroup();
    elements.writeFields(consumer, element);
    consumer.endGroup();
    consumer.endField(ELEMENT, 0);
    consumer.endGroup();
  }
}
