package dev.geodesic.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.geodesic.newton.Moments;
import dev.geodesic.newton.PenalisedLoss;
import dev.geodesic.newton.SecondMoments;
import dev.geodesic.newton.Settings;
import dev.geodesic.newton.Solution;
import dev.geodesic.newton.TrustRegionNewton;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.Option;

/**
 * The rows of a fit in blocks on the executors, built once and kept, on disk where memory does not
 * suffice, until closed.
 */
final class TrainingRows implements AutoCloseable {
  private static final double DEFAULT_MB = 1;

  private final NaturalGradientClassifier params;
  private final JavaRDD<Block> blocks;
  private final Moments moments;
  private final int classes;

  private TrainingRows(
      NaturalGradientClassifier params, JavaRDD<Block> blocks, Moments moments, int classes) {
    this.params = params;
    this.blocks = blocks;
    this.moments = moments;
    this.classes = classes;
  }

  /**
   * Builds the blocks, which is the first pass over the data.
   *
   * @throws IllegalArgumentException if the data cannot be fitted
   */
  static TrainingRows of(Dataset<?> dataset, NaturalGradientClassifier params) {
    double megabytes = params.getMaxBlockSizeInMB() > 0 ? params.getMaxBlockSizeInMB() : DEFAULT_MB;
    long bytes = (long) Math.ceil(megabytes * (1 << 20));
    JavaRDD<Block> blocks =
        dataset
            .select(
                col(params.getLabelCol()).cast(DataTypes.DoubleType),
                weight(params),
                col(params.getFeaturesCol()))
            .toJavaRDD()
            .mapPartitions(rows -> new Blocks(rows, bytes))
            .setName(params.uid() + ": training blocks")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Totals totals =
          blocks.treeAggregate(
              Totals.NONE, Totals::add, Totals::plus, params.getAggregationDepth());
      Moments moments = checked(totals);
      int classes = classes(dataset, params, moments);
      return new TrainingRows(params, blocks, moments, classes);
    } catch (RuntimeException | Error e) {
      blocks.unpersist(false);
      throw e;
    }
  }

  private static Column weight(NaturalGradientClassifier params) {
    boolean isWeighted = params.isDefined(params.weightCol()) && !params.getWeightCol().isEmpty();
    return isWeighted ? col(params.getWeightCol()).cast(DataTypes.DoubleType) : lit(1.0);
  }

  private static Moments checked(Totals totals) {
    if (totals.fault() != null) {
      throw new IllegalArgumentException(totals.fault());
    }
    Moments moments = totals.moments();
    if (moments == null) {
      throw new IllegalArgumentException(
          "The data must have rows, got: none; check the input and its filters");
    }
    require(
        moments.weight() > 0,
        "The sum of the weights must be > 0, got: %s; check weightCol".formatted(moments.weight()));
    require(
        Double.isFinite(moments.weight())
            && Arrays.stream(moments.squares()).allMatch(Double::isFinite),
        "Features and weights must have finite sums of squares, got: infinity; scale them down");
    return moments;
  }

  private static int classes(
      Dataset<?> dataset, NaturalGradientClassifier params, Moments moments) {
    int seen = moments.classWeights().length;
    Option<Object> declared =
        MetadataUtils.getNumClasses(dataset.schema().apply(params.getLabelCol()));
    int classes = declared.isEmpty() ? seen : (int) declared.get();
    require(
        classes >= seen,
        "Labels must be below the number of classes in the column's metadata, %d, got: %d; index them again"
            .formatted(classes, seen - 1));
    long present = Arrays.stream(moments.classWeights()).filter(weight -> weight > 0).count();
    require(
        present >= 2,
        "Labels must be of 2 classes at least, got: only %d; there is nothing to tell apart"
            .formatted(seen - 1));
    int features = moments.mean().length;
    require(
        2L * (features + 1) * classes <= Integer.MAX_VALUE - 8,
        "Features times classes must be below 2^30, got: %d times %d; reduce one of them"
            .formatted(features, classes));
    boolean isThresholded = params.isDefined(params.thresholds());
    require(
        !isThresholded || params.getThresholds().length == classes,
        "thresholds must have one value a class, %d, got: %s; set as many"
            .formatted(classes, isThresholded ? Arrays.toString(params.getThresholds()) : ""));
    return classes;
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }

  int classes() {
    return classes;
  }

  /** Finds the optimum. */
  Solution fit() {
    int features = moments.mean().length;
    DistributedData data =
        new DistributedData(blocks, features, classes, params.getAggregationDepth());
    SecondMoments sample =
        PenalisedLoss.wantsSample(features, classes)
            ? data.sample(PenalisedLoss.sampleRows(features), moments.count())
            : null;
    return TrustRegionNewton.minimize(new PenalisedLoss(data, moments, settings(), sample));
  }

  private Settings settings() {
    return new Settings(
        classes,
        params.getRegParam(),
        params.getStandardization() ? Settings.Penalized.SCALED : Settings.Penalized.RAW,
        params.getFitIntercept() ? Settings.Intercept.FITTED : Settings.Intercept.NONE,
        params.getTol(),
        params.getMaxIter());
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
