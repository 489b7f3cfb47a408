package dev.geodesic.cli;

import dev.geodesic.trial.ErrorText;
import org.apache.spark.deploy.SparkSubmit;
import org.slf4j.LoggerFactory;

/**
 * Spark's own start of a program, for the launcher: what goes wrong before the program begins, such
 * as a package that is nowhere or a broken file of settings, is one line and not a stack trace.
 */
public final class Submission {
  private Submission() {}

  /** Starts a program as Spark does; where it cannot, ends the JVM. */
  public static void main(String[] arguments) {
    try {
      SparkSubmit.main(arguments);
    } catch (Throwable e) {
      System.exit(explain(e));
    }
  }

  /** Tells why no program began. The rest goes to the log. */
  static int explain(Throwable trouble) {
    try {
      LoggerFactory.getLogger(Submission.class).error("Spark did not start", trouble);
    } catch (Throwable e) {
      // Logging may be what is broken.
      trouble.addSuppressed(e);
    }
    System.err.println("geodesic: Cannot start Spark: " + line(trouble) + LogFile.pointer());
    return Geodesic.WRONG_REQUEST;
  }

  /** The name of an error is most of what it says, as of a class that is missing. */
  private static String line(Throwable trouble) {
    String message = ErrorText.firstLine(String.valueOf(trouble.getMessage()));
    boolean isPlain =
        trouble instanceof Exception && trouble.getMessage() != null && !message.isEmpty();
    return isPlain ? message : ErrorText.firstLine(trouble.toString());
  }
}
