package dev.geodesic.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Formats the lines of a benchmark's tables. */
public final class BenchTable {
  private static final String CASE = "%-16s %13s %5s %4s";
  private static final String FIGURE = CASE + " %11s %8s %6s %10s %11s %6s  %s";
  private static final String SCALING = CASE + " %11s %14s %9s %11s %14s %9s";

  private BenchTable() {}

  /** Returns the line with the peak speed, to which the column {@code peak} refers. */
  public static String peak(double peak) {
    return number("peak of one core, a float32 product of order 1024: %.1f GFLOP/s", peak);
  }

  /** Returns the header of the rows of {@link #row(Figure, double)}. */
  public static String header() {
    return FIGURE.formatted(
        "method",
        "data",
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
   * Returns the row of a figure.
   *
   * @param peak the peak speed in 10⁹ operations a second
   */
  public static String row(Figure figure, double peak) {
    BenchCase bench = figure.bench();
    return FIGURE.formatted(
        bench.method().confName(),
        bench.data().words(),
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

  /** Returns the header of the rows of {@link #row(Scaling)}. */
  public static String scalingHeader(int slots) {
    String together = slots + " side by side";
    return SCALING.formatted(
        "method",
        "data",
        "batch",
        "pack",
        "us a step",
        together,
        "speed-up",
        "core us",
        together,
        "speed-up");
  }

  /** Returns the row of a scaling. */
  public static String row(Scaling scaling) {
    BenchCase bench = scaling.bench();
    return SCALING.formatted(
        bench.method().confName(),
        bench.data().words(),
        bench.batch(),
        bench.trials(),
        number("%.1f", scaling.alone().clock()),
        number("%.1f", scaling.together().clock()),
        number("%.2f", scaling.speedUp()),
        number("%.1f", scaling.alone().core()),
        number("%.1f", scaling.together().core()),
        number("%.2f", scaling.coreSpeedUp()));
  }

  /** Returns the line below the rows of all scalings, of which there must be at least one. */
  public static String summary(List<Scaling> scalings) {
    return String.format(
        Locale.ROOT,
        "%d packs side by side do %.2f times the steps of one, %.2f times by core time: the median"
            + " of %d cases",
        scalings.get(0).slots(),
        median(scalings, Scaling::speedUp),
        median(scalings, Scaling::coreSpeedUp),
        scalings.size());
  }

  private static double median(List<Scaling> scalings, ToDoubleFunction<Scaling> value) {
    return scalings.stream().mapToDouble(value).sorted().toArray()[scalings.size() / 2];
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
