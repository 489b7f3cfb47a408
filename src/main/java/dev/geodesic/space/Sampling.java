package dev.geodesic.space;

import dev.geodesic.trial.RandomStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * How the configurations of an optimizer are chosen. A sample depends on the seed, the optimizer's
 * entry and its own number alone: with more samples the first ones stay what they are.
 *
 * @param search how
 * @param samples number of them; 0 for a grid
 * @param seed of the draws; nothing depends on it in a grid
 */
public record Sampling(Search search, int samples, int seed) {
  /** Every combination. */
  public static final Sampling GRID = new Sampling(Search.GRID, 0, 0);

  /** The most axes that may vary in a Sobol sequence: as many as have published directions. */
  public static final int MOST_SOBOL_AXES = 1000;

  /** The bits of a coordinate that are scrambled, as many as samples can tell apart. */
  private static final int BITS = 32;

  boolean isGrid() {
    return search == Search.GRID;
  }

  /**
   * Returns the samples' places on each axis.
   *
   * @param entry name of the optimizer's entry
   * @param keys of the axes that vary
   * @return for each key a coordinate in [0, 1) for each sample
   * @throws IllegalArgumentException if there are more axes than the search can fill
   */
  Map<String, double[]> coordinates(String entry, List<String> keys) {
    return switch (search) {
      case GRID -> throw new IllegalStateException("a grid has no samples");
      case RANDOM -> random(entry, keys);
      case SOBOL -> sobol(entry, keys);
    };
  }

  private SplittableRandom stream(String entry, String key) {
    return RandomStream.of("%s %s %s".formatted(search.confName(), entry, key), seed);
  }

  private Map<String, double[]> random(String entry, Collection<String> keys) {
    Map<String, double[]> coordinates = new HashMap<>();
    for (String key : keys) {
      coordinates.put(key, stream(entry, key).doubles(samples).toArray());
    }
    return coordinates;
  }

  private Map<String, double[]> sobol(String entry, List<String> keys) {
    if (keys.size() > MOST_SOBOL_AXES) {
      throw new IllegalArgumentException(
          "a Sobol sequence must have at most %d axes, got: %d"
              .formatted(MOST_SOBOL_AXES, keys.size()));
    }
    Map<String, double[]> coordinates = new HashMap<>();
    if (keys.isEmpty()) {
      return coordinates;
    }
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(keys.size());
    keys.forEach(key -> coordinates.put(key, new double[samples]));
    List<double[]> axes = keys.stream().map(coordinates::get).toList();
    for (int sample = 0; sample < samples; sample++) {
      double[] point = sequence.nextVector();
      for (int axis = 0; axis < point.length; axis++) {
        axes.get(axis)[sample] = point[axis];
      }
    }
    coordinates.forEach((key, values) -> scramble(values, stream(entry, key).nextLong()));
    return coordinates;
  }

  /**
   * Scrambles the coordinates of one axis: each bit is flipped or not by a draw that the bits
   * before it select (Owen, Randomly permuted (t,m,s)-nets, 1995, section 2). So every dyadic
   * interval gets as many points as before.
   */
  private static void scramble(double[] coordinates, long key) {
    for (int i = 0; i < coordinates.length; i++) {
      long bits = (long) Math.scalb(coordinates[i], BITS);
      long scrambled = 0;
      for (int bit = BITS - 1; bit >= 0; bit--) {
        // The bits before this one after a leading 1: a node of the binary tree of intervals.
        long node = ((1L << BITS) | bits) >>> (bit + 1);
        long flip = new SplittableRandom(key ^ (node * 0x9e3779b97f4a7c15L)).nextLong() & 1;
        scrambled = (scrambled << 1) | (((bits >>> bit) & 1) ^ flip);
      }
      coordinates[i] = Math.scalb(scrambled + 0.5, -BITS);
    }
  }
}
