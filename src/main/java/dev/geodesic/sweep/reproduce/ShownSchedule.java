package dev.geodesic.sweep.reproduce;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.trial.Schedule;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * How often the curves of trials have a point, and which of them are cross-checked. It is no
 * parameter of a trial, and may have been another in each run of a sweep, but the curves show it.
 *
 * @param trials that trained fused
 */
public record ShownSchedule(List<Curve> trials) {
  /**
   * One curve.
   *
   * @param points by step
   * @param isCut whether the trial diverged: then its last point may be there for that reason alone
   */
  private record Curve(NavigableMap<Integer, Row> points, boolean isCut) {
    static Curve of(StoredTrial trial) {
      NavigableMap<Integer, Row> points = new TreeMap<>();
      trial.curve().forEach(row -> points.put(Objects.requireNonNull(row.getAs("step")), row));
      return new Curve(points, trial.status().equals("DIVERGED") && !points.isEmpty());
    }

    /** Steps that have a point whatever became of the trial. */
    IntStream steps() {
      return (isCut ? points.headMap(points.lastKey()) : points)
          .keySet().stream().mapToInt(Integer::intValue);
    }

    boolean has(int step, String column) {
      Row point = points.get(step);
      return point != null && point.getAs(column) != null;
    }

    boolean wentOnTo(int step) {
      return !points.isEmpty() && points.lastKey() >= step;
    }
  }

  /**
   * The schedule under which trials leave the points that these have.
   *
   * @param asked what the parameters tell of it
   * @param pack trials that trained fused
   */
  static Schedule of(Schedule asked, List<StoredTrial> pack) {
    return new ShownSchedule(pack.stream().map(Curve::of).toList()).complete(asked);
  }

  private Schedule complete(Schedule asked) {
    int checks = firstChecked();
    // With the last step alone, which has a point in any case.
    Schedule least = with(asked, checks, asked.steps());
    int records = firstBeyond(least);
    if (records == 0) {
      return with(asked, checks, firstAtAnEnd(least));
    }
    Schedule most = with(asked, checks, records);
    // First-order optimizers have nothing to check, and yet a point where others are checked.
    return checks > 0 ? most : with(asked, firstBeyond(most), records);
  }

  private int firstChecked() {
    return first(
        trials.stream()
            .flatMapToInt(curve -> curve.steps().filter(step -> curve.has(step, "cross_check"))));
  }

  /** The first point that a schedule does not ask for, or 0. */
  private int firstBeyond(Schedule schedule) {
    return first(
        trials.stream().flatMapToInt(Curve::steps).filter(step -> !schedule.records(step)));
  }

  /** Where all trials diverged early: the first of their last points that was asked for, if any. */
  private int firstAtAnEnd(Schedule schedule) {
    int shown =
        first(
            trials.stream()
                .filter(Curve::isCut)
                .mapToInt(curve -> curve.points().lastKey())
                .filter(step -> !schedule.records(step))
                .filter(this::isAskedFor));
    return shown == 0 ? schedule.steps() : shown;
  }

  /** A step that was asked for left a point in every trial that took it, and was measured. */
  private boolean isAskedFor(int step) {
    return trials.stream()
        .filter(curve -> curve.wentOnTo(step))
        .allMatch(curve -> curve.has(step, "step_norm"));
  }

  private static int first(IntStream steps) {
    return steps.min().orElse(0);
  }

  private static Schedule with(Schedule asked, int crossCheckEvery, int recordEvery) {
    return asked
        .with(Schedule.CROSS_CHECK, crossCheckEvery)
        .with(Schedule.RECORD_EVERY, recordEvery);
  }
}
