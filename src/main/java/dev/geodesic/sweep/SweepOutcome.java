package dev.geodesic.sweep;

import java.util.List;
import java.util.Map;

/**
 * How a run of a sweep ended.
 *
 * @param statuses number of trials by status, those without a result included
 * @param lost a line for each pack that could not be run
 * @param troubles a line for each step after the trials that failed
 * @param isOutOfTime whether the time budget ended before the sweep
 */
public record SweepOutcome(
    Map<String, Long> statuses, List<String> lost, List<String> troubles, boolean isOutOfTime) {
  /** Whether every trial of the sweep ended COMPLETED, DIVERGED or STOPPED. */
  public boolean isWhole() {
    return !statuses.containsKey("FAILED") && !statuses.containsKey("NOT_RUN");
  }
}
