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

  /** The part of the heap, less what Spark reserves, in which Spark keeps broadcast data. */
  private static final double STORAGE = 0.6;

  private static final double RESERVED = 300 << 20;

  /** Spark keeps a data set there if so many times its size are free; else tasks read a copy. */
  private static final double UNROLLING = 1.5;

  /** What the remedy asks for beyond the bound: memory is never filled without a gap. */
  private static final double MARGIN = 1.1;

  private static final double GIBI = 1 << 30;

  /** To hold data sets and send them to executors. */
  public static HeapNeed toHold(Collection<DataSize> sizes) {
    return new HeapNeed(PROGRAM + held(sizes), words(sizes));
  }

  /**
   * To hold data sets and train on one of them at a time.
   *
   * @param preparedBytes of the largest as a pack trains on it
   */
  public static HeapNeed toTrain(Collection<DataSize> sizes, double preparedBytes) {
    double all = sizes.stream().mapToDouble(DataSize::bytes).sum();
    double largest = sizes.stream().mapToDouble(DataSize::bytes).max().orElse(0);
    double once = PROGRAM + held(sizes) + preparedBytes;
    double kept = RESERVED + Math.max(held(sizes), UNROLLING * largest) / STORAGE;
    return new HeapNeed(Math.min(Math.max(once, kept), once + all), words(sizes));
  }

  private static double held(Collection<DataSize> sizes) {
    return sizes.stream().mapToDouble(size -> size.bytes() + size.compressedBytes()).sum();
  }

  private static String words(Collection<DataSize> sizes) {
    return sizes.size() == 1
        ? sizes.iterator().next().toString()
        : "%d data sets".formatted(sizes.size());
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
