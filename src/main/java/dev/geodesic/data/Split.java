package dev.geodesic.data;

import dev.geodesic.trial.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The split of a training set into samples to train on and samples held out, as ascending indices
 * in file order. Every sample is in exactly one part.
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record Split(int[] train, int[] holdout) {

  /** Holds out a uniformly random part, the same for all trials. */
  static Split of(double fraction, int count) {
    int[] order = IntStream.range(0, count).toArray();
    RandomStream.shuffle(order, RandomStream.of("holdout", 0));
    int held = holdoutCount(fraction, count);
    return new Split(
        sorted(Arrays.copyOfRange(order, held, count)), sorted(Arrays.copyOf(order, held)));
  }

  /**
   * Returns the fraction of {@code count}, rounded to whole samples, with at least one sample in
   * either part.
   */
  static int holdoutCount(double fraction, int count) {
    return (int) Math.max(1, Math.min(count - 1, Math.round(fraction * count)));
  }

  private static int[] sorted(int[] indices) {
    Arrays.sort(indices);
    return indices;
  }
}
