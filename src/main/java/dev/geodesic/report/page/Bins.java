package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Intervals of a range, of equal widths or, where the range spans more than a factor of ten, of
 * equal ratios. An interval includes its lower edge; the last one includes both.
 *
 * @param edges ascending, one more than there are intervals
 */
record Bins(List<Double> edges) {
  private static final double LOGARITHMIC = 10;

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

  /** Returns each interval as text. */
  List<String> words(DoubleFunction<String> digits) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      words.add(digits.apply(edges.get(i)) + " – " + digits.apply(edges.get(i + 1)));
    }
    return words;
  }
}
