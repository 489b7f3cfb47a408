package dev.geodesic.sweep.task;

import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a trial ended, as a task reports it to the driver.
 *
 * @param configurationId the id that repetitions over seeds share
 * @param status in which it ended
 * @param holdoutLoss last measured, nats a sample; absent where the trial was lost
 */
public record TrialEnd(String configurationId, TrialStatus status, @Nullable Double holdoutLoss)
    implements Serializable {

  static TrialEnd of(TrialResult result) {
    return new TrialEnd(
        result.trial().configurationId(),
        result.status(),
        result.status() instanceof TrialStatus.Completed
                || result.status() instanceof TrialStatus.Stopped
            ? lastMeasured(result)
            : null);
  }

  private static @Nullable Double lastMeasured(TrialResult result) {
    for (int i = result.curve().size() - 1; i >= 0; i--) {
      CurvePoint.Measurement holdout = result.curve().get(i).holdout();
      if (holdout != null) {
        return holdout.loss();
      }
    }
    return null;
  }
}
