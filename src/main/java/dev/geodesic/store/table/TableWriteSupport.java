package dev.geodesic.store.table;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Hands the rows of a {@link Table} to Parquet, field by field. */
final class TableWriteSupport<T> extends WriteSupport<T> {
  private final Table<T> table;
  private @Nullable RecordConsumer consumer;

  TableWriteSupport(Table<T> table) {
    this.table = table;
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract there, and so the one to implement.
  public WriteContext init(Configuration configuration) {
    return new WriteContext(table.parquetType(), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    this.consumer = recordConsumer;
  }

  @Override
  public void write(T row) {
    RecordConsumer out = consumer;
    if (out == null) {
      throw new IllegalStateException("Parquet must prepare a writer before its first row");
    }
    out.startMessage();
    table.writeFields(out, row);
    out.endMessage();
  }
}
