package dev.geodesic.data;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The split of a training set, as ascending indices in file order. Every sample is in exactly one
 * part. The draws are uniformly random, and the same for all trials.
 *
 * @param train samples to train on
 * @param validation samples to choose configurations by; often none
 * @param holdout samples to measure on; none where the data set has a test set of its own for that
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record Split(int[] train, int[] validation, int[] holdout) {

  /**
   * Takes the holdout from the training set, and the validation samples from what is left.
   *
   * @param count of samples in the training set
   */
  static Split of(DataSpec.Prepared spec, int count) {
    Draw holdout =
        draw(
            spec.holdout() instanceof Holdout.Fraction held ? held.fraction() : 0,
            "holdout",
            IntStream.range(0, count).toArray());
    Draw validation = draw(spec.validation(), "validation", holdout.left);
    return new Split(validation.left, validation.drawn, holdout.drawn);
  }

  /** The samples that a draw takes, and those that it leaves. */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  private record Draw(int[] drawn, int[] left) {}

  private static Draw draw(double fraction, String purpose, int[] samples) {
    if (fraction == 0) {
      return new Draw(new int[0], samples);
    }
    int[] order = samples.clone();
    RandomStream.shuffle(order, RandomStream.of(purpose, 0));
    int count = count(fraction, order.length);
    return new Draw(
        sorted(Arrays.copyOf(order, count)),
        sorted(Arrays.copyOfRange(order, count, order.length)));
  }

  /**
   * Returns the fraction of {@code count}, rounded to whole samples, with at least one sample in
   * either part.
   */
  private static int count(double fraction, int count) {
    return (int) Math.max(1, Math.min(count - 1, Math.round(fraction * count)));
  }

  private static int[] sorted(int[] indices) {
    Arrays.sort(indices);
    return indices;
  }
}
