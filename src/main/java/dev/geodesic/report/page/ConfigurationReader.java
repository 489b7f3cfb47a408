package dev.geodesic.report.page;

import static java.util.function.Predicate.not;

import dev.geodesic.report.Configurations;
import dev.geodesic.report.Hyperparameters;
import dev.geodesic.report.Problems;
import dev.geodesic.report.RankedConfigurations;
import dev.geodesic.report.SweepResults;
import dev.geodesic.store.StoredTrial;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/** Reads all configurations of a sweep from its results. */
final class ConfigurationReader {
  private static final String BATCH_SIZE = "batch_size";
  private static final String SCALE = "feature_scale";

  /**
   * The configurations of a sweep.
   *
   * @param problems the names of the problems
   * @param all all configurations, those of an optimizer best first
   */
  record Read(Problems problems, List<Configuration> all) {}

  private ConfigurationReader() {}

  static Read read(SweepResults results) {
    Map<String, List<Row>> trials = results.trialsByConfiguration();
    List<Configuration> configurations =
        results.configurations().stream()
            .map(
                row ->
                    configuration(
                        row, trials.getOrDefault(row.<String>getAs("configuration_id"), List.of())))
            .sorted(
                Comparator.comparingInt(Configuration::place)
                    .thenComparing(Configuration::optimizer)
                    .thenComparing(Configuration::id))
            .toList();
    return new Read(Problems.of(results.configurations()), configurations);
  }

  private static Configuration configuration(Row row, List<Row> trials) {
    return new Configuration(
        row.getAs("configuration_id"),
        Problems.of(row),
        row.getAs("optimizer"),
        row.getAs("short_label"),
        row.<Integer>getAs(RankedConfigurations.PLACE),
        values(row),
        row.<Integer>getAs("steps"),
        seeds(trials, not(StoredTrial::isConfirmation)),
        seeds(Configurations.fresh(trials), trial -> true),
        RankedConfigurations.estimate(row, RankedConfigurations.SELECTION));
  }

  private static List<Seed> seeds(List<Row> trials, Predicate<Row> wanted) {
    return trials.stream()
        .filter(wanted)
        .map(ConfigurationReader::seed)
        .sorted(Comparator.comparingInt(Seed::seed))
        .toList();
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
    // Its default, none, is not stored.
    values.put(SCALE, Objects.requireNonNullElse(row.getAs(SCALE), "none"));
    return values;
  }

  private static Seed seed(Row trial) {
    return new Seed(
        trial.<Integer>getAs("seed"),
        trial.getAs("status"),
        trial.getAs("diverged_step"),
        StoredTrial.selectionLoss(trial),
        trial.getAs("test_loss"),
        trial.getAs("seconds"));
  }
}
