package dev.geodesic.train;

import dev.geodesic.optim.Optimizer.Step;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The curve of one trial while it trains. */
final class TrialRecord {
  private final TrialSpec spec;
  private final List<CurvePoint> curve = new ArrayList<>();
  private TrialStatus status = new TrialStatus.Completed();
  private double seconds;

  /** The last step, where it leaves a point only if no other follows. */
  private @Nullable CurvePoint last;

  TrialRecord(TrialSpec spec) {
    this.spec = spec;
  }

  TrialSpec spec() {
    return spec;
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

  void end(TrialStatus end) {
    this.status = end;
  }

  /** Adds a step; {@code position} is the trial's place among those that took it. */
  void add(
      int number,
      int position,
      double loss,
      Step step,
      double stepSeconds,
      @Nullable Measurement holdout) {
    seconds += stepSeconds;
    last =
        new CurvePoint(
            number,
            loss,
            step.change() == null ? null : step.change().get(position),
            step.curvature() == null ? null : step.curvature().get(position),
            step.crossCheck() == null ? null : step.crossCheck()[position],
            holdout,
            seconds);
    if (spec.schedule().records(number)) {
      curve.add(last);
      last = null;
    }
  }
}
