package dev.geodesic.space;

import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.Require;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Evenly spaced values from {@code from} to {@code to}, both included.
 *
 * @param from first value
 * @param to last value
 * @param points how many, at least 2
 * @param scale even in the values, or even in their logarithms
 */
public record Range(double from, double to, int points, Scale scale) {
  /** Ten digits name a hyperparameter; more would be rounding noise, as in 0.30000000000000004. */
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
    return IntStream.range(0, points).mapToObj(i -> round(at((double) i / (points - 1)))).toList();
  }

  private double at(double share) {
    return scale == Scale.LOG
        ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)))
        : from + share * (to - from);
  }

  private static double round(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
