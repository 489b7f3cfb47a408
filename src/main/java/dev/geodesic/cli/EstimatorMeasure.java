package dev.geodesic.cli;

import dev.geodesic.data.DataSets;
import dev.geodesic.data.RawSamples;
import dev.geodesic.machine.CacheDirectory;
import dev.geodesic.ml.NaturalGradientClassifier;
import dev.geodesic.newton.Solution.Summary;
import dev.geodesic.sweep.cluster.MllibBlas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
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
 * fit the same cached rows; told is when each comes within 1e-3 and 1e-6 of the lower of their
 * optima, relatively. Passes over the data are jobs of Spark.
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
  private final List<Long> jobEnds = Collections.synchronizedList(new ArrayList<>());

  private EstimatorMeasure(SparkSession spark, int repeats) {
    this.spark = spark;
    this.repeats = repeats;
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobEnd(SparkListenerJobEnd end) {
                jobEnds.add(end.time());
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
    int rows = Integer.parseInt(arguments[0]);
    measure.report("%,d x 200, correlated 0.9".formatted(rows), measure.generated(rows, 0.9), 1e-4);
    measure.report("%,d x 200, independent".formatted(rows), measure.generated(rows, 0), 1e-4);
    measure.report("MNIST", measure.digits(), 1e-2);
    spark.stop();
  }

  /**
   * A fit.
   *
   * @param objective at the start and after each iteration
   * @param passes over the data until then, jobs of Spark that came before the first included
   * @param seconds from the call of {@code fit} until then
   * @param searched passes of L-BFGS that its line searches took beyond one for each iteration
   */
  private record Run(double[] objective, int[] passes, double[] seconds, int searched) {
    String told(double optimum, double part) {
      int at =
          IntStream.range(0, objective.length)
              .filter(i -> objective[i] <= optimum * (1 + part))
              .findFirst()
              .orElse(-1);
      return at < 0
          ? "not reached in %d passes, %.2f s"
              .formatted(passes[passes.length - 1], seconds[seconds.length - 1])
          : "%d iterations, %d passes, %.2f s".formatted(at, passes[at], seconds[at]);
    }
  }

  /** Returns when each job of Spark ended, in seconds since the call of {@code fit}. */
  private double[] ends(long start) throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    double[] ends = jobEnds.stream().mapToDouble(end -> (end - start) / 1e3).toArray();
    jobEnds.clear();
    return ends;
  }

  private Run ours(Dataset<Row> data, double lambda, int iterations) throws Exception {
    long start = System.currentTimeMillis();
    Summary summary =
        new NaturalGradientClassifier()
            .setRegParam(lambda)
            .setMaxIter(iterations)
            .setTol(1e-7)
            .fit(data)
            .summary();
    double[] ends = ends(start);
    int before = ends.length - summary.passes()[summary.iterations()];
    int[] passes = Arrays.stream(summary.passes()).map(pass -> pass + before).toArray();
    return new Run(summary.objective(), passes, seconds(passes, ends), 0);
  }

  private Run mllib(Dataset<Row> data, double lambda, int iterations) throws Exception {
    long start = System.currentTimeMillis();
    double[] objective =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(lambda)
            .setMaxIter(iterations)
            .setTol(1e-8)
            .fit(data)
            .summary()
            .objectiveHistory();
    double[] ends = ends(start);
    // One pass for the moments, and one at the start and in each iteration; its first line search
    // takes more, as it does not know how far to go.
    int searched = ends.length - objective.length - 1;
    int[] passes =
        IntStream.range(0, objective.length).map(i -> i + 2 + (i > 0 ? searched : 0)).toArray();
    return new Run(objective, passes, seconds(passes, ends), searched);
  }

  private static double[] seconds(int[] passes, double[] ends) {
    return Arrays.stream(passes).mapToDouble(pass -> ends[pass - 1]).toArray();
  }

  private void report(String name, Dataset<Row> data, double lambda) throws Exception {
    data.persist(StorageLevel.MEMORY_AND_DISK());
    data.count();
    // Compiles both, and opens the BLAS on the executors.
    ours(data, lambda, 2);
    mllib(data, lambda, 3);
    for (int i = 0; i < repeats; i++) {
      Run ours = ours(data, lambda, 100);
      Run mllib = mllib(data, lambda, 300);
      double optimum = Math.min(least(ours), least(mllib));
      print("%s, regParam %s: optimum %.9f", name, lambda, optimum);
      for (double part : new double[] {1e-3, 1e-6}) {
        print("  to %.0e  Newton: %s", part, ours.told(optimum, part));
        print("            L-BFGS: %s", mllib.told(optimum, part));
      }
      print(
          "  ends above the optimum by %.0e (Newton), %.0e (L-BFGS, %d passes of line searches)",
          least(ours) / optimum - 1, least(mllib) / optimum - 1, mllib.searched);
    }
    data.unpersist(true);
  }

  private static double least(Run run) {
    return Arrays.stream(run.objective).min().orElseThrow();
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
    double scale = 2 / Math.sqrt(FEATURES);
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
