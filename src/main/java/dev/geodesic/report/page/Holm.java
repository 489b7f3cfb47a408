package dev.geodesic.report.page;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction of p-values for multiple tests (Holm 1979, A Simple Sequentially Rejective
 * Multiple Test Procedure). Rejecting all hypotheses whose corrected value is below a level makes
 * one or more false rejections with at most that probability, even if the tests depend on each
 * other.
 */
final class Holm {
  private Holm() {}

  /** Returns the corrected probabilities in the order of those given. */
  static List<Double> corrected(List<Double> probabilities) {
    int count = probabilities.size();
    int[] ascending =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing(probabilities::get))
            .mapToInt(Integer::intValue)
            .toArray();
    Double[] corrected = new Double[count];
    double largest = 0;
    for (int rank = 0; rank < count; rank++) {
      largest = Math.max(largest, (count - rank) * probabilities.get(ascending[rank]));
      corrected[ascending[rank]] = Math.min(1, largest);
    }
    return Arrays.asList(corrected);
  }
}
