package dev.geodesic.store;

import dev.geodesic.store.summary.SummaryColumns;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.store.table.Column;
import dev.geodesic.store.table.CurveColumns;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.TrialResult;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of {@link Views}, in their order. */
public final class ViewColumns {
  /** The first column of every view, with the name of a row's sweep. */
  public static final String SWEEP = "sweep";

  /** The columns of a trial that each row of its curve repeats. */
  static final List<Column<TrialResult>> OF_TRIAL =
      Stream.of(
              TrialColumns.IDENTITY,
              TrialColumns.PARAMETERS,
              List.of(TrialColumns.STATUS, TrialColumns.CONFIRMATION))
          .<Column<TrialResult>>flatMap(List::stream)
          .toList();

  /** Every column of every view. */
  public static final List<ViewColumn> ALL =
      Stream.of(
              view(
                  Views.TRIALS,
                  TrialColumns.TABLE.columns().stream()
                      .filter(column -> !column.equals(TrialColumns.CURVE))),
              Stream.of(TrainerVersion.COLUMN),
              view(
                  Views.CURVES,
                  Stream.concat(OF_TRIAL.stream(), CurveColumns.TABLE.columns().stream())),
              view(Views.SUMMARY, SummaryColumns.TABLE.columns().stream()),
              view(Views.BASELINES, Baseline.TABLE.columns().stream()))
          .flatMap(columns -> columns)
          .toList();

  /** The parameters of a configuration: hyperparameters and all others but the seed. */
  public static final List<String> PARAMETERS = SummaryColumns.PARAMETERS;

  private ViewColumns() {}

  /** Returns the columns of a view. */
  static StructType type(String view) {
    return DataTypes.createStructType(
        ALL.stream()
            .filter(column -> column.view().equals(view))
            .map(column -> DataTypes.createStructField(column.name(), column.type(), true))
            .toArray(StructField[]::new));
  }

  private static Stream<ViewColumn> view(String name, Stream<? extends Column<?>> columns) {
    return Stream.concat(
        Stream.of(
            new ViewColumn(
                name,
                SWEEP,
                DataTypes.StringType,
                "the results directory: as much of its path as tells several apart")),
        columns.map(
            column -> new ViewColumn(name, column.name(), column.sparkType(), column.meaning())));
  }
}
