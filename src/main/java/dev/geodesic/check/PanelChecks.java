package dev.geodesic.check;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import java.util.List;
import java.util.stream.IntStream;

/** Checks of {@link PanelKernels} against loops over samples, trials and units. */
final class PanelChecks {
  private PanelChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("PanelKernels");
    for (Shape n : Shape.ALL) {
      checks.add(n.toString(), s -> scatter(s, n), "scatter");
    }
    for (State state : State.values()) {
      for (Shape n : state == State.PLAIN ? Shape.ALL : List.of(Shape.ODD)) {
        String words = "%s, %s".formatted(n, state);
        checks.add(words, s -> clear(s, n, state), "clear");
        checks.add(words, s -> copy(s, n, state), "copy");
        checks.add(words, s -> copyTrials(s, n, state), "copyTrials");
        checks.add(words, s -> scale(s, n, state), "scale");
        checks.add(words, s -> scaleAndAdd(s, n, state), "scaleAndAdd");
        checks.add(words, s -> add(s, n, state), "add");
        checks.add(words, s -> dot(s, n, state), "dot");
        checks.add(words, s -> dotOfSquares(s, n, state), "dotOfSquares");
      }
    }
    Shape.ALL.forEach(n -> checks.add(n.toString(), s -> quotients(s, n), "quotients"));
    checks.add("numbers of the host", PanelChecks::noQuotients, "quotients");
    return checks.all();
  }

  private static PanelKernels panels(CheckContext s) {
    return s.device().panels();
  }

  private static HostPanel panel(CheckContext s, Shape n, State state) {
    return s.panel(n.batch(), n.trials(), n.outputs(), state);
  }

  /** Returns a second operand, without NaN, as at most one of two operands has a trial of NaN. */
  private static HostPanel other(CheckContext s, Shape n, State state) {
    return panel(s, n, state == State.LOST ? State.PLAIN : state);
  }

  private static void clear(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    Panel panel = s.upload(x);
    panels(s).clear(panel);
    s.unchanged("element", panel, x.map(value -> 0));
  }

  private static void scatter(CheckContext s, Shape n) {
    double[] row = s.random().doubles(n.outputs(), -2, 2).toArray();
    Panel panel = s.garbage(n.batch(), n.trials(), n.outputs());
    panels(s).scatter(row, 0.3, panel);
    double fraction = (Math.sqrt(5) - 1) / 2;
    HostPanel expected =
        HostPanel.of(
            n.batch(),
            n.trials(),
            n.outputs(),
            (b, t, c) -> row[c] + 0.3 * (2 * ((b * n.outputs() + c + 1) * fraction % 1) - 1));
    int numbers = n.batch() * n.outputs();
    s.near(panel, expected, (b, t, c) -> 4 * numbers * Math.ulp(1.0));
  }

  private static void copy(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    Panel source = s.upload(x);
    Panel target = s.garbage(x.batch(), x.trials(), x.width());
    panels(s).copy(source, target);
    panels(s).clear(source);
    s.unchanged("element", target, x);
  }

  /** Checks copies of every second trial, in descending order, and of no trial at all. */
  private static void copyTrials(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    HostPanel y = panel(s, n, State.PLAIN);
    Panel target = s.upload(y);
    int last = n.trials() - 1;
    int[] trials =
        IntStream.rangeClosed(0, last).map(t -> last - t).filter(t -> t % 2 == 0).toArray();
    panels(s).copyTrials(s.upload(x), new int[0], target);
    s.unchanged("element", target, y);
    panels(s).copyTrials(s.upload(x), trials, target);
    HostPanel expected =
        HostPanel.of(
            n.batch(), n.trials(), n.outputs(), (b, t, c) -> (t % 2 == 0 ? x : y).at(b, t, c));
    s.unchanged("element", target, expected);
  }

  private static void scale(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    double[] factors = s.factors(n.trials());
    Panel panel = s.upload(x);
    panels(s).scale(factors, panel);
    s.near(panel, scaled(n, factors, x), Rounding.wide(1));
  }

  private static Sums scaled(Shape n, double[] factors, HostPanel x) {
    return Sums.of(
        n.batch(), n.trials(), n.outputs(), 1, (b, t, c, k) -> factors[t] * x.at(b, t, c));
  }

  private static void scaleAndAdd(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    HostPanel y = other(s, n, state);
    double[] factors = s.factors(n.trials());
    Panel from = s.upload(x);
    Panel to = s.upload(y);
    panels(s).scaleAndAdd(Numbers.of(factors), to, from);
    s.near(to, scaled(n, factors, y).plus(x.values()), Rounding.wide(1));
    s.unchanged("the other panel", from, x);
  }

  private static void add(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    HostPanel y = other(s, n, state);
    double[] factors = s.factors(n.trials());
    Panel from = s.upload(x);
    Panel to = s.upload(y);
    panels(s).add(factors, from, to);
    s.near(to, scaled(n, factors, x).plus(y.values()), Rounding.wide(1));
    s.unchanged("the other panel", from, x);
  }

  private static void dotOfSquares(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    HostPanel y = s.panel(n.batch(), n.trials(), n.outputs() + 1);
    int terms = n.outputs() * (n.outputs() + 1);
    Sums expected =
        Sums.of(
            n.trials(),
            n.batch() * terms,
            (i, j, t, k) -> {
              double left = x.at(k / terms, t, k % n.outputs());
              double right = y.at(k / terms, t, k % terms / n.outputs());
              return left * left * right * right;
            });
    double[] found = panels(s).dotOfSquares(s.upload(y), s.upload(x)).get();
    s.near("trial", found, expected, Rounding.wide(n.batch() * terms));
  }

  private static void dot(CheckContext s, Shape n, State state) {
    HostPanel x = panel(s, n, state);
    HostPanel y = other(s, n, state);
    int width = n.outputs();
    int terms = n.batch() * width;
    Sums expected =
        Sums.of(
            n.trials(),
            terms,
            (i, j, t, k) -> x.at(k / width, t, k % width) * y.at(k / width, t, k % width));
    double[] found = panels(s).dot(s.upload(x), s.upload(y)).get();
    s.near("trial", found, expected, Rounding.wide(terms));
  }

  /** Checks quotients of numbers that the device has not told yet, and as factors of a sum. */
  private static void quotients(CheckContext s, Shape n) {
    HostPanel x = panel(s, n, State.PLAIN);
    HostPanel y = panel(s, n, State.PLAIN);
    Panel left = s.upload(x);
    Panel right = s.upload(y);
    Numbers above = panels(s).dot(left, left);
    Numbers below = panels(s).dot(left, right);
    double[] scales = s.factors(n.trials());
    Numbers quotients = panels(s).quotients(scales, above, below);
    panels(s).add(quotients, left, right);
    nearQuotients(s, quotients.get(), scales, above.get(), below.get());
    s.near(right, scaled(n, quotients.get(), x).plus(y.values()), Rounding.wide(1));
    panels(s).scaleAndAdd(quotients, right, left);
    HostPanel sum =
        HostPanel.of(
            n.batch(),
            n.trials(),
            n.outputs(),
            (b, t, c) -> y.at(b, t, c) + quotients.get()[t] * x.at(b, t, c));
    s.near(right, scaled(n, quotients.get(), sum).plus(x.values()), Rounding.wide(3));
  }

  /** Checks divisors that are not positive, and scales of 0. */
  private static void noQuotients(CheckContext s) {
    double[] above = {1, 1, Double.NaN, 1, 1, -3, Double.MIN_VALUE};
    double[] below = {0, -1, 2, Double.NaN, 2, 1.5, Double.MAX_VALUE};
    double[] scales = {1, 1, 1, 1, 0, 2, 1};
    Numbers quotients = panels(s).quotients(scales, Numbers.of(above), Numbers.of(below));
    nearQuotients(s, quotients.get(), scales, above, below);
  }

  private static void nearQuotients(
      CheckContext s, double[] found, double[] scales, double[] above, double[] below) {
    s.compare().same("count", found.length, scales.length);
    for (int t = 0; t < scales.length; t++) {
      double expected = scales[t] != 0 && below[t] > 0 ? scales[t] * (above[t] / below[t]) : 0;
      s.compare().near("quotient", t, found[t], expected, 4 * Math.ulp(expected));
    }
  }
}
