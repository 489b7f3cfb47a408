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
 * Infers from curves how often they were recorded and cross-checked. Neither is a parameter of a
 * trial, and each run of a sweep may have had its own, but the curves show it.
 *
 * @param trials that trained fused
 */
public record ShownSchedule(List<Curve> trials) {
  /**
   * One curve.
   *
   * @param points by step
   * @param isCut whether the trial diverged, which may be the only reason for its last point
   */
  private record Curve(NavigableMap<Integer, Row> points, boolean isCut) {
    static Curve of(StoredTrial trial) {
      NavigableMap<Integer, Row> points = new TreeMap<>();
      trial.curve().forEach(row -> points.put(Objects.requireNonNull(row.getAs("step")), row));
      return new Curve(points, trial.status().equals("DIVERGED") && !points.isEmpty());
    }

    /** The steps that have a point for another reason than that the trial diverged. */
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
   * Returns the schedule under which trials leave the points that these trials have.
   *
   * @param asked the part of the schedule that the parameters hold
   * @param pack trials that trained fused
   */
  static Schedule of(Schedule asked, List<StoredTrial> pack) {
    return new ShownSchedule(pack.stream().map(Curve::of).toList()).complete(asked);
  }

  private Schedule complete(Schedule asked) {
    int checks = firstChecked();
    // The fewest records: only the last step, which always has a point.
    Schedule least = with(asked, checks, asked.steps());
    int records = firstBeyond(least);
    if (records == 0) {
      return with(asked, checks, firstAtAnEnd(least));
    }
    Schedule most = with(asked, checks, records);
    // First-order optimizers have nothing to check, but leave a point where others are checked.
    return checks > 0 ? most : with(asked, firstBeyond(most), records);
  }

  private int firstChecked() {
    return first(
        trials.stream()
            .flatMapToInt(curve -> curve.steps().filter(step -> curve.has(step, "cross_check"))));
  }

  /** Returns the first step with a point that a schedule does not ask for; 0 if there is none. */
  private int firstBeyond(Schedule schedule) {
    return first(
        trials.stream().flatMapToInt(Curve::steps).filter(step -> !schedule.records(step)));
  }

  /** Returns the first of the last points that was asked for, where all trials diverged early. */
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

  /** Whether a step left a point with a measured step in every trial that took it. */
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
