package dev.geodesic.report;

import dev.geodesic.trial.Hyperparameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * What a line of the chart is called: its optimizer and hyperparameters, and of the settings those
 * that tell the rows apart.
 *
 * @param settings columns with several values
 */
public record Labels(List<String> settings) {
  private static final Map<String, String> WORDS =
      new TreeMap<>(Map.of("downsample", "side", "batch_size", "batch"));

  /** Labels that tell {@code rows} apart. */
  static Labels of(List<Row> rows) {
    return new Labels(
        BestConfigurations.SETTINGS.stream()
            .filter(column -> !rows.isEmpty() && hasColumn(rows.get(0), column))
            .filter(column -> BestConfigurations.countOfValues(rows, column) > 1)
            .toList());
  }

  /** Labels that tell the problems of {@code rows} apart. */
  static Labels ofProblems(List<Row> rows) {
    return new Labels(
        BestConfigurations.PROBLEM.stream()
            .filter(column -> BestConfigurations.countOfValues(rows, column) > 1)
            .toList());
  }

  /** Labels of configurations of one problem each: the batch size alone may tell them apart. */
  public static Labels ofBatches(List<Row> rows) {
    return new Labels(
        BestConfigurations.countOfValues(rows, "batch_size") > 1
            ? List.of("batch_size")
            : List.of());
  }

  private static boolean hasColumn(Row row, String column) {
    return List.of(row.schema().fieldNames()).contains(column);
  }

  /** The label of a row of {@link BestConfigurations#query}. */
  public String of(Row configuration) {
    return ofOptimizer(configuration)
        + ofSettings(configuration)
        + lost(configuration, "diverged")
        + lost(configuration, "failed");
  }

  /** The optimizer of a row with all its hyperparameters that are worth showing. */
  static String ofOptimizer(Row configuration) {
    StringBuilder label = new StringBuilder(configuration.<String>getAs("optimizer"));
    Arrays.stream(Hyperparameter.values())
        .filter(hyperparameter -> Hyperparameters.isTelling(hyperparameter, configuration))
        .forEach(
            hyperparameter -> label.append(", ").append(chosen(hyperparameter, configuration)));
    return label.toString();
  }

  /** What is chosen of a yes or no is told by its name alone, a schedule by what it is. */
  private static String chosen(Hyperparameter hyperparameter, Row configuration) {
    String column = Hyperparameters.column(hyperparameter);
    String name = column.replace('_', ' ');
    Object value = configuration.getAs(column);
    if (hyperparameter == Hyperparameter.LEARNING_RATE_SCHEDULE) {
      return String.valueOf(value);
    }
    return value instanceof Boolean
        ? name
        : name + " " + (value instanceof Double number ? Digits.six(number) : value);
  }

  /** The label of a row of the baselines. */
  String ofBaseline(Row baseline, double loss) {
    return "MLlib L-BFGS on the whole training set%s: %s"
        .formatted(ofSettings(baseline), Digits.six(loss));
  }

  /** The settings of a row that tell it from others, each after a comma. */
  String ofSettings(Row row) {
    StringBuilder text = new StringBuilder();
    for (String setting : settings) {
      Object value = row.getAs(setting);
      if (value != null) {
        text.append(", %s %s".formatted(WORDS.getOrDefault(setting, setting), value));
      }
    }
    return text.toString();
  }

  private static String lost(Row configuration, String how) {
    long lost = configuration.<Long>getAs(how);
    return lost == 0
        ? ""
        : ": %d of %d seeds %s".formatted(lost, configuration.<Long>getAs("seeds"), how);
  }
}
