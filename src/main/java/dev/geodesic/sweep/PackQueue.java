package dev.geodesic.sweep;

import dev.geodesic.sweep.plan.PlannedPack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Hands out packs, as many at a time as make a task worth its cost: a Spark task and a Parquet file
 * cost some milliseconds, a short pack far less. Guided self-scheduling (Polychronopoulos and Kuck,
 * IEEE Transactions on Computers 36, 1987, equation 2): a chunk is no more than a part of what is
 * left, so that no slot waits long for another in the end. What trains in a pack is the same
 * whatever shares its task.
 *
 * <p>Packs may be added while others train; of all that wait, those come first from which the
 * longest way is left.
 */
final class PackQueue {
  /** The longest time of a task of several packs, all of which train again if it is lost. */
  private static final double MOST_SECONDS = 0.5;

  /** Time of a pack in addition to its operations, for arrays, batches, and its row in the file. */
  private static final double SECONDS_A_PACK = 5e-4;

  /** A slot's share of what is left makes at least this many chunks. */
  private static final int SHARE = 4;

  /** How long to wait for packs before asking again whether any may come. */
  private static final Duration WAIT = Duration.ofMillis(100);

  private final List<PlannedPack> packs = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();
  private double secondsLeft;
  private int chunksOut;

  /** Packs that were added together, in the order in which they train. */
  private static final class Batch {
    private int next;
    private final int end;

    Batch(int from, int end) {
      this.next = from;
      this.end = end;
    }
  }

  /** Starts with packs, the longest first. */
  PackQueue(List<PlannedPack> first) {
    add(first);
  }

  /** Adds packs, the longest first. */
  synchronized void add(List<PlannedPack> more) {
    if (!more.isEmpty()) {
      batches.add(new Batch(packs.size(), packs.size() + more.size()));
      packs.addAll(more);
      secondsLeft += more.stream().mapToDouble(PackQueue::seconds).sum();
      notifyAll();
    }
  }

  /** Returns the pack with a number, of those added so far. */
  synchronized PlannedPack get(int number) {
    return packs.get(number);
  }

  /** All packs added so far, by their numbers. */
  synchronized List<PlannedPack> all() {
    return List.copyOf(packs);
  }

  /**
   * Returns the next packs, all of one batch; empty when none is left. If none waits, but others
   * train that may be followed by more, waits for a while, and returns nothing either.
   *
   * @param slots number of slots that share what is left
   */
  synchronized Optional<Chunk> next(int slots) throws InterruptedException {
    long end = System.nanoTime() + WAIT.toNanos();
    while (batches.isEmpty() && chunksOut > 0 && System.nanoTime() < end) {
      wait(WAIT.toMillis());
    }
    Optional<Batch> longest =
        batches.stream()
            .max(Comparator.comparingDouble(batch -> packs.get(batch.next).costToEnd()));
    return longest.map(batch -> take(batch, slots));
  }

  private Chunk take(Batch batch, int slots) {
    double most = Math.min(MOST_SECONDS, secondsLeft / (SHARE * slots));
    int from = batch.next;
    double taken = 0;
    do {
      taken += seconds(packs.get(batch.next));
      batch.next++;
    } while (batch.next < batch.end && taken + seconds(packs.get(batch.next)) <= most);
    if (batch.next == batch.end) {
      batches.remove(batch);
    }
    secondsLeft -= taken;
    chunksOut++;
    return new Chunk(from, batch.next);
  }

  /** Called when a chunk has ended and what follows it has been added. */
  synchronized void ended() {
    chunksOut--;
    notifyAll();
  }

  /** Whether no pack waits and none can be added any more. */
  synchronized boolean isOver() {
    return batches.isEmpty() && chunksOut == 0;
  }

  private static double seconds(PlannedPack pack) {
    return SECONDS_A_PACK + pack.nominalSeconds();
  }
}
