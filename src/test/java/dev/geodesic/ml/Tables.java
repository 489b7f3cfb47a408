package dev.geodesic.ml;

import static org.apache.spark.sql.types.DataTypes.DoubleType;

import dev.geodesic.store.SparkFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Small tables of labels, weights and features. */
final class Tables {
  static final StructType SCHEMA =
      new StructType()
          .add("label", DoubleType, true)
          .add("weight", DoubleType, true)
          .add("features", SQLDataTypes.VectorType(), true);

  private Tables() {}

  static Dataset<Row> of(List<Row> rows) {
    return SparkFixture.spark().createDataFrame(rows, SCHEMA).repartition(2);
  }

  static Row row(double label, double weight, double... features) {
    return RowFactory.create(label, weight, Vectors.dense(features));
  }

  /** How the features of a table are scaled and stored. */
  enum Kind {
    PLAIN,
    /** Standard deviations from 1e-3 to 1e3, and means far from 0. */
    RAW,
    /** Nine tenths are 0, stored sparse. */
    SPARSE,
    /** The first is 3 in all rows, the second 0. */
    CONSTANT
  }

  /** Draws rows whose labels follow a softmax of the features, which no plane separates. */
  static Dataset<Row> random(int count, int features, int classes, Kind kind, long seed) {
    Random random = new Random(seed);
    double[][] truth = new double[classes][features];
    for (double[] row : truth) {
      for (int j = 0; j < features; j++) {
        row[j] = random.nextGaussian();
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] x = new double[features];
      for (int j = 0; j < features; j++) {
        boolean isZero = kind == Kind.SPARSE && random.nextInt(20) > 0;
        x[j] = isZero ? 0 : random.nextGaussian() + (j > 0 ? 0.5 * x[j - 1] : 0);
      }
      int label = draw(truth, x, random);
      rows.add(RowFactory.create((double) label, 0.5 + 2 * random.nextDouble(), stored(x, kind)));
    }
    return of(rows);
  }

  private static int draw(double[][] truth, double[] x, Random random) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < truth.length; k++) {
      double margin = -Math.log(-Math.log(random.nextDouble()));
      for (int j = 0; j < x.length; j++) {
        margin += truth[k][j] * x[j];
      }
      if (margin > most) {
        most = margin;
        best = k;
      }
    }
    return best;
  }

  private static Vector stored(double[] x, Kind kind) {
    switch (kind) {
      case RAW -> {
        for (int j = 0; j < x.length; j++) {
          double scale = Math.pow(10, -3 + 6.0 * j / (x.length - 1));
          x[j] = scale * (x[j] + j % 3);
        }
      }
      case SPARSE -> {
        return Vectors.dense(x).toSparse();
      }
      case CONSTANT -> {
        x[0] = 3;
        x[1] = 0;
      }
      case PLAIN -> {}
    }
    return Vectors.dense(x);
  }
}
