package dev.geodesic.check;

import dev.geodesic.device.KroneckerFactor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Handles eigenvectors that are {@linkplain KroneckerFactor alike}. */
final class Alike {
  private Alike() {}

  /**
   * Replaces the moments along eigenvectors that are alike by their mean; eigenvalues come in any
   * order.
   */
  static void share(double[] moments, double[] eigenvalues) {
    int[] ascending =
        IntStream.range(0, eigenvalues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> eigenvalues[k]))
            .mapToInt(Integer::intValue)
            .toArray();
    double zero = KroneckerFactor.ZERO * Arrays.stream(eigenvalues).max().orElseThrow();
    for (int from = 0, to; from < ascending.length; from = to) {
      double first = eigenvalues[ascending[from]];
      double most = Math.max(zero, first * (1 + KroneckerFactor.EQUAL));
      to = from;
      double sum = 0;
      while (to < ascending.length && (to == from || eigenvalues[ascending[to]] <= most)) {
        sum += moments[ascending[to++]];
      }
      for (int k = from; k < to; k++) {
        moments[ascending[k]] = sum / (to - from);
      }
    }
  }
}
