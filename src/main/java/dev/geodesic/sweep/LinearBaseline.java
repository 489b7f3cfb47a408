package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.Part;
import dev.geodesic.data.Samples;
import dev.geodesic.data.SparseRows;
import dev.geodesic.sweep.cluster.MllibBlas;
import dev.geodesic.trial.DataSpec;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.package$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a linear model reaches when it is trained until little is left to gain: Spark MLlib's
 * multinomial {@code LogisticRegression} by L-BFGS, on the same split, without regularisation. All
 * optimizers of a sweep are compared with it.
 */
final class LinearBaseline {
  /** The fit has converged when an iteration improves the loss by less than this part of it. */
  private static final double TOLERANCE = 1e-6;

  /**
   * On MNIST at 14 × 14 the training loss is then within 1 % of that after 851 iterations, where
   * the tolerance is met; the holdout loss is at its best, before an unregularised fit turns
   * overconfident.
   */
  private static final int MOST_ITERATIONS = 100;

  /**
   * Replaces features that are 0. Every sum that it enters is larger by far, and MLlib would put
   * features that are mostly 0 into sparse matrices, whose products are loops in Java.
   */
  private static final double AS_GOOD_AS_ZERO = 1e-200;

  /** Dense matrices may take this part of the memory of a process. */
  private static final double MEMORY = 0.25;

  /** Samples that a slice prepares at a time. */
  private static final int AT_A_TIME = 64;

  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType, false)
          .add("features", SQLDataTypes.VectorType(), false);

  static {
    MllibBlas.settle();
  }

  private final SparkSession spark;
  private final double tolerance;
  private final int mostIterations;

  LinearBaseline(SparkSession spark) {
    this(spark, TOLERANCE, MOST_ITERATIONS);
  }

  /** Creates a fit with another tolerance and another limit of iterations. */
  LinearBaseline(SparkSession spark, double tolerance, int mostIterations) {
    this.spark = spark;
    this.tolerance = tolerance;
    this.mostIterations = mostIterations;
  }

  /** Describes what decides a fit in addition to the data. */
  static String maker() {
    return "MLlib %s, tolerance %s, at most %d iterations"
        .formatted(package$.MODULE$.SPARK_VERSION(), TOLERANCE, MOST_ITERATIONS);
  }

  /**
   * A fit.
   *
   * @param trainLoss mean cross-entropy on the training set, nats a sample
   * @param testLoss mean cross-entropy on the holdout, nats a sample
   * @param testAccuracy share of the holdout predicted right
   * @param iterations of L-BFGS
   * @param converged whether its tolerance ended it, and not their number
   */
  record Fit(
      double trainLoss, double testLoss, double testAccuracy, int iterations, boolean converged) {}

  /** Fits one data set at one resolution, without an intercept unless the model has a bias. */
  Fit fit(Broadcast<DataSet> data, DataSpec.Prepared prepared, boolean intercept) {
    // Not persisted: MLlib keeps its own copy, in blocks, on disk where memory does not suffice.
    LogisticRegressionModel model =
        new LogisticRegression()
            .setFamily("multinomial")
            .setFitIntercept(intercept)
            // Pixels share one scale already, and the trials do not rescale them either.
            .setStandardization(false)
            .setTol(tolerance)
            .setMaxIter(mostIterations)
            .fit(rows(data, set -> set.training(prepared), zero(data.value().training(prepared))));
    double[] history = model.summary().objectiveHistory();
    double[] holdout = measure(model, rows(data, set -> set.holdout(prepared), 0));
    int iterations = history.length - 1;
    return new Fit(
        history[iterations], holdout[0], holdout[1], iterations, iterations < mostIterations);
  }

  /** Returns the value that MLlib gets for a feature of 0. */
  private double zero(Part training) {
    boolean isLocal = spark.sparkContext().isLocal();
    double memory =
        isLocal
            ? Runtime.getRuntime().maxMemory()
            : spark.sparkContext().getConf().getSizeAsBytes("spark.executor.memory", "1g");
    double dense = (double) training.count() * training.width() * Double.BYTES;
    return dense <= MEMORY * memory ? AS_GOOD_AS_ZERO : 0;
  }

  /** Selects samples of a data set. */
  private interface Choice extends Serializable {
    Part of(DataSet data);
  }

  private Dataset<Row> rows(Broadcast<DataSet> data, Choice choice, double zero) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int slices = Math.max(1, context.defaultParallelism());
    List<Integer> numbers = IntStream.range(0, slices).boxed().toList();
    JavaRDD<Row> rows =
        context
            .parallelize(numbers, slices)
            .flatMap(slice -> slice(choice.of(data.value()), slice, slices, zero));
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** Prepares a few samples at a time, lest the slices together copy the whole data set. */
  private static Iterator<Row> slice(Part part, int slice, int slices, double zero) {
    // Before MLlib, which follows, looks for a BLAS on this executor.
    MllibBlas.settle();
    int from = (int) ((long) part.count() * slice / slices);
    int to = (int) ((long) part.count() * (slice + 1) / slices);
    return IntStream.iterate(from, start -> start < to, start -> start + AT_A_TIME)
        .mapToObj(start -> rows(part.range(start, Math.min(to, start + AT_A_TIME)), zero))
        .flatMap(List::stream)
        .iterator();
  }

  private static List<Row> rows(Samples samples, double zero) {
    return IntStream.range(0, samples.count())
        .mapToObj(i -> RowFactory.create((double) samples.labels()[i], features(samples, i, zero)))
        .toList();
  }

  private static Vector features(Samples samples, int sample, double zero) {
    if (samples.rows() instanceof SparseRows sparse) {
      return features(sparse, sample);
    }
    double[] values = new double[samples.width()];
    for (int j = 0; j < values.length; j++) {
      double value = samples.features()[sample * samples.width() + j];
      values[j] = value == 0 ? zero : value;
    }
    return Vectors.dense(values);
  }

  private static Vector features(SparseRows rows, int sample) {
    int from = rows.starts()[sample];
    int to = rows.starts()[sample + 1];
    double[] values = new double[to - from];
    Arrays.setAll(values, k -> rows.values()[from + k]);
    return Vectors.sparse(rows.width(), Arrays.copyOfRange(rows.columns(), from, to), values);
  }

  /** Returns mean cross-entropy, nats a sample, and accuracy. */
  private static double[] measure(LogisticRegressionModel model, Dataset<Row> rows) {
    Totals totals =
        rows.toJavaRDD()
            .map(row -> Totals.of(model.predictRaw(row.getAs("features")), row.getDouble(0)))
            .reduce(Totals::plus);
    return new double[] {totals.loss / totals.count, (double) totals.right / totals.count};
  }

  /** Sums over samples. */
  private record Totals(double loss, int right, int count) implements Serializable {
    static Totals of(Vector margins, double label) {
      double[] z = margins.toDense().values();
      if (label >= z.length) {
        // MLlib knows the classes of the training set alone.
        return new Totals(Double.POSITIVE_INFINITY, 0, 1);
      }
      int best = IntStream.range(0, z.length).reduce((a, b) -> z[b] > z[a] ? b : a).orElseThrow();
      double sum = 0;
      for (double value : z) {
        sum += Math.exp(value - z[best]);
      }
      double loss = z[best] + Math.log(sum) - z[(int) label];
      return new Totals(loss, best == (int) label ? 1 : 0, 1);
    }

    Totals plus(Totals other) {
      return new Totals(loss + other.loss, right + other.right, count + other.count);
    }
  }
}
