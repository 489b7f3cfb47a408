package dev.geodesic.cli;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
      DeviceCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      ExitCodes.Run.DONE,
      ExitCodes.Run.FAILED,
      ExitCodes.WRONG_REQUEST,
      ExitCodes.Run.OUT_OF_TIME,
      ExitCodes.Run.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  geodesic run conf/quickstart.conf",
      "  geodesic run --help",
      "  geodesic query results/quickstart \"SELECT * FROM summary\""
    })
public final class Geodesic implements Runnable {
  /** Some trial failed, or the program itself did. */
  static final int FAILED = 1;

  /** The request is wrong. */
  static final int WRONG_REQUEST = CommandLine.ExitCode.USAGE;

  /** The time budget ended first, and nothing else was wrong. */
  static final int OUT_OF_TIME = 3;

  /** Nobody reads any more what is printed, as a shell counts that. */
  static final int CLOSED_PIPE = 141;

  /** Somebody asked the program to end, as a shell counts an interrupt from the keyboard. */
  static final int INTERRUPTED = 130;

  private static final String HELP = "help";

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
    Surroundings.settle(System.getenv());
    StandardOutput.install();
    int exitCode = execute(arguments);
    try {
      StandardOutput.check();
    } catch (StandardOutput.Lost e) {
      exitCode = Mistakes.explainAtTheEnd(e, exitCode);
    }
    System.exit(exitCode);
  }

  /** Runs a command line. */
  static int execute(String... arguments) {
    CommandLine geodesic = commandLine();
    Optional<String> unreadable = Surroundings.unreadable(arguments);
    if (unreadable.isPresent()) {
      geodesic.getErr().println("geodesic: " + unreadable.get());
      return WRONG_REQUEST;
    }
    try {
      return geodesic.execute(arguments);
    } catch (Throwable e) {
      // The library hands exceptions to the handlers below, and lets errors through.
      return Mistakes.explain(e, geodesic);
    }
  }

  /** As the library does, but that what it throws while it prints help is no stack trace either. */
  private static int run(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (ParameterException | ExecutionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ExecutionException(
          parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** What parses a command line and runs it. */
  static CommandLine commandLine() {
    CommandLine geodesic =
        new CommandLine(new Geodesic())
            .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colors()))
            .setExecutionStrategy(Geodesic::run)
            .setParameterExceptionHandler(Mistakes::explainUsage)
            .setExecutionExceptionHandler(
                (trouble, command, parsed) -> Mistakes.explain(trouble, command))
            .setUsageHelpWidth(HELP_WIDTH)
            // A file may be called @name.
            .setExpandAtFiles(false)
            .setCaseInsensitiveEnumValuesAllowed(true);
    ConfHelp.addTo(
        Objects.requireNonNull(geodesic.getSubcommands().get(RunCommand.NAME), RunCommand.NAME));
    BenchCommand.describeMethods(
        Objects.requireNonNull(
            geodesic.getSubcommands().get(BenchCommand.NAME), BenchCommand.NAME));
    // The library's own command, whose page it leaves bare.
    Objects.requireNonNull(geodesic.getSubcommands().get(HELP), HELP)
        .getCommandSpec()
        .usageMessage()
        .footer("", "Examples:", "  geodesic help run");
    ExitCodes.describe(geodesic);
    return geodesic;
  }
}
