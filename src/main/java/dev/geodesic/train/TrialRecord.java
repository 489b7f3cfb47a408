package dev.geodesic.train;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.optim.Optimizer.Step;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The curve and the status of one trial while it trains. */
final class TrialRecord {
  private final Trial trial;
  private final List<CurvePoint> curve = new ArrayList<>();
  private TrialStatus status = new TrialStatus.Completed();
  private double seconds;

  /**
   * The last step if it is not a recorded one: it becomes the curve's last point if no step
   * follows.
   */
  private @Nullable CurvePoint last;

  TrialRecord(Trial trial) {
    this.trial = trial;
  }

  /** Goes on from what was saved. */
  TrialRecord(Trial trial, Saved saved) {
    this.trial = trial;
    this.status = saved.status();
    this.seconds = saved.seconds();
    this.curve.addAll(saved.curve());
    this.last = saved.last();
  }

  Trial trial() {
    return trial;
  }

  List<CurvePoint> curve() {
    List<CurvePoint> points = new ArrayList<>(curve);
    if (last != null) {
      points.add(last);
    }
    return points;
  }

  TrialStatus status() {
    return status;
  }

  /** Whether the trial has not diverged. */
  boolean isAlive() {
    return status instanceof TrialStatus.Completed;
  }

  /** Returns the number of steps taken so far. */
  int steps() {
    List<CurvePoint> points = curve();
    return points.isEmpty() ? 0 : points.get(points.size() - 1).step();
  }

  void end(TrialStatus end) {
    this.status = end;
  }

  /**
   * Adds a step.
   *
   * @param position the trial's index among those that took it
   * @param change of each of them, if it was measured
   */
  void add(
      int number,
      int position,
      double loss,
      Step step,
      @Nullable List<Change> change,
      double stepSeconds,
      @Nullable Measurement holdout,
      @Nullable Measurement validation) {
    seconds += stepSeconds;
    boolean isRecorded = trial.spec().schedule().records(number);
    last =
        new CurvePoint(
            number,
            loss,
            // At other steps it is measured only where another trial of the pack needs it.
            isRecorded && change != null ? change.get(position) : null,
            step.curvature() == null ? null : step.curvature().get(position),
            step.crossCheck() == null ? null : step.crossCheck()[position],
            holdout,
            validation,
            seconds);
    if (isRecorded) {
      curve.add(last);
      last = null;
    }
  }

  /** Writes the curve so far, and how the trial ended if it did. */
  void save(StateWriter out) throws IOException {
    TrialStatus.Diverged end = status instanceof TrialStatus.Diverged d ? d : null;
    out.writePresence(end);
    if (end != null) {
      out.write(end.step());
      out.write(end.trainLoss());
    }
    out.write(seconds);
    out.write(curve.size());
    for (CurvePoint point : curve) {
      SavedPoint.write(point, out);
    }
    out.writePresence(last);
    if (last != null) {
      SavedPoint.write(last, out);
    }
  }

  /**
   * What {@link #save} wrote of a trial.
   *
   * @param status how it ended, or that it did not
   * @param seconds of training
   * @param curve the recorded points
   * @param last the last step, if it is not a recorded one
   */
  record Saved(
      TrialStatus status, double seconds, List<CurvePoint> curve, @Nullable CurvePoint last) {
    static Saved read(StateReader in) throws IOException {
      TrialStatus status =
          in.readPresence()
              ? new TrialStatus.Diverged(in.readInt(), in.readDouble())
              : new TrialStatus.Completed();
      double seconds = in.readDouble();
      List<CurvePoint> curve = new ArrayList<>();
      int points = in.readInt();
      for (int i = 0; i < points; i++) {
        curve.add(SavedPoint.read(in));
      }
      return new Saved(status, seconds, curve, in.readPresence() ? SavedPoint.read(in) : null);
    }

    boolean isAlive() {
      return status instanceof TrialStatus.Completed;
    }
  }
}
