package dev.geodesic.cli;

import dev.geodesic.trial.RequestException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
      QueryCommand.class,
      DataCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every trial ended COMPLETED or DIVERGED",
      "1:some trial FAILED or could not be run, or the program met an error of its own",
      "2:the request is wrong: usage, conf, data or results directory",
      "130:interrupted; what was finished is kept, and the same command goes on"
    })
public final class Geodesic implements Runnable {
  /** Some trial failed, or the program itself did. */
  static final int FAILED = 1;

  /** The request is wrong. */
  static final int WRONG_REQUEST = CommandLine.ExitCode.USAGE;

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
    return new CommandLine(new Geodesic())
        .setExecutionExceptionHandler(Geodesic::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** One line for the user; what a developer wants goes to the log. */
  private static int explain(Exception trouble, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    LoggerFactory.getLogger(Geodesic.class).error("The command failed", trouble);
    if (trouble instanceof RequestException) {
      err.println("geodesic: " + trouble.getMessage());
      return WRONG_REQUEST;
    }
    err.println("geodesic: " + trouble + LogFile.pointer());
    return FAILED;
  }
}
