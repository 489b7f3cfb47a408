package dev.geodesic.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program: parses the command line, runs one command, and turns its end into an exit code. */
@Command(
    name = "geodesic",
    description = "An overnight experiment runner for natural-gradient training, on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      ReportCommand.class,
      QueryCommand.class,
      CompareCommand.class,
      ReproduceCommand.class,
      DataCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every trial ended COMPLETED or DIVERGED",
      "1:some trial FAILED or could not be run, or the program met an error of its own",
      "2:the request is wrong: usage, conf, data or results directory",
      "3:the time budget ended before the sweep; the same command goes on",
      "130:interrupted; what was finished is kept, and the same command goes on"
    })
public final class Geodesic implements Runnable {
  /** Some trial failed, or the program itself did. */
  static final int FAILED = 1;

  /** The request is wrong. */
  static final int WRONG_REQUEST = CommandLine.ExitCode.USAGE;

  /** The time budget ended first, and nothing else was wrong. */
  static final int OUT_OF_TIME = 3;

  /** Somebody asked the program to end, as a shell counts an interrupt from the keyboard. */
  static final int INTERRUPTED = 130;

  private static final int HELP_WIDTH = 100;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "A command is missing");
    }
  }

  /** Runs a command line and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a command line. */
  static int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** What parses a command line and runs it. */
  static CommandLine commandLine() {
    CommandLine geodesic =
        new CommandLine(new Geodesic())
            .setParameterExceptionHandler(Mistakes::explainUsage)
            .setExecutionExceptionHandler(Mistakes::explain)
            .setUsageHelpWidth(HELP_WIDTH)
            .setCaseInsensitiveEnumValuesAllowed(true);
    OptimizerHelp.addTo(
        Objects.requireNonNull(geodesic.getSubcommands().get(RunCommand.NAME), RunCommand.NAME));
    BenchCommand.describeMethods(
        Objects.requireNonNull(
            geodesic.getSubcommands().get(BenchCommand.NAME), BenchCommand.NAME));
    return geodesic;
  }
}
