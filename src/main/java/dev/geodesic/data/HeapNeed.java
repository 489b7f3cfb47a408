package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.util.Collection;
import java.util.Locale;

/**
 * The memory that data sets take of a JVM before anything trains on them. It is a lower bound: what
 * needs more than there is, fails.
 *
 * @param bytes of heap
 * @param what takes them, in words
 */
public record HeapNeed(double bytes, String what) {
  /** Spark, its threads and what they hold. */
  private static final double PROGRAM = 250e6;

  /** The part of the heap, less what Spark reserves, that broadcast data may take. */
  private static final double STORAGE = 0.6;

  private static final double RESERVED = 300 << 20;

  /** What the remedy asks for beyond the bound: memory is never filled without a gap. */
  private static final double MARGIN = 1.1;

  private static final double GIBI = 1 << 30;

  /** To hold data sets and send them to executors. */
  public static HeapNeed toHold(Collection<DataSize> sizes) {
    return of(sizes, 0);
  }

  /**
   * To hold data sets and train on one of them at a time.
   *
   * @param preparedBytes of the largest as a pack trains on it
   */
  public static HeapNeed toTrain(Collection<DataSize> sizes, double preparedBytes) {
    return of(sizes, preparedBytes);
  }

  private static HeapNeed of(Collection<DataSize> sizes, double preparedBytes) {
    double held = sizes.stream().mapToDouble(size -> size.bytes() + size.compressedBytes()).sum();
    return new HeapNeed(
        Math.max(PROGRAM + held + preparedBytes, RESERVED + held / STORAGE),
        sizes.size() == 1
            ? sizes.iterator().next().toString()
            : "%d data sets".formatted(sizes.size()));
  }

  /**
   * Refuses what does not fit.
   *
   * @param where the JVM is, as in {@code this process}
   * @param heap bytes that it may use
   * @param option of spark-submit that gives it more
   * @throws RequestException if it needs more
   */
  public void require(String data, String where, long heap, String option) {
    if (bytes > heap) {
      throw new RequestException(
          "Cannot hold %s: %s need %s of memory, and %s has %s; give it more with %s %.0fg"
              .formatted(
                  data,
                  what,
                  gigabytes(bytes),
                  where,
                  gigabytes((double) heap),
                  option,
                  Math.ceil(bytes * MARGIN / GIBI)));
    }
  }

  /** {@code bytes} in words. */
  static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
