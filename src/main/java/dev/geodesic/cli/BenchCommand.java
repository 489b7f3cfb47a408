package dev.geodesic.cli;

import dev.geodesic.bench.Bench;
import dev.geodesic.bench.Bench.Figure;
import dev.geodesic.data.CacheDirectory;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures training on this machine. */
@Command(
    name = "bench",
    description =
        "Measure a trial-step on one core, on MNIST, by optimizer, solver, side, batch and pack"
            + " size; each figure beside the bare arithmetic, run in the same minute.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {
  private static final String ROW = "%-42s %4s %5s %6s %12s %12s %6s  %s%n";

  @Option(
      names = "--side",
      split = ",",
      defaultValue = "28,14,7",
      description = "Sides of the images in pixels (default: ${DEFAULT-VALUE}).")
  private List<Integer> sides = new ArrayList<>();

  @Option(
      names = "--batch",
      split = ",",
      defaultValue = "16,32",
      description = "Samples a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = new ArrayList<>();

  @Option(
      names = "--pack",
      split = ",",
      defaultValue = "1,16,64",
      description = "Trials fused (default: ${DEFAULT-VALUE}).")
  private List<Integer> packs = new ArrayList<>();

  @Option(
      names = "--seconds",
      defaultValue = "1.5",
      description = "Time for each figure (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Override
  public Integer call() {
    PrintStream out = System.out;
    DataSet data = DataSets.load("mnist", CacheDirectory.ofUser(), out::println);
    Bench bench = new Bench(data, seconds);
    out.println(bench.device());
    out.printf(ROW, "optimizer", "side", "batch", "pack", "us a step", "alone", "ratio", "beside");
    bench.run(Bench.cases(sides, batches, packs), figure -> print(figure, out));
    return 0;
  }

  private static void print(Figure figure, PrintStream out) {
    out.printf(
        ROW,
        figure.bench().method().label(),
        figure.bench().side(),
        figure.bench().batch(),
        figure.bench().trials(),
        String.format(Locale.ROOT, "%.1f", figure.microseconds()),
        String.format(Locale.ROOT, "%.1f", figure.yardstickMicroseconds()),
        String.format(Locale.ROOT, "%.2f", figure.ratio()),
        figure.yardstick());
  }
}
