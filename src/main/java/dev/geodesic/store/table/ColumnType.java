package dev.geodesic.store.table;

import java.util.Map;
import java.util.Optional;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** The types of stored values in Java, Parquet and Spark. Every value may be absent. */
public enum ColumnType {
  STRING(PrimitiveTypeName.BINARY) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addBinary(
          value instanceof Binary octets ? octets : Binary.fromString((String) value));
    }
  },
  INTEGER(PrimitiveTypeName.INT32) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addInteger((Integer) value);
    }
  },
  LONG(PrimitiveTypeName.INT64) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addLong((Long) value);
    }
  },
  DOUBLE(PrimitiveTypeName.DOUBLE) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addDouble((Double) value);
    }
  },
  BOOLEAN(PrimitiveTypeName.BOOLEAN) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addBoolean((Boolean) value);
    }
  };

  private static final Map<Class<?>, ColumnType> OF_CLASSES =
      Map.of(
          String.class, STRING,
          Integer.class, INTEGER,
          Long.class, LONG,
          Double.class, DOUBLE,
          Boolean.class, BOOLEAN);

  private final PrimitiveTypeName parquet;

  ColumnType(PrimitiveTypeName parquet) {
    this.parquet = parquet;
  }

  /**
   * Returns the type as which values of a class are stored.
   *
   * @throws IllegalArgumentException if they cannot be stored
   */
  static ColumnType of(Class<?> type) {
    return Optional.ofNullable(OF_CLASSES.get(type))
        .orElseThrow(() -> new IllegalArgumentException("no column holds a " + type));
  }

  /** Returns a value in a form for writing it many times, in which a string is encoded already. */
  public static @Nullable Object encoded(@Nullable Object value) {
    return value instanceof String text ? Binary.fromString(text) : value;
  }

  abstract void write(RecordConsumer consumer, Object value);

  Type parquetType(String name) {
    var type = Types.optional(parquet);
    return this == STRING
        ? type.as(LogicalTypeAnnotation.stringType()).named(name)
        : type.named(name);
  }

  DataType sparkType() {
    return switch (this) {
      case STRING -> DataTypes.StringType;
      case INTEGER -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case BOOLEAN -> DataTypes.BooleanType;
    };
  }
}
