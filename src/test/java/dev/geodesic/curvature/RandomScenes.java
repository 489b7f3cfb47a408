package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Batches and weights as they come, and as nobody wishes them to. */
final class RandomScenes {
  private RandomScenes() {}

  /** What is out of the ordinary in a batch. */
  enum Oddity {
    NONE,
    /** The second half repeats the first, digits and all. */
    REPEATED,
    /** The second half repeats the images of the first under other labels. */
    CONTRADICTED,
    /** Every other image is empty. */
    SOME_EMPTY,
    ALL_EMPTY,
    /** One image, again and again. */
    IDENTICAL,
    /** One label alone. */
    ONE_LABEL,
    /** Every pixel 0 or 1, most of them 0. */
    SPARSE
  }

  /** A batch and the weights to see it with. */
  record Recipe(int side, int batch, int classes, double scale, Oddity oddity, long seed) {

    Scene on(Device device) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] x = new float[batch][side * side];
      int[] labels = new int[batch];
      for (int b = 0; b < batch; b++) {
        for (int i = 0; i < x[b].length; i++) {
          x[b][i] =
              oddity == Oddity.SPARSE
                  ? (random.nextInt(4) == 0 ? 1 : 0)
                  : (float) random.nextDouble();
        }
        labels[b] = random.nextInt(classes);
      }
      makeOdd(x, labels);
      return Scene.of(device, x, labels, classes, scale, seed);
    }

    private void makeOdd(float[][] x, int[] labels) {
      for (int b = 0; b < batch; b++) {
        switch (oddity) {
          case REPEATED, CONTRADICTED -> {
            int first = b % ((batch + 1) / 2);
            x[b] = x[first].clone();
            labels[b] =
                (labels[first] + (oddity == Oddity.REPEATED || b == first ? 0 : 1)) % classes;
          }
          case SOME_EMPTY -> Arrays.fill(x[b], b % 2 == 0 ? x[b][0] : 0);
          case ALL_EMPTY -> Arrays.fill(x[b], 0);
          case IDENTICAL -> x[b] = x[0].clone();
          case ONE_LABEL -> labels[b] = 0;
          case NONE, SPARSE -> {}
        }
      }
    }
  }

  /** From 4 to 36 pixels, so that a batch may be larger than its images or the other way round. */
  static Arbitrary<Recipe> recipes() {
    return Combinators.combine(
            Arbitraries.integers().between(2, 6),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(2, 10),
            Arbitraries.of(0.0, 0.1, 1.0, 3.0, 10.0, 30.0),
            Arbitraries.of(Oddity.class),
            Arbitraries.longs())
        .as(Recipe::new);
  }
}
