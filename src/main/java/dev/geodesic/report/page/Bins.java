package dev.geodesic.report.page;

import dev.geodesic.report.Digits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Intervals of a range, of equal widths or, where the range spans more than a factor of ten, of
 * equal ratios. An interval includes its lower edge; the last one includes both.
 *
 * @param edges ascending, one more than there are intervals
 */
record Bins(List<Double> edges) {
  private static final double LOGARITHMIC = 10;

  private static final int LEAST_DIGITS = 2;

  /** As many as tell any two doubles apart. */
  private static final int MOST_DIGITS = 17;

  /**
   * Divides the range of some numbers.
   *
   * @param values at least two different ones
   * @param count number of intervals
   */
  static Bins of(List<Double> values, int count) {
    double low = Collections.min(values);
    double high = Collections.max(values);
    boolean isLogarithmic = low > 0 && high / low > LOGARITHMIC;
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double part = (double) i / count;
      edges.add(isLogarithmic ? low * Math.pow(high / low, part) : low + part * (high - low));
    }
    edges.add(high);
    return new Bins(List.copyOf(edges));
  }

  int count() {
    return edges.size() - 1;
  }

  /** Returns the number of the interval that holds a value of the range, from 0. */
  int of(double value) {
    int place = Collections.binarySearch(edges, value);
    return Math.min(count() - 1, place < 0 ? Math.max(0, -place - 2) : place);
  }

  /** Returns each interval as text, with as few digits as tell its edges apart. */
  List<String> words() {
    for (int digits = LEAST_DIGITS; ; digits++) {
      List<String> shown = new ArrayList<>();
      for (double edge : edges) {
        shown.add(Digits.significant(edge, digits));
      }
      if (Set.copyOf(shown).size() == shown.size() || digits == MOST_DIGITS) {
        return IntStream.range(0, count())
            .mapToObj(i -> shown.get(i) + " – " + shown.get(i + 1))
            .toList();
      }
    }
  }
}
