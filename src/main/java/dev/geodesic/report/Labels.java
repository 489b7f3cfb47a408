package dev.geodesic.report;

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
record Labels(List<String> settings) {
  private static final List<String> HYPERPARAMETERS = List.of("learning_rate", "reltol", "damping");

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

  private static boolean hasColumn(Row row, String column) {
    return List.of(row.schema().fieldNames()).contains(column);
  }

  /** The label of a row of {@link BestConfigurations#query}. */
  String of(Row configuration) {
    StringBuilder label = new StringBuilder(configuration.<String>getAs("optimizer"));
    for (String parameter : HYPERPARAMETERS) {
      Double value = configuration.getAs(parameter);
      if (value != null && value != 0) {
        label.append(", ").append(parameter.replace('_', ' ')).append(' ');
        label.append(Digits.six(value));
      }
    }
    return label
        .append(settings(configuration))
        .append(lost(configuration, "diverged"))
        .append(lost(configuration, "failed"))
        .toString();
  }

  /** The label of a row of the baselines. */
  String ofBaseline(Row baseline) {
    return "MLlib L-BFGS on the whole training set%s: %s"
        .formatted(settings(baseline), Digits.six(baseline.<Double>getAs("train_loss")));
  }

  private String settings(Row row) {
    StringBuilder text = new StringBuilder();
    for (String setting : settings) {
      text.append(", %s %s".formatted(WORDS.getOrDefault(setting, setting), row.getAs(setting)));
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
