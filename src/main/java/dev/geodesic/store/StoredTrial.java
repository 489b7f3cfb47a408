package dev.geodesic.store;

import dev.geodesic.store.table.Column;
import dev.geodesic.store.table.CurveColumns;
import dev.geodesic.store.table.ScalarColumn;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A trial that ended, as the results hold it.
 *
 * @param row of {@link TrialColumns#TABLE}, its curve inside
 */
public record StoredTrial(Row row) {
  /** The column of times, in which no two runs agree. */
  private static final String SECONDS = "seconds";

  /**
   * A value that differs when the trial is trained again.
   *
   * @param step of the curve, or {@link #OUTCOME}
   * @param column name of the column
   * @param stored the stored value; absent where there is none
   * @param again the new value; absent where there is none
   */
  public record Difference(
      int step, String column, @Nullable Object stored, @Nullable Object again) {
    /** The {@link #step} of values that do not belong to a curve. */
    public static final int OUTCOME = Integer.MAX_VALUE;

    /** |stored − again| as a part of the larger of them; NaN unless both are numbers. */
    public double relative() {
      return stored instanceof Number a && again instanceof Number b
          ? Math.abs(a.doubleValue() - b.doubleValue())
              / Math.max(Math.abs(a.doubleValue()), Math.abs(b.doubleValue()))
          : Double.NaN;
    }
  }

  /** Whether a row of the trials is of one that ended by itself. */
  public static boolean hasEnded(Row trial) {
    String status = trial.getAs(TrialColumns.STATUS.name());
    return status.equals("COMPLETED") || status.equals("DIVERGED");
  }

  /** Whether a row of the trials is of one that ended by itself or was stopped. */
  public static boolean hasResult(Row trial) {
    return hasEnded(trial) || trial.getAs(TrialColumns.STATUS.name()).equals("STOPPED");
  }

  /** Whether a row of the trials is of one that confirms a choice, and took no part in it. */
  public static boolean isConfirmation(Row trial) {
    return trial.<Boolean>getAs(TrialColumns.CONFIRMATION.name());
  }

  /**
   * Returns the last measured loss of a row of the trials by which configurations are chosen, as
   * {@link CurvePoint#selecting}; null where there is none or it is not finite.
   */
  public static @Nullable Double selectionLoss(Row trial) {
    boolean isValidated = trial.getAs(DataSpec.VALIDATION.key()) != null;
    return trial.getAs(isValidated ? "validation_loss" : "test_loss");
  }

  /** The id of the trial. */
  public String id() {
    return row.getAs("trial_id");
  }

  /** COMPLETED or DIVERGED. */
  public String status() {
    return row.getAs(TrialColumns.STATUS.name());
  }

  /** The parameters of the trial, as {@link dev.geodesic.trial.TrialSpec#parameters} gives them. */
  public SortedMap<String, Object> parameters() {
    return TrialColumns.parameters(row);
  }

  /** What trained it. */
  public Provenance provenance() {
    String host = row.getAs("host");
    return new Provenance(
        row.getAs("pack_id"),
        row.<Integer>getAs("pack_trials"),
        row.<Integer>getAs("halvings"),
        row.<Integer>getAs("attempt"),
        row.<Double>getAs("slot_seconds"),
        host == null
            ? null
            : new Place(
                host,
                row.getAs("gpu"),
                row.getAs("device"),
                Objects.requireNonNullElse(row.<Long>getAs("device_memory"), 0L)));
  }

  /** Whether it took part in a halving. */
  public boolean climbed() {
    return row.getAs("rung") != null;
  }

  /** The step at which a halving stopped it; empty if none did. */
  public OptionalInt stoppedAt() {
    List<Row> curve = curve();
    return status().equals("STOPPED") && !curve.isEmpty()
        ? OptionalInt.of(curve.get(curve.size() - 1).<Integer>getAs("step"))
        : OptionalInt.empty();
  }

  /** Hash of the content of the data set that it trained on. */
  public String dataFingerprint() {
    return row.getAs("data_fingerprint");
  }

  /** The points of its curve, rows of {@link CurveColumns#TABLE}. */
  public List<Row> curve() {
    List<Row> points = row.getList(row.fieldIndex(TrialColumns.CURVE.name()));
    return points == null ? List.of() : points;
  }

  /**
   * Returns every value that would differ in any bit if {@code again} were stored in its place: of
   * the curve step by step and column by column, then of the outcome. Seconds are left out.
   */
  public List<Difference> differences(TrialResult again) {
    List<Difference> differences = new ArrayList<>();
    Map<Integer, Row> stored =
        curve().stream()
            .collect(Collectors.toMap(point -> point.<Integer>getAs("step"), point -> point));
    Map<Integer, CurvePoint> now =
        again.curve().stream().collect(Collectors.toMap(CurvePoint::step, point -> point));
    NavigableSet<Integer> steps = new TreeSet<>(stored.keySet());
    steps.addAll(now.keySet());
    for (int step : steps) {
      add(differences, step, CurveColumns.TABLE.columns(), stored.get(step), now.get(step));
    }
    add(differences, Difference.OUTCOME, outcome(), row, again);
    return differences;
  }

  /** The columns of the outcome. Causes of completed trials, not always stored, are left out. */
  private List<Column<TrialResult>> outcome() {
    return TrialColumns.OUTCOME.stream()
        .filter(
            column ->
                column != TrialColumns.CAUSE
                    || !status().equals(new TrialStatus.Completed().name()))
        .toList();
  }

  private static <T> void add(
      List<Difference> differences,
      int step,
      List<Column<T>> columns,
      @Nullable Row stored,
      @Nullable T again) {
    for (Column<T> column : columns) {
      Object then = valueOf(stored, point -> point.getAs(column.name()));
      Object now = valueOf(again, point -> ((ScalarColumn<T>) column).stored(point));
      if (!column.name().equals(SECONDS) && !Objects.equals(then, now)) {
        differences.add(new Difference(step, column.name(), then, now));
      }
    }
  }

  private static <T> @Nullable Object valueOf(
      @Nullable T row, Function<T, @Nullable Object> column) {
    return row == null ? null : column.apply(row);
  }
}
