package dev.geodesic.sweep.course;

import dev.geodesic.sweep.plan.PlannedPack;
import java.util.List;

/**
 * A rung of a ladder, and who is expected to reach it.
 *
 * @param optimizer of the ladder that it belongs to
 * @param bracket of that ladder
 * @param rung its number, from 0
 * @param configurations that compete at it, if none loses all its seeds
 * @param from step of the rung before it; 0 before the first
 * @param to its step
 * @param packs that train to it; of a rung that is not decided yet, with the first configurations
 *     for the best
 */
public record ExpectedRung(
    String optimizer,
    int bracket,
    int rung,
    int configurations,
    int from,
    int to,
    List<PlannedPack> packs) {

  /** The number of trials that train to it. */
  public int trials() {
    return packs.stream().mapToInt(planned -> planned.pack().trials().size()).sum();
  }

  /** Steps of all its trials together, if none diverges. */
  public long trialSteps() {
    return packs.stream().mapToLong(planned -> planned.leg().trialSteps()).sum();
  }

  /** The cost of its packs. */
  public double cost() {
    return packs.stream().mapToDouble(PlannedPack::cost).sum();
  }
}
