package dev.geodesic.bench;

import java.util.List;

/**
 * The time of a trial-step, in microseconds.
 *
 * @param core the core time, which excludes what the core did for other threads
 * @param clock the elapsed time
 */
public record StepTime(double core, double clock) {
  /** Returns the harmonic mean of the times, which is the mean by throughput. */
  static StepTime mean(List<StepTime> packs) {
    return new StepTime(
        packs.size() / packs.stream().mapToDouble(pack -> 1 / pack.core()).sum(),
        packs.size() / packs.stream().mapToDouble(pack -> 1 / pack.clock()).sum());
  }

  /** Returns the smaller one of two times, separately for core time and elapsed time. */
  StepTime min(StepTime other) {
    return new StepTime(Math.min(core, other.core), Math.min(clock, other.clock));
  }
}
