package dev.geodesic.data;

import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.RandomStream;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws batches as indices into the training set. The sequence of batches is a function of order,
 * count, batch size and seed alone. Sample indices form one stream that is cut into batches, so
 * that a batch may straddle two epochs.
 */
public final class BatchSampler {
  private final int[] epoch;
  private final int batchSize;
  private final EpochStart epochStart;
  private int position;

  private BatchSampler(int count, int batchSize, EpochStart epochStart) {
    this.epoch = IntStream.range(0, count).toArray();
    this.batchSize = batchSize;
    this.epochStart = epochStart;
    this.position = count;
  }

  /**
   * Creates a sampler before its first batch.
   *
   * @param count number of training samples
   * @param batchSize samples a batch, in [1, count]
   * @param seed of a trial; without effect on {@link BatchOrder#SEQUENTIAL}
   * @throws IllegalArgumentException if {@code batchSize} is out of range
   */
  public static BatchSampler of(BatchOrder order, int count, int batchSize, long seed) {
    if (batchSize < 1 || batchSize > count) {
      throw new IllegalArgumentException(
          "batch-size must be in [1, %d], got: %d".formatted(count, batchSize));
    }
    return new BatchSampler(
        count,
        batchSize,
        switch (order) {
          case SHUFFLED -> shuffling(seed);
          case SEQUENTIAL -> indices -> {};
        });
  }

  private static EpochStart shuffling(long seed) {
    SplittableRandom random = RandomStream.of("batches", seed);
    return indices -> RandomStream.shuffle(indices, random);
  }

  /** Returns the sample indices of the next batch, {@code [batchSize]}. */
  public int[] next() {
    int[] batch = new int[batchSize];
    for (int filled = 0; filled < batchSize; ) {
      if (position == epoch.length) {
        epochStart.arrange(epoch);
        position = 0;
      }
      int taken = Math.min(batchSize - filled, epoch.length - position);
      System.arraycopy(epoch, position, batch, filled, taken);
      filled += taken;
      position += taken;
    }
    return batch;
  }

  /** Puts all sample indices in the order in which the coming epoch visits them. */
  private interface EpochStart {
    void arrange(int[] indices);
  }
}
