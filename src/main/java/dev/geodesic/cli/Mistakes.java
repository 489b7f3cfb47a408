package dev.geodesic.cli;

import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user reads about a command that failed: one line; the rest goes to the log. */
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

  /** A command that was understood and could not be done, whatever it failed of. */
  static int explain(Throwable thrown, CommandLine command) {
    Throwable trouble = withoutWrapping(thrown);
    log(trouble);
    int exitCode = exitCode(trouble);
    if (exitCode != Geodesic.INTERRUPTED && exitCode != Geodesic.CLOSED_PIPE) {
      tell(command, line(trouble) + (exitCode == Geodesic.FAILED ? LogFile.pointer() : ""));
    }
    return exitCode;
  }

  /** A command that was done, but for what it had to say. */
  static int explainAtTheEnd(StandardOutput.Lost lost, int exitCode) {
    if (StandardOutput.isPipe()) {
      return exitCode;
    }
    System.err.println("geodesic: " + line(lost));
    return exitCode == 0 ? Geodesic.FAILED : exitCode;
  }

  /** The library wraps what a command threw that is a method, and what is no exception. */
  private static Throwable withoutWrapping(Throwable thrown) {
    return thrown instanceof ExecutionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** Where memory is short, that may fail too. */
  private static void log(Throwable trouble) {
    try {
      LOG.error("The command failed", trouble);
    } catch (Throwable e) {
      trouble.addSuppressed(e);
    }
  }

  /** What a command ends with that could not be done. */
  static int exitCode(Throwable trouble) {
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      return InterruptSignal.exitCode().isPresent() ? Geodesic.INTERRUPTED : Geodesic.FAILED;
    }
    if (trouble instanceof StandardOutput.Lost && StandardOutput.isPipe()) {
      return Geodesic.CLOSED_PIPE;
    }
    return trouble instanceof RequestException ? Geodesic.WRONG_REQUEST : Geodesic.FAILED;
  }

  /**
   * Why a command could not be done. What a file system says is for the user; the class of any
   * other exception helps who mends it.
   */
  static String line(Throwable trouble) {
    if (trouble instanceof RequestException || trouble instanceof NativeCodeError) {
      return String.valueOf(trouble.getMessage());
    }
    if (trouble instanceof OutOfMemoryError) {
      return "The driver must have more memory than this (%s); give it more, as in --driver-memory 8g"
          .formatted(ErrorText.firstLine(String.valueOf(trouble.getMessage())));
    }
    return ErrorText.firstLine(
        trouble instanceof IOException || trouble instanceof UncheckedIOException
            ? String.valueOf(trouble.getMessage())
            : trouble.toString());
  }

  private static String inOurWords(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
      return ErrorText.firstLine(String.valueOf(mistake.getMessage()));
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

  private static void tell(CommandLine command, String line) {
    command.getErr().println("geodesic: " + line);
  }
}
