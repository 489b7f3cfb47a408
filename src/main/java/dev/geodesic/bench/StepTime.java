package dev.geodesic.bench;

import java.util.List;

/**
 * What a trial-step takes, in microseconds.
 *
 * @param core of the time of the core that it ran on: what the core did for others does not count
 * @param clock by the clock
 */
public record StepTime(double core, double clock) {
  /** The mean by throughput. */
  static StepTime mean(List<StepTime> packs) {
    return new StepTime(
        packs.size() / packs.stream().mapToDouble(pack -> 1 / pack.core()).sum(),
        packs.size() / packs.stream().mapToDouble(pack -> 1 / pack.clock()).sum());
  }

  /** The faster of two, by each measure. */
  StepTime min(StepTime other) {
    return new StepTime(Math.min(core, other.core), Math.min(clock, other.clock));
  }
}
