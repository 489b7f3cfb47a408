package dev.geodesic.report.page;

import dev.geodesic.report.BestConfigurations;
import dev.geodesic.report.Hyperparameters;
import dev.geodesic.report.Problems;
import dev.geodesic.store.Estimate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads every configuration of the registered views. */
final class ConfigurationReader {
  private static final String BATCH_SIZE = "batch_size";

  private static final String SEEDS =
      """
      SELECT configuration_id,
             collect_list(struct(seed, status, diverged_step, test_loss, seconds)) AS outcomes
      FROM trials GROUP BY configuration_id
      """;

  /**
   * All that was read.
   *
   * @param problems what the problems are called
   * @param all best first within their optimizers
   */
  record Read(Problems problems, List<Configuration> all) {}

  private ConfigurationReader() {}

  static Read read(SparkSession spark) {
    List<Row> rows =
        BestConfigurations.ranked(spark).join(spark.sql(SEEDS), "configuration_id").collectAsList();
    List<Configuration> configurations =
        rows.stream()
            .map(ConfigurationReader::configuration)
            .sorted(
                Comparator.comparingInt(Configuration::place)
                    .thenComparing(Configuration::optimizer)
                    .thenComparing(Configuration::id))
            .toList();
    return new Read(Problems.of(rows), configurations);
  }

  private static Configuration configuration(Row row) {
    return new Configuration(
        row.getAs("configuration_id"),
        Problems.of(row),
        row.getAs("optimizer"),
        row.getAs("short_label"),
        row.<Integer>getAs("place"),
        values(row),
        row.<Integer>getAs("steps"),
        row.<Row>getList(row.fieldIndex("outcomes")).stream()
            .map(ConfigurationReader::seed)
            .sorted(Comparator.comparingInt(Seed::seed))
            .toList(),
        estimate(row),
        row.getAs("test_accuracy_mean"));
  }

  private static Estimate estimate(Row row) {
    Integer count = row.getAs("test_loss_count");
    return new Estimate(
        count == null ? 0 : count,
        row.getAs("test_loss_mean"),
        row.getAs("test_loss_sd"),
        row.getAs("test_loss_low"),
        row.getAs("test_loss_high"));
  }

  private static Map<String, Object> values(Row row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String column : Hyperparameters.COLUMNS) {
      Object value = row.getAs(column);
      if (value != null) {
        values.put(column, value);
      }
    }
    values.put(BATCH_SIZE, row.getAs(BATCH_SIZE));
    return values;
  }

  private static Seed seed(Row outcome) {
    return new Seed(
        outcome.<Integer>getAs("seed"),
        outcome.getAs("status"),
        outcome.getAs("diverged_step"),
        outcome.getAs("test_loss"),
        outcome.getAs("seconds"));
  }
}
