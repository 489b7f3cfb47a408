package dev.geodesic.optim;

import java.util.Arrays;
import java.util.List;

/** Small operations on the trials of a pack. */
final class Trials {
  private Trials() {}

  /** The entries at these positions. */
  static <T> List<T> select(List<T> all, int[] kept) {
    return Arrays.stream(kept).mapToObj(all::get).toList();
  }

  /** One number for each of them. */
  static double[] all(double value, int trials) {
    double[] values = new double[trials];
    Arrays.fill(values, value);
    return values;
  }
}
