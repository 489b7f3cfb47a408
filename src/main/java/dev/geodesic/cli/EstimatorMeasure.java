package dev.geodesic.cli;

import dev.geodesic.data.CacheDirectory;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.RawSamples;
import dev.geodesic.sweep.cluster.MllibBlas;
import dev.geodesic.ml.NaturalGradientClassifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures the estimator beside MLlib's L-BFGS: {@code submit/measure estimator} starts it. Both
 * fit the same cached rows to the same optimum; then each is run again with as many iterations as
 * it needs to come within 1e-3 and 1e-6 of that, relatively, and the whole fit is timed.
 */
public final class EstimatorMeasure {
  private static final int PARTS = 4;
  private static final int CLASSES = 10;
  private static final int FEATURES = 200;

  /**
   * MLlib makes features that are mostly 0 sparse, and is slower on them. This is 0 to every sum.
   */
  private static final double AS_GOOD_AS_ZERO = 1e-200;

  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType, false)
          .add("features", SQLDataTypes.VectorType(), false);

  private final SparkSession spark;
  private final int repeats;
  private final AtomicInteger jobs = new AtomicInteger();

  private EstimatorMeasure(SparkSession spark, int repeats) {
    this.spark = spark;
    this.repeats = repeats;
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobEnd(SparkListenerJobEnd end) {
                jobs.incrementAndGet();
              }
            });
  }

  /**
   * Measures.
   *
   * @param arguments rows to generate, and how often each fit is timed
   */
  public static void main(String[] arguments) throws Exception {
    MllibBlas.settle();
    SparkSession spark = SparkSession.builder().appName("measure estimator").getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    EstimatorMeasure measure = new EstimatorMeasure(spark, Integer.parseInt(arguments[1]));
    measure.report("MNIST", measure.digits(), 1e-2);
    measure.report("MNIST", measure.digits(), 1e-4);
    int rows = Integer.parseInt(arguments[0]);
    measure.report("%,d x 200, correlated 0.9".formatted(rows), measure.generated(rows, 0.9), 1e-4);
    measure.report("%,d x 200, independent".formatted(rows), measure.generated(rows, 0), 1e-4);
    spark.stop();
  }

  /** The end of a fit. */
  private record Run(double[] objective, int passes, double seconds) {
    Run orFaster(Run other) {
      return seconds <= other.seconds ? this : other;
    }

    /** The iterations to come within this part of an optimum, or all. */
    int iterationsTo(double optimum, double part) {
      return IntStream.range(0, objective.length)
          .filter(i -> objective[i] <= optimum * (1 + part))
          .findFirst()
          .orElse(objective.length - 1);
    }
  }

  /** One of the two estimators. */
  private interface Fit {
    double[] fit(Dataset<Row> data, double regularization, int iterations, double tolerance);
  }

  private static double[] ours(Dataset<Row> data, double lambda, int iterations, double tolerance) {
    return new NaturalGradientClassifier()
        .setRegParam(lambda)
        .setMaxIter(iterations)
        .setTol(tolerance)
        .fit(data)
        .summary()
        .objective();
  }

  private static double[] mllib(
      Dataset<Row> data, double lambda, int iterations, double tolerance) {
    return new LogisticRegression()
        .setFamily("multinomial")
        .setRegParam(lambda)
        .setMaxIter(iterations)
        .setTol(tolerance)
        .fit(data)
        .summary()
        .objectiveHistory();
  }

  private Run run(Fit fit, Dataset<Row> data, double lambda, int iterations, double tolerance)
      throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    int before = jobs.get();
    long start = System.nanoTime();
    double[] objective = fit.fit(data, lambda, iterations, tolerance);
    double seconds = (System.nanoTime() - start) / 1e9;
    spark.sparkContext().listenerBus().waitUntilEmpty();
    return new Run(objective, jobs.get() - before, seconds);
  }

  private void report(String name, Dataset<Row> data, double lambda) throws Exception {
    data.persist(StorageLevel.MEMORY_AND_DISK());
    data.count();
    Fit ours = EstimatorMeasure::ours;
    Fit mllib = EstimatorMeasure::mllib;
    // Compiles both, and opens the BLAS on the executors.
    run(ours, data, lambda, 2, 0);
    run(mllib, data, lambda, 3, 0);
    Run nearOurs = run(ours, data, lambda, 60, 1e-8);
    Run nearMllib = run(mllib, data, lambda, 1000, 1e-11);
    double optimum =
        Math.min(
            Arrays.stream(nearOurs.objective).min().orElseThrow(),
            Arrays.stream(nearMllib.objective).min().orElseThrow());
    print("%s, regParam %s: optimum %.9f", name, lambda, optimum);
    print("  start of both: objective %.6f", nearMllib.objective[0]);
    double[] parts = {1e-3, 1e-6};
    for (double part : parts) {
      int iterations = nearOurs.iterationsTo(optimum, part);
      int iterationsMllib = nearMllib.iterationsTo(optimum, part);
      Run best = run(ours, data, lambda, iterations, 0);
      Run bestMllib = run(mllib, data, lambda, iterationsMllib, 0);
      for (int i = 1; i < repeats; i++) {
        best = best.orFaster(run(ours, data, lambda, iterations, 0));
        bestMllib = bestMllib.orFaster(run(mllib, data, lambda, iterationsMllib, 0));
      }
      print(
          "  to %.0e: %s | %s",
          part, told("Newton", best, optimum), told("L-BFGS", bestMllib, optimum));
    }
    data.unpersist(true);
  }

  private static String told(String name, Run run, double optimum) {
    double last = run.objective[run.objective.length - 1];
    return "%s %d passes, %.2f s, %d iterations, at %.1e"
        .formatted(
            name, run.passes, run.seconds, run.objective.length - 1, (last - optimum) / optimum);
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }

  private Dataset<Row> digits() {
    RawSamples digits = DataSets.load("mnist", CacheDirectory.ofUser(), text -> {}).train();
    double[] values = new double[digits.width()];
    Row[] rows = new Row[digits.labels().length];
    for (int i = 0; i < rows.length; i++) {
      digits.copy(i, values);
      double[] pixels =
          Arrays.stream(values)
              .map(value -> value == 0 ? AS_GOOD_AS_ZERO : value / digits.fullScale())
              .toArray();
      rows[i] = RowFactory.create((double) digits.labels()[i], Vectors.dense(pixels));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(Arrays.asList(rows), PARTS), SCHEMA);
  }

  /**
   * Draws features that are normal and whose neighbours are correlated, and classes from a softmax
   * of them.
   */
  private Dataset<Row> generated(int rows, double correlation) {
    double[] truth = new double[FEATURES * CLASSES];
    SplittableRandom random = new SplittableRandom(1);
    double scale = 2 * Math.sqrt((1 - correlation) / FEATURES);
    for (int i = 0; i < truth.length; i++) {
      truth[i] = scale * random.nextGaussian();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Row> drawn =
        context
            .parallelize(IntStream.range(0, PARTS).boxed().toList(), PARTS)
            .flatMap(
                part ->
                    LongStream.range((long) rows * part / PARTS, (long) rows * (part + 1) / PARTS)
                        .mapToObj(row -> draw(row, correlation, truth))
                        .iterator());
    return spark.createDataFrame(drawn, SCHEMA);
  }

  private static Row draw(long row, double correlation, double[] truth) {
    SplittableRandom random = new SplittableRandom(row + 1);
    double[] x = new double[FEATURES];
    double fresh = Math.sqrt(1 - correlation * correlation);
    for (int j = 0; j < FEATURES; j++) {
      double normal = random.nextGaussian();
      x[j] = j == 0 ? normal : correlation * x[j - 1] + fresh * normal;
    }
    int label = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < CLASSES; k++) {
      // The greatest of margins plus Gumbel noise is a draw from their softmax.
      double margin = -Math.log(-Math.log(1 - random.nextDouble()));
      for (int j = 0; j < FEATURES; j++) {
        margin += truth[j * CLASSES + k] * x[j];
      }
      if (margin > most) {
        most = margin;
        label = k;
      }
    }
    return RowFactory.create((double) label, Vectors.dense(x));
  }
}
