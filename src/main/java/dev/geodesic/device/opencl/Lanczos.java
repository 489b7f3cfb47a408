package dev.geodesic.device.opencl;

import dev.geodesic.device.Numbers;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Largest eigenvalues by Lanczos iteration; see {@code lanczos.cl}. */
final class Lanczos {
  private Lanczos() {}

  /**
   * Returns the largest eigenvalue of each matrix.
   *
   * @param matrices {@code [count, order, order]}, both triangles
   */
  static Numbers largest(Gear gear, Buffer matrices, int order, int count, double tolerance) {
    Arena.Place largest = gear.numbers(count);
    gear.launch("lanczos")
        .with(matrices)
        .with(order)
        .with(gear.constant(start(order)))
        .with(tolerance)
        .with(gear.pool().lendDoubles(3L * order * count))
        .with(largest)
        .groups(count);
    return largest;
  }

  /** Returns any fixed vector of norm 1 with a part in every direction. */
  private static double[] start(int order) {
    double[] start = new SplittableRandom(order).doubles(order, -1, 1).toArray();
    double norm = Math.sqrt(Arrays.stream(start).map(x -> x * x).sum());
    Arrays.setAll(start, i -> start[i] / norm);
    return start;
  }
}
