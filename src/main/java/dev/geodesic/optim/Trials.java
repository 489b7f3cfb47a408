package dev.geodesic.optim;

import java.util.Arrays;
import java.util.List;

/** Small operations on the trials of a pack. */
final class Trials {
  private Trials() {}

  /** Returns the entries of {@code all} at the positions {@code kept}. */
  static <T> List<T> select(List<T> all, int[] kept) {
    return Arrays.stream(kept).mapToObj(all::get).toList();
  }

  /** Returns an array with {@code value} for each of {@code trials} trials. */
  static double[] all(double value, int trials) {
    double[] values = new double[trials];
    Arrays.fill(values, value);
    return values;
  }
}
