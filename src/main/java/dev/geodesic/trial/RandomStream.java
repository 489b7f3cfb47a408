package dev.geodesic.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers that depend on a purpose and a seed alone, and are the same on every machine.
 * Streams of one seed for different purposes are independent of each other.
 */
public final class RandomStream {
  private RandomStream() {}

  /**
   * Returns a stream.
   *
   * @param purpose a word or two that separate streams of the same seed
   * @param seed a trial's seed
   */
  public static SplittableRandom of(String purpose, long seed) {
    byte[] text = (purpose + "\n" + seed).getBytes(StandardCharsets.UTF_8);
    return new SplittableRandom(ByteBuffer.wrap(ContentHash.digest().digest(text)).getLong());
  }

  /** Puts {@code values} in a uniformly random order (Fisher and Yates). */
  public static void shuffle(int[] values, SplittableRandom random) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }
}
