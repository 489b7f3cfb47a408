package dev.geodesic.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Losses of one configuration, averaged over windows of steps where each step has one.
 *
 * @param seeds asked for, those that never took a step among them
 * @param bySeed of each seed that took one, to its own end
 * @param diverged the last points of the seeds that diverged
 */
public record LossCurves(int seeds, SortedMap<Integer, List<Point>> bySeed, List<Point> diverged) {
  /**
   * Windows of steps that are averaged, for each tenfold number of steps: one step at the start,
   * where much happens, and many later, where the loss of a small batch is mostly noise. One ends
   * at every power of ten, as sweeps do.
   */
  public static final int WINDOWS_A_DECADE = 12;

  /** The mean loss over some consecutive steps, the last of which is {@code step}. */
  record Point(int step, double loss) {}

  /** Reads a configuration from the registered views. */
  static LossCurves of(SparkSession spark, String configurationId, int seeds, LossMeasure measure) {
    SortedMap<Integer, List<Point>> bySeed = new TreeMap<>();
    TreeMap<Integer, Point> diverged = new TreeMap<>();
    for (Row row : windows(spark, configurationId, measure)) {
      Point point = new Point(row.<Integer>getAs("last"), row.<Double>getAs("loss"));
      int seed = row.<Integer>getAs("seed");
      bySeed.computeIfAbsent(seed, s -> new ArrayList<>()).add(point);
      if (row.<String>getAs("status").equals("DIVERGED")) {
        diverged.put(seed, point);
      }
    }
    return new LossCurves(seeds, bySeed, List.copyOf(diverged.values()));
  }

  /** A logarithmic axis has no place for a loss of 0, which rounding can give. */
  private static List<Row> windows(
      SparkSession spark, String configurationId, LossMeasure measure) {
    return spark
        .table("curves")
        .where(functions.col("configuration_id").equalTo(configurationId))
        .selectExpr(
            "seed",
            "status",
            "step",
            measure.column(),
            measure == LossMeasure.TRAINING
                ? "ceil(log10(step) * %d) AS window".formatted(WINDOWS_A_DECADE)
                : "step AS window")
        .groupBy("seed", "status", "window")
        .agg(functions.max("step").as("last"), functions.avg(measure.column()).as("loss"))
        .where("loss > 0")
        .orderBy("seed", "last")
        .collectAsList();
  }

  /** The median over seeds, while at least half of them are alive. */
  List<Point> median() {
    SortedMap<Integer, List<Double>> byStep = new TreeMap<>();
    for (List<Point> curve : bySeed.values()) {
      curve.forEach(
          point -> byStep.computeIfAbsent(point.step, s -> new ArrayList<>()).add(point.loss));
    }
    List<Point> medians = new ArrayList<>();
    for (Map.Entry<Integer, List<Double>> alive : byStep.entrySet()) {
      double[] losses = alive.getValue().stream().mapToDouble(Double::doubleValue).toArray();
      if (2 * losses.length >= seeds) {
        medians.add(new Point(alive.getKey(), StatUtils.percentile(losses, 50)));
      }
    }
    return medians;
  }
}
