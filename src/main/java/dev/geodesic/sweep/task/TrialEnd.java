package dev.geodesic.sweep.task;

import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus;
import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a trial ended, as a task reports it to the driver.
 *
 * @param configurationId the id that repetitions over seeds share
 * @param status in which it ended
 * @param selectionLoss the last measured one of {@link CurvePoint#selecting}, nats a sample; absent
 *     where the trial was lost
 * @param testLoss the same on the holdout
 */
public record TrialEnd(
    String configurationId,
    TrialStatus status,
    @Nullable Double selectionLoss,
    @Nullable Double testLoss)
    implements Serializable {

  static TrialEnd of(TrialResult result) {
    return new TrialEnd(
        result.trial().configurationId(),
        result.status(),
        last(result, CurvePoint::selecting),
        last(result, CurvePoint::holdout));
  }

  private static @Nullable Double last(
      TrialResult result, Function<CurvePoint, CurvePoint.@Nullable Measurement> measurement) {
    if (!(result.status() instanceof TrialStatus.Completed
        || result.status() instanceof TrialStatus.Stopped)) {
      return null;
    }
    for (int i = result.curve().size() - 1; i >= 0; i--) {
      CurvePoint.Measurement measured = measurement.apply(result.curve().get(i));
      if (measured != null) {
        return measured.loss();
      }
    }
    return null;
  }
}
