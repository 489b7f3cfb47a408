package dev.geodesic.ml;

import dev.geodesic.newton.RowsBuilder;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads rows of (label, weight, features) into blocks, and checks each of them. */
final class Blocks implements Iterator<Block> {
  private static final int MOST_CLASSES = 1 << 20;

  private final Iterator<Row> rows;
  private final long bytes;
  private @Nullable RowsBuilder builder;
  private @Nullable String fault;
  private int features;

  /**
   * @param bytes of a block, about
   */
  Blocks(Iterator<Row> rows, long bytes) {
    this.rows = rows;
    this.bytes = bytes;
  }

  @Override
  public boolean hasNext() {
    return fault == null && rows.hasNext();
  }

  @Override
  public Block next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    while (rows.hasNext()) {
      RowsBuilder block = add(rows.next());
      if (fault != null) {
        return Block.fault(fault);
      }
      if (block.bytes() >= bytes || !rows.hasNext()) {
        return Block.of(block.build());
      }
    }
    throw new NoSuchElementException();
  }

  private RowsBuilder add(Row row) {
    Vector vector = row.isNullAt(2) ? null : row.getAs(2);
    if (builder == null) {
      features = vector == null ? 0 : vector.size();
      builder = new RowsBuilder(features);
    }
    RowsBuilder block = builder;
    double label = row.isNullAt(0) ? Double.NaN : row.getDouble(0);
    double weight = row.isNullAt(1) ? Double.NaN : row.getDouble(1);
    fault = fault(label, weight, vector);
    if (fault == null && vector != null) {
      block.begin((int) label, weight);
      addValues(vector, block);
    }
    return block;
  }

  private @Nullable String fault(double label, double weight, @Nullable Vector vector) {
    if (!(label >= 0) || label != Math.rint(label) || label >= MOST_CLASSES) {
      return "Labels must be the classes 0, 1, 2 and so on, fewer than %d, got: %s; index them with StringIndexer"
          .formatted(MOST_CLASSES, label);
    }
    if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
      return "Weights must be finite and >= 0, got: %s; correct or drop the row".formatted(weight);
    }
    if (vector == null) {
      return "Features must be a vector, got: null; fill them in or drop the row";
    }
    if (features == 0) {
      return "Rows must have 1 feature at least, got: 0; assemble them, with VectorAssembler";
    }
    if (vector.size() != features) {
      return differing(features, vector.size());
    }
    return null;
  }

  /** Says that rows have different numbers of features. */
  static String differing(int one, int other) {
    return "All rows must have the same number of features, got: %d and %d; correct the column"
        .formatted(one, other);
  }

  private void addValues(Vector vector, RowsBuilder block) {
    if (vector instanceof SparseVector sparse) {
      for (int n = 0; n < sparse.values().length; n++) {
        set(block, sparse.indices()[n], sparse.values()[n]);
      }
    } else {
      double[] values = ((DenseVector) vector).values();
      for (int j = 0; j < values.length; j++) {
        set(block, j, values[j]);
      }
    }
  }

  private void set(RowsBuilder block, int feature, double value) {
    if (!Double.isFinite(value)) {
      fault =
          "Features must be finite, got: %s in feature %d; fill it in, with Imputer, or drop the row"
              .formatted(value, feature);
    } else {
      block.set(feature, value);
    }
  }
}
