package dev.geodesic.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkUserAppException;
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
  /** Exit code where some trial or the program itself failed. */
  static final int FAILED = 1;

  /** Exit code where the request is wrong. */
  static final int WRONG_REQUEST = CommandLine.ExitCode.USAGE;

  /** Exit code where the time budget ended first, and nothing else was wrong. */
  static final int OUT_OF_TIME = 3;

  /** Exit code where the reader of the output has gone: 128 + SIGPIPE, as in a shell. */
  static final int CLOSED_PIPE = 141;

  /** Exit code of an interrupted program: 128 + SIGINT, as in a shell. */
  static final int INTERRUPTED = 130;

  private static final String HELP = "help";

  private static final int HELP_WIDTH = 100;

  /** The commands by their names, in the order of the help. */
  private static final Map<String, Class<?>> COMMANDS = commands();

  /** Commands that need the descriptions of all commands. */
  private static final Set<String> OF_ALL = Set.of(HELP, CompletionCommand.NAME);

  private static final Set<String> VERSION_OPTIONS = Set.of("--version", "-V");

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put(RunCommand.NAME, RunCommand.class);
    commands.put(PlanCommand.NAME, PlanCommand.class);
    commands.put(ReportCommand.NAME, ReportCommand.class);
    commands.put(QueryCommand.NAME, QueryCommand.class);
    commands.put(CompareCommand.NAME, CompareCommand.class);
    commands.put(ReplayCommand.NAME, ReplayCommand.class);
    commands.put(ReproduceCommand.NAME, ReproduceCommand.class);
    commands.put(ExportCommand.NAME, ExportCommand.class);
    commands.put(DataCommand.NAME, DataCommand.class);
    commands.put(BenchCommand.NAME, BenchCommand.class);
    commands.put(DeviceCommand.NAME, DeviceCommand.class);
    commands.put(CompletionCommand.NAME, CompletionCommand.class);
    commands.put(HELP, CommandLine.HelpCommand.class);
    return commands;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "A command is missing");
    }
  }

  /**
   * Runs a command line and ends the JVM with its exit code.
   *
   * @throws SparkUserAppException in YARN's application master, if the command has failed
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    Surroundings.settle(System.getenv());
    StandardOutput.install();
    int exitCode = execute(arguments);
    try {
      StandardOutput.check();
    } catch (StandardOutput.Lost e) {
      exitCode = Mistakes.explainAtTheEnd(e, exitCode);
    }
    if (isApplicationMaster()) {
      endForYarn(exitCode);
    } else {
      System.exit(exitCode);
    }
  }

  /** Whether this JVM is YARN's, which has the driver in it in cluster mode. */
  private static boolean isApplicationMaster() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /**
   * Ends as YARN wants it, which takes an exit for a crash. What fails is tried again; a run that
   * has ended in time counts as done, as another attempt would begin its time anew.
   */
  private static void endForYarn(int exitCode) throws SparkUserAppException {
    if (exitCode == FAILED || exitCode == WRONG_REQUEST) {
      throw new SparkUserAppException(exitCode, null);
    }
  }

  /** Runs a command line and returns its exit code. */
  static int execute(String... arguments) {
    CommandLine geodesic = commandLine(commandsFor(arguments));
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

  /** Runs the last command, as the library does; an error while it prints help is wrapped, too. */
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

  /** Returns the parser and runner of command lines, with all commands. */
  static CommandLine commandLine() {
    return commandLine(COMMANDS.keySet());
  }

  /**
   * Returns the commands that a command line can mean. To describe a command to the library takes
   * some 50 ms in a process that has just started.
   */
  private static Set<String> commandsFor(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (VERSION_OPTIONS.contains(first)) {
      return Set.of();
    }
    return COMMANDS.containsKey(first) && !OF_ALL.contains(first)
        ? Set.of(first)
        : COMMANDS.keySet();
  }

  private static CommandLine commandLine(Set<String> commands) {
    CommandLine geodesic =
        new CommandLine(new Geodesic())
            .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colors()));
    commands.forEach(name -> geodesic.addSubcommand(COMMANDS.get(name)));
    geodesic
        .setExecutionStrategy(Geodesic::run)
        .setParameterExceptionHandler(Mistakes::explainUsage)
        .setExecutionExceptionHandler(
            (trouble, command, parsed) -> Mistakes.explain(trouble, command))
        .setUsageHelpWidth(HELP_WIDTH)
        // A file may be called @name.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
    describe(geodesic.getSubcommands());
    ExitCodes.describe(geodesic);
    return geodesic;
  }

  /** Adds to the help of these commands what their annotations cannot say. */
  private static void describe(Map<String, CommandLine> commands) {
    if (commands.containsKey(RunCommand.NAME)) {
      ConfHelp.addTo(commands.get(RunCommand.NAME));
    }
    if (commands.containsKey(BenchCommand.NAME)) {
      BenchCommand.describeMethods(commands.get(BenchCommand.NAME));
    }
    if (commands.containsKey(HELP)) {
      // The library's own command, whose page it leaves bare.
      commands
          .get(HELP)
          .getCommandSpec()
          .usageMessage()
          .footer("", "Examples:", "  geodesic help run");
    }
  }
}
