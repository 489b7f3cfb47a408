package dev.geodesic.space;

import dev.geodesic.parameter.ConfName;
import dev.geodesic.parameter.Require;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Evenly spaced values from {@code from} to {@code to}; both ends are included exactly.
 *
 * @param from first value; &gt; 0 on a logarithmic scale
 * @param to last value, larger than the first
 * @param points number of values, at least 2
 * @param scale whether the values are evenly spaced or their logarithms
 */
public record Range(double from, double to, int points, Scale scale) {
  /**
   * Values between the ends are rounded to ten digits, as more would be rounding noise, as in
   * 0.30000000000000004, unless they lie closer together than that.
   */
  private static final MathContext DIGITS = new MathContext(10);

  /** How a range is spaced. */
  public enum Scale implements ConfName {
    LINEAR,
    LOG
  }

  public Range {
    Require.atLeast("points", 2, points);
    if (!(from < to)) {
      throw new IllegalArgumentException(
          "from must be < to, got: from %s, to %s".formatted(from, to));
    }
    if (scale == Scale.LOG) {
      Require.positive("from", from);
    }
  }

  /** The values, ascending. */
  public List<Double> values() {
    List<Double> rounded = values(Range::round);
    return isAscending(rounded) ? rounded : values(this::within);
  }

  private List<Double> values(DoubleUnaryOperator between) {
    List<Double> values = new ArrayList<>();
    values.add(from);
    for (int i = 1; i < points - 1; i++) {
      values.add(between.applyAsDouble(at((double) i / (points - 1))));
    }
    values.add(to);
    return List.copyOf(values);
  }

  private static boolean isAscending(List<Double> values) {
    return IntStream.range(1, values.size()).allMatch(i -> values.get(i - 1) < values.get(i));
  }

  private double at(double share) {
    return scale == Scale.LOG
        ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)))
        : from + share * (to - from);
  }

  /** Clamps a value to the range, which rounding in the logarithm may have left. */
  private double within(double value) {
    return Math.min(to, Math.max(from, value));
  }

  private static double round(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
