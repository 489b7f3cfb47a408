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

/** Explains to the user in one line why a command failed; the rest goes to the log. */
final class Mistakes {
  private static final Logger LOG = LoggerFactory.getLogger(Mistakes.class);

  private Mistakes() {}

  /** Explains a command line that cannot be understood, and returns the exit code. */
  static int explainUsage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    tell(
        command,
        "%s; see '%s --help'"
            .formatted(inOurWords(mistake), command.getCommandSpec().qualifiedName()));
    return Geodesic.WRONG_REQUEST;
  }

  /** Explains why a command failed that was understood, and returns the exit code. */
  static int explain(Throwable thrown, CommandLine command) {
    Throwable trouble = withoutWrapping(thrown);
    log(trouble);
    int exitCode = exitCode(trouble);
    if (exitCode != Geodesic.INTERRUPTED && exitCode != Geodesic.CLOSED_PIPE) {
      tell(command, line(trouble) + (exitCode == Geodesic.FAILED ? LogFile.pointer() : ""));
    }
    return exitCode;
  }

  /** Explains that a command succeeded but its output was lost, and returns the exit code. */
  static int explainAtTheEnd(StandardOutput.Lost lost, int exitCode) {
    if (StandardOutput.isPipe()) {
      return exitCode;
    }
    System.err.println("geodesic: " + line(lost));
    return exitCode == 0 ? Geodesic.FAILED : exitCode;
  }

  /** Unwraps an exception: the library wraps those of commands that are methods, and all errors. */
  private static Throwable withoutWrapping(Throwable thrown) {
    return thrown instanceof ExecutionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** Writes to the log, which may itself fail where memory is short. */
  private static void log(Throwable trouble) {
    try {
      LOG.error("The command failed", trouble);
    } catch (Throwable e) {
      trouble.addSuppressed(e);
    }
  }

  /** Returns the exit code of a command that failed. */
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
   * Returns why a command failed, in one line. Messages of file systems are for users; for any
   * other exception the line begins with its class, which helps developers.
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
