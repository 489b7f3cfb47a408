package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.util.Collection;
import java.util.Locale;

/**
 * The heap that data sets take in a JVM before anything trains on them. It is a lower bound: with
 * less, a run would fail for lack of memory.
 *
 * @param bytes of heap
 * @param what names the data that take them, for messages
 */
public record HeapNeed(double bytes, String what) {
  /** Bytes that Spark and its threads take. */
  private static final double PROGRAM = 250e6;

  /** The share of the heap, less {@link #RESERVED} bytes, in which Spark keeps broadcast data. */
  private static final double STORAGE = 0.6;

  private static final double RESERVED = 300 << 20;

  /**
   * Spark keeps a data set there only if this many times its size is free; else tasks read a copy.
   */
  private static final double UNROLLING = 1.5;

  /** Factor by which the remedy's memory exceeds the bound, as a heap is never completely full. */
  private static final double MARGIN = 1.1;

  private static final double GIBI = 1 << 30;

  /** Returns the need to hold data sets and send them to executors. */
  public static HeapNeed toHold(Collection<DataSize> sizes) {
    return new HeapNeed(PROGRAM + held(sizes), words(sizes));
  }

  /**
   * Returns the need to hold data sets and train on one of them at a time.
   *
   * @param preparedBytes bytes of the largest prepared data set that a pack trains on
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
   * Refuses data sets that do not fit into a heap.
   *
   * @param data names the data sets, for messages
   * @param where names the JVM, as in {@code this process}
   * @param heap bytes that the JVM may use
   * @param option of spark-submit that gives it more
   * @throws RequestException if the need exceeds the heap
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

  /** Formats bytes as gigabytes, as in {@code 1.5 GB}. */
  static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
