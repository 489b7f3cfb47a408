package dev.geodesic.cli;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user is told of a command that failed: one line; the rest goes to the log. */
final class Mistakes {
  private static final Logger LOG = LoggerFactory.getLogger(Mistakes.class);

  private Mistakes() {}

  /** A command line that cannot be understood. */
  static int explainUsage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    tell(
        command,
        "%s; see '%s --help'"
            .formatted(inOurWords(mistake), command.getCommandSpec().qualifiedName()));
    return Geodesic.WRONG_REQUEST;
  }

  /** A command that was understood and could not be done. */
  static int explain(Exception trouble, CommandLine command, ParseResult parsed) {
    LOG.error("The command failed", trouble);
    int exitCode = exitCode(trouble);
    if (exitCode != Geodesic.INTERRUPTED) {
      tell(command, line(trouble) + (exitCode == Geodesic.FAILED ? LogFile.pointer() : ""));
    }
    return exitCode;
  }

  /** What a command ends with that could not be done. */
  static int exitCode(Exception trouble) {
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      return Geodesic.INTERRUPTED;
    }
    return trouble instanceof RequestException ? Geodesic.WRONG_REQUEST : Geodesic.FAILED;
  }

  /**
   * Why a command could not be done. What a file system says is for the user; the class of any
   * other exception helps who mends it.
   */
  static String line(Exception trouble) {
    if (trouble instanceof RequestException) {
      return String.valueOf(trouble.getMessage());
    }
    return firstLine(
        trouble instanceof IOException ? String.valueOf(trouble.getMessage()) : trouble.toString());
  }

  private static String inOurWords(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
      return firstLine(String.valueOf(mistake.getMessage()));
    }
    String argument = unmatched.getUnmatched().get(0);
    List<String> suggestions = unmatched.getSuggestions();
    return "%s: '%s'%s"
        .formatted(
            unmatched.isUnknownOption() ? "Unknown option" : unexpected(mistake.getCommandLine()),
            argument,
            suggestions.isEmpty() ? "" : ", did you mean " + String.join(" or ", suggestions));
  }

  private static String unexpected(CommandLine command) {
    return command.getSubcommands().isEmpty() ? "Unexpected argument" : "Unknown command";
  }

  /** The first line that says something. */
  static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
  }

  private static void tell(CommandLine command, String line) {
    command.getErr().println("geodesic: " + line);
  }
}
