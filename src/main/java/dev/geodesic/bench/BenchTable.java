package dev.geodesic.bench;

import java.util.List;
import java.util.Locale;

/** The lines of a benchmark's tables. */
public final class BenchTable {
  private static final String CASE = "%-16s %4s %5s %4s";
  private static final String FIGURE = CASE + " %11s %8s %6s %10s %11s %6s  %s";
  private static final String SCALING = CASE + " %11s %14s %9s";

  private BenchTable() {}

  /** What the share of the peak is of. */
  public static String peak(double peak) {
    return number("peak of one core, a float32 product of order 1024: %.1f GFLOP/s", peak);
  }

  /** Over {@link #row(Figure, double)}. */
  public static String header() {
    return FIGURE.formatted(
        "method",
        "side",
        "batch",
        "pack",
        "us a step",
        "GFLOP/s",
        "peak",
        "trials/h",
        "alone",
        "ratio",
        "beside");
  }

  /**
   * A figure.
   *
   * @param peak 10⁹ operations a second
   */
  public static String row(Figure figure, double peak) {
    BenchCase bench = figure.bench();
    return FIGURE.formatted(
        bench.method().confName(),
        bench.side(),
        bench.batch(),
        bench.trials(),
        number("%.1f", figure.microseconds()),
        number("%.1f", figure.gigaflops()),
        number("%.0f %%", 100 * figure.gigaflops() / peak),
        number("%.0f", figure.trialsAnHour()),
        number("%.1f", figure.beside().microseconds()),
        number("%.2f", figure.ratio()),
        figure.beside().what());
  }

  /** Over {@link #row(Scaling)}. */
  public static String scalingHeader(int slots) {
    return SCALING.formatted(
        "method", "side", "batch", "pack", "us a step", slots + " side by side", "speed-up");
  }

  /** A scaling. */
  public static String row(Scaling scaling) {
    BenchCase bench = scaling.bench();
    return SCALING.formatted(
        bench.method().confName(),
        bench.side(),
        bench.batch(),
        bench.trials(),
        number("%.1f", scaling.alone()),
        number("%.1f", scaling.together()),
        number("%.2f", scaling.speedUp()));
  }

  /** Under the scalings of all cases. */
  public static String summary(int slots, List<Scaling> scalings) {
    double[] sorted = scalings.stream().mapToDouble(Scaling::speedUp).sorted().toArray();
    return sorted.length == 0
        ? "nothing measured"
        : String.format(
            Locale.ROOT,
            "%d packs side by side do %.2f times the steps of one: the median of %d cases",
            slots,
            sorted[sorted.length / 2],
            sorted.length);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
