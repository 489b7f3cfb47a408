package dev.geodesic.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;

/**
 * Losses of one configuration, averaged over windows of steps where each step has one.
 *
 * @param seeds asked for, those that never took a step among them
 * @param bySeed of each seed that took one, to its own end
 * @param diverged the last points of the seeds that diverged
 */
public record LossCurves(int seeds, SortedMap<Integer, List<Point>> bySeed, List<Point> diverged) {
  /** The mean loss over some consecutive steps, the last of which is {@code step}. */
  record Point(int step, double loss) {}

  /**
   * Those of the trials of one configuration.
   *
   * @param trials rows of the view of trials
   */
  static LossCurves of(List<Row> trials, CurveDigest digest, LossMeasure measure) {
    SortedMap<Integer, List<Point>> bySeed = new TreeMap<>();
    TreeMap<Integer, Point> diverged = new TreeMap<>();
    for (Row trial : trials) {
      List<Point> points = points(digest.of(trial.getAs("trial_id")), measure);
      if (!points.isEmpty()) {
        int seed = trial.<Integer>getAs("seed");
        bySeed.put(seed, points);
        if (trial.<String>getAs("status").equals("DIVERGED")) {
          diverged.put(seed, points.get(points.size() - 1));
        }
      }
    }
    return new LossCurves(trials.size(), bySeed, List.copyOf(diverged.values()));
  }

  /** A logarithmic axis has no place for a loss of 0, which rounding can give. */
  private static List<Point> points(CurveDigest.TrialCurve curve, LossMeasure measure) {
    if (measure == LossMeasure.TRAINING) {
      return curve.windows().stream()
          .filter(window -> window.loss() > 0)
          .map(window -> new Point(window.last(), window.loss()))
          .toList();
    }
    CurveDigest.Measured measured = curve.measured();
    return IntStream.range(0, measured.count())
        .filter(i -> measured.losses()[i] > 0)
        .mapToObj(i -> new Point(measured.steps()[i], measured.losses()[i]))
        .toList();
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
