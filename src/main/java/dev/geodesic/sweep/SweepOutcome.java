package dev.geodesic.sweep;

import java.util.List;
import java.util.Map;

/**
 * How a run of a sweep ended.
 *
 * @param statuses number of trials in the store by status
 * @param lost a line for each pack that could not be run
 */
public record SweepOutcome(Map<String, Long> statuses, List<String> lost) {
  /** Whether every trial of the sweep ended COMPLETED or DIVERGED. */
  public boolean isWhole() {
    return lost.isEmpty() && !statuses.containsKey("FAILED");
  }
}
