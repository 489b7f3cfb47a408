package dev.geodesic.store.summary;

import static dev.geodesic.store.table.ColumnType.BOOLEAN;
import static dev.geodesic.store.table.ColumnType.INTEGER;
import static dev.geodesic.store.table.ColumnType.STRING;

import dev.geodesic.store.table.Column;
import dev.geodesic.store.table.ColumnType;
import dev.geodesic.store.table.ScalarColumn;
import dev.geodesic.store.table.Table;
import dev.geodesic.store.table.TrialColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** The columns stored for every configuration and step: statistics over its seeds. */
public final class SummaryColumns {
  static final String CONFIRMATION = TrialColumns.CONFIRMATION.name();
  static final String SEEDS = "seeds";
  static final String DIVERGED = "diverged";

  /** The metrics that have statistics. */
  public static final List<String> METRICS =
      List.of("train_loss", "test_loss", "test_accuracy", "validation_loss");

  private static final List<Column<Row>> PARAMETER_COLUMNS =
      TrialColumns.PARAMETERS.stream()
          .map(column -> (ScalarColumn<?>) column)
          .filter(column -> !column.name().equals("seed"))
          .map(column -> column(column.name(), column.type(), column.meaning()))
          .toList();

  private static final List<Column<Row>> KEY_COLUMNS =
      Stream.of(
              List.of(column("configuration_id", STRING, "what the seeds have in common")),
              PARAMETER_COLUMNS,
              List.of(
                  column(
                      CONFIRMATION,
                      BOOLEAN,
                      "whether the seeds are those that confirm the choice, or those of the search"),
                  column("step", INTEGER, "mini-batches seen, from 1"),
                  column(SEEDS, INTEGER, "trials of this configuration that ended, of this kind"),
                  column(DIVERGED, INTEGER, "of these, diverged at or before this step")))
          .flatMap(List::stream)
          .toList();

  /** The columns of a configuration's parameters: all but the seed. */
  public static final List<String> PARAMETERS =
      PARAMETER_COLUMNS.stream().map(Column::name).toList();

  static final List<String> KEYS = KEY_COLUMNS.stream().map(Column::name).toList();

  /** The table with one row for each configuration and step. */
  public static final Table<Row> TABLE = new Table<>("summary", withStatistics());

  private SummaryColumns() {}

  private static List<Column<Row>> withStatistics() {
    List<Column<Row>> columns = new ArrayList<>(KEY_COLUMNS);
    for (String metric : METRICS) {
      for (Column<?> field : SeedStatistics.COLUMNS) {
        columns.add(
            column(
                metric + "_" + field.name(),
                ((ScalarColumn<?>) field).type(),
                field.meaning().formatted(metric)));
      }
    }
    return columns;
  }

  private static Column<Row> column(String name, ColumnType type, String meaning) {
    return new ScalarColumn<>(name, type, meaning, row -> row.getAs(name));
  }
}
