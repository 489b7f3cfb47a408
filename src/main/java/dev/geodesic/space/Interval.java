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
 * The numbers from {@code from} to {@code to}, both included.
 *
 * @param from least number; &gt; 0 on a logarithmic scale
 * @param to largest number, larger than the least
 * @param scale whether equal parts of the interval have equal lengths, or equal ratios of their
 *     ends
 */
public record Interval(double from, double to, Scale scale) {
  /**
   * Points between the ends are rounded to ten digits, as more would be rounding noise, as in
   * 0.30000000000000004, unless they lie closer together than that.
   */
  private static final MathContext DIGITS_OF_POINTS = new MathContext(10);

  /** Numbers that are drawn are rounded to as many digits as people copy without a mistake. */
  private static final MathContext DIGITS_OF_DRAWS = new MathContext(6);

  /** An interval is rounded where it holds so many numbers of {@link #DIGITS_OF_DRAWS} at least. */
  private static final double MANY = 1e4;

  /** How an interval is divided. */
  public enum Scale implements ConfName {
    LINEAR,
    LOG
  }

  public Interval {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          "from must be < to, got: from %s, to %s".formatted(from, to));
    }
    if (scale == Scale.LOG) {
      Require.positive("from", from);
    }
  }

  /**
   * Returns {@code count} numbers that divide the interval evenly, both ends among them, ascending.
   *
   * @param count at least 2
   */
  public List<Double> points(int count) {
    Require.atLeast("points", 2, count);
    List<Double> rounded = points(count, value -> rounded(value, DIGITS_OF_POINTS));
    return isAscending(rounded) ? rounded : points(count, this::within);
  }

  private List<Double> points(int count, DoubleUnaryOperator between) {
    List<Double> values = new ArrayList<>();
    values.add(from);
    for (int i = 1; i < count - 1; i++) {
      values.add(between.applyAsDouble(at((double) i / (count - 1), to)));
    }
    values.add(to);
    return List.copyOf(values);
  }

  private static boolean isAscending(List<Double> values) {
    return IntStream.range(1, values.size()).allMatch(i -> values.get(i - 1) < values.get(i));
  }

  /**
   * Returns the number up to which a share of the interval lies, rounded to six digits where that
   * leaves enough numbers to choose from.
   *
   * @param share in [0, 1)
   */
  public double draw(double share) {
    double exact = within(at(share, to));
    double step =
        Math.max(Math.abs(from), Math.abs(to)) / Math.pow(10, DIGITS_OF_DRAWS.getPrecision());
    return (to - from) / step >= MANY ? within(rounded(exact, DIGITS_OF_DRAWS)) : exact;
  }

  /**
   * Returns the whole number up to which a share of the interval's whole numbers lies. Its ends
   * must be whole.
   *
   * @param share in [0, 1)
   */
  public int drawWhole(double share) {
    return (int) Math.min(to, Math.floor(at(share, to + 1)));
  }

  /** Returns the number that divides the interval up to {@code end} in the ratio of a share. */
  private double at(double share, double end) {
    return scale == Scale.LOG
        ? Math.exp(Math.log(from) + share * (Math.log(end) - Math.log(from)))
        : from + share * (end - from);
  }

  /** Clamps a value to the interval, which rounding may have left. */
  private double within(double value) {
    return Math.min(to, Math.max(from, value));
  }

  private static double rounded(double value, MathContext digits) {
    return new BigDecimal(value).round(digits).doubleValue();
  }
}
