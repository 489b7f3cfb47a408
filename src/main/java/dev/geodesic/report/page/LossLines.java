package dev.geodesic.report.page;

import dev.geodesic.report.LossCurves;
import dev.geodesic.store.Estimate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Reads the curves that the page draws. */
final class LossLines {
  /** Of one problem; more hide one another, and make the page large. */
  static final int MOST = 48;

  /**
   * Windows of steps, averaged seed by seed. The one in which a seed diverged is left out, as its
   * mean is that of the last loss alone; a line ends where fewer than half of its seeds are left.
   */
  private static final String TRAIN =
      """
      SELECT configuration_id, max(step) AS step, avg(seconds) AS seconds,
             collect_list(loss) AS losses
      FROM (SELECT *, max(time_window) OVER (PARTITION BY configuration_id, seed) AS last
            FROM (SELECT configuration_id, seed, status, ceil(log10(step) * %d) AS time_window,
                         max(step) AS step, avg(train_loss) AS loss, max(seconds) AS seconds
                  FROM drawn GROUP BY configuration_id, seed, status, time_window))
      WHERE status <> 'DIVERGED' OR time_window < last
      GROUP BY configuration_id, time_window ORDER BY configuration_id, step
      """
          .formatted(LossCurves.WINDOWS_A_DECADE);

  private static final String HOLDOUT =
      """
      SELECT configuration_id, step, avg(seconds) AS seconds, collect_list(test_loss) AS losses
      FROM drawn WHERE test_loss IS NOT NULL
      GROUP BY configuration_id, step ORDER BY configuration_id, step
      """;

  private final Map<String, Curve> train;
  private final Map<String, Curve> holdout;

  private LossLines(Map<String, Curve> train, Map<String, Curve> holdout) {
    this.train = train;
    this.holdout = holdout;
  }

  /** Those to draw of one problem: the best of each optimizer, then its second best, and so on. */
  static List<Configuration> chosen(List<Configuration> configurations) {
    return configurations.stream()
        .sorted(
            Comparator.comparingInt(Configuration::place)
                .thenComparing(
                    configuration -> configuration.loss().mean(),
                    Comparator.nullsLast(Comparator.naturalOrder())))
        .limit(MOST)
        .toList();
  }

  /** Reads the curves of some configurations from the registered views. */
  static LossLines read(SparkSession spark, List<Configuration> chosen) {
    Map<String, Integer> seeds = new HashMap<>();
    chosen.forEach(configuration -> seeds.put(configuration.id(), configuration.seeds().size()));
    Dataset<Row> drawn =
        spark
            .table("curves")
            .where(functions.col("configuration_id").isin(seeds.keySet().toArray()));
    drawn.createOrReplaceTempView("drawn");
    try {
      return new LossLines(curves(spark.sql(TRAIN), seeds), curves(spark.sql(HOLDOUT), seeds));
    } finally {
      spark.catalog().dropTempView("drawn");
    }
  }

  private static Map<String, Curve> curves(Dataset<Row> rows, Map<String, Integer> seeds) {
    Map<String, Curve> curves = new HashMap<>();
    for (Row row : rows.collectAsList()) {
      String id = row.getString(0);
      Estimate loss = Estimate.of(row.<Double>getList(3));
      if (2 * loss.count() >= Objects.requireNonNull(seeds.get(id))) {
        curves.computeIfAbsent(id, i -> new Curve()).add(row.getInt(1), row.getDouble(2), loss);
      }
    }
    return curves;
  }

  /** That of one of the chosen. */
  LossLine of(Configuration configuration) {
    double[] diverged =
        configuration.seeds().stream()
            .map(Seed::divergedStep)
            .filter(Objects::nonNull)
            .mapToDouble(Integer::doubleValue)
            .toArray();
    return new LossLine(
        configuration.id(),
        configuration.label(),
        configuration.optimizer(),
        configuration.place(),
        configuration.seeds().size(),
        configuration.diverged(),
        diverged.length == 0 ? null : StatUtils.percentile(diverged, 50),
        holdout.getOrDefault(configuration.id(), new Curve()),
        train.getOrDefault(configuration.id(), new Curve()));
  }
}
