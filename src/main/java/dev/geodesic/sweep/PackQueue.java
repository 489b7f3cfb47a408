package dev.geodesic.sweep;

import dev.geodesic.sweep.plan.SweepPlan.PlannedPack;
import java.util.List;
import java.util.Optional;

/**
 * Hands out the packs of a plan, as many at a time as make a task worth its cost: a Spark task and
 * a Parquet file cost some milliseconds, a short pack far less. Guided self-scheduling
 * (Polychronopoulos and Kuck, IEEE Transactions on Computers 36, 1987, equation 2): a chunk is no
 * more than a part of what is left, so that no slot waits long for another in the end. What trains
 * in a pack is the same whatever shares its task.
 */
final class PackQueue {
  /** The longest time of a task of several packs, all of which train again if it is lost. */
  private static final double MOST_SECONDS = 0.5;

  /** Time of a pack in addition to its operations, for arrays, batches, and its row in the file. */
  private static final double SECONDS_A_PACK = 5e-4;

  /** A slot's share of what is left makes at least this many chunks. */
  private static final int SHARE = 4;

  /** Seconds that the packs from each place to the end will take, by their operations. */
  private final double[] left;

  private int next;

  PackQueue(List<PlannedPack> packs) {
    left = new double[packs.size() + 1];
    for (int number = packs.size() - 1; number >= 0; number--) {
      left[number] = left[number + 1] + SECONDS_A_PACK + packs.get(number).nominalSeconds();
    }
  }

  /**
   * Returns the next packs in the order of the plan; empty when none is left.
   *
   * @param slots number of slots that share what is left
   */
  synchronized Optional<Chunk> next(int slots) {
    int from = next;
    if (from == left.length - 1) {
      return Optional.empty();
    }
    double most = Math.min(MOST_SECONDS, left[from] / (SHARE * slots));
    next++;
    while (next < left.length - 1 && left[from] - left[next + 1] <= most) {
      next++;
    }
    return Optional.of(new Chunk(from, next));
  }
}
