package dev.geodesic.cli;

import dev.geodesic.bench.Bench;
import dev.geodesic.bench.BenchData;
import dev.geodesic.bench.BenchGrid;
import dev.geodesic.bench.BenchTable;
import dev.geodesic.bench.Method;
import dev.geodesic.bench.Scaling;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.machine.CacheDirectory;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures training on this machine. */
@Command(
    name = BenchCommand.NAME,
    description = {
      "Measure a trial-step on one core, on MNIST or random data, by method, batch and pack size.",
      "",
      "A figure is the median step in microseconds a trial, of a core's time, without what a busy"
          + " machine's core does for others meanwhile; the floating-point operations that a"
          + " step cannot do without, a second, and as a part of what a large float32 product"
          + " reaches; the trials of 1000 steps that an hour of one core trains; and beside it the"
          + " bare arithmetic that dominates the step, by BLAS or LAPACK in the same minute."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nMethods:%n")
final class BenchCommand implements Callable<Integer> {
  static final String NAME = "bench";

  /** The side of MNIST's images. */
  private static final int MOST_SIDE = 28;

  private static final int MOST_BATCH = 60_000;
  private static final int MOST_PACK = 100_000;
  private static final int MOST_STEPS = 1_000_000;
  private static final int MOST_SLOTS = 1024;
  private static final int MOST_SECONDS = 3600;

  private static final List<String> EXAMPLES =
      List.of(
          "",
          "Examples:",
          "  geodesic bench",
          "  geodesic bench --method sgd,closed-form --side 14 --batch 16 --pack 64",
          "  geodesic bench --generated 784:62,50000:2:74 --method sgd,cg --batch 32 --pack 16",
          "  geodesic bench --method damped --slots 2");

  @Option(
      names = "--method",
      split = ",",
      paramLabel = "METHOD",
      converter = MethodConverter.class,
      description = "What to measure, of the methods below (default: all).")
  private List<Method> methods = List.of(Method.values());

  @Option(
      names = "--side",
      split = ",",
      paramLabel = "N",
      defaultValue = "28,14,7",
      description = "Sides of the images in pixels (default: ${DEFAULT-VALUE}).")
  private List<Integer> sides = new ArrayList<>();

  @Option(
      names = "--generated",
      split = ",",
      paramLabel = "F:C[:N]",
      converter = GeneratedConverter.class,
      description =
          "Random data instead of MNIST, of F features and C classes; with N, only N features of a"
              + " sample are not 0, and it is held sparse. Its figures stand beside the products of"
              + " dense samples.")
  private List<BenchData.Generated> generated = new ArrayList<>();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "16,32,128",
      description = "Samples a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = new ArrayList<>();

  @Option(
      names = "--pack",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,16,64",
      description = "Trials fused (default: ${DEFAULT-VALUE}).")
  private List<Integer> packs = new ArrayList<>();

  @Option(
      names = "--record-every",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Steps between two points of a curve (default: ${DEFAULT-VALUE}). What a step did is"
              + " measured for a point alone.")
  private int recordEvery;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Packs side by side, each on a thread of its own. With more than one (default:"
              + " ${DEFAULT-VALUE}) the figures are what they gain over one: by the clock, for which"
              + " the machine must be idle, and by the time of their cores.")
  private int slots;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1.5",
      description = "Time for each figure (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Spec private @Nullable CommandSpec spec;

  /** Adds a list of the methods to the help of {@code command}. */
  static void describeMethods(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .footer(
            Stream.concat(
                    Arrays.stream(Method.values())
                        .map(
                            method -> "  %-16s  %s".formatted(method.confName(), method.meaning())),
                    EXAMPLES.stream())
                .toArray(String[]::new));
  }

  /** Takes a method by its name. */
  private static final class MethodConverter extends ConfNameConverter<Method> {
    private MethodConverter() {
      super(Method.class);
    }
  }

  /** Takes the shape of random data. */
  private static final class GeneratedConverter
      implements CommandLine.ITypeConverter<BenchData.Generated> {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,7}):(\\d{1,7})(?::(\\d{1,7}))?");

    @Override
    public BenchData.Generated convert(String value) {
      Matcher shape = SHAPE.matcher(value);
      if (!shape.matches()) {
        throw new CommandLine.TypeConversionException(
            "must be FEATURES:CLASSES or FEATURES:CLASSES:NONZEROS, got: " + value);
      }
      int features = Integer.parseInt(shape.group(1));
      String nonzeros = shape.group(3);
      try {
        return new BenchData.Generated(
            features,
            Integer.parseInt(shape.group(2)),
            nonzeros == null ? features : Integer.parseInt(nonzeros));
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public Integer call() {
    check();
    PrintStream out = System.out;
    DataSet data = DataSets.load("mnist", CacheDirectory.ofUser(), out::println);
    Bench bench = new Bench(data, seconds);
    List<? extends BenchData> shapes =
        generated.isEmpty() ? sides.stream().map(BenchData.Digits::new).toList() : generated;
    BenchGrid grid = BenchGrid.of(methods, shapes, batches, packs, recordEvery);
    out.println(bench.device());
    grid.explanations().forEach(out::println);
    if (slots == 1) {
      measure(bench, grid, out);
    } else {
      scale(bench, grid, out);
    }
    return 0;
  }

  private void check() {
    requirePositive("--side", sides, MOST_SIDE);
    requirePositive("--batch", batches, MOST_BATCH);
    requirePositive("--pack", packs, MOST_PACK);
    requirePositive("--record-every", List.of(recordEvery), MOST_STEPS);
    requirePositive("--slots", List.of(slots), MOST_SLOTS);
    requirePositive("--seconds", List.of(seconds), MOST_SECONDS);
  }

  private void requirePositive(String option, List<? extends Number> values, int most) {
    for (Number value : values) {
      if (!(value.doubleValue() > 0 && value.doubleValue() <= most)) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "%s must be > 0 and <= %d, got: %s".formatted(option, most, value));
      }
    }
  }

  private static void measure(Bench bench, BenchGrid grid, PrintStream out) {
    double peak = bench.peak();
    out.println(BenchTable.peak(peak));
    out.println(BenchTable.header());
    bench.run(grid.cases(), figure -> out.println(BenchTable.row(figure, peak)));
  }

  private void scale(Bench bench, BenchGrid grid, PrintStream out) {
    List<Scaling> all = new ArrayList<>();
    out.println(BenchTable.scalingHeader(slots));
    bench.scale(
        grid.cases(),
        slots,
        scaling -> {
          all.add(scaling);
          out.println(BenchTable.row(scaling));
        });
    if (!all.isEmpty()) {
      out.println(BenchTable.summary(all));
    }
  }
}
