package dev.geodesic.cli;

import dev.geodesic.trial.ErrorText;
import org.apache.spark.deploy.SparkSubmit;
import org.slf4j.LoggerFactory;

/**
 * Starts a program through spark-submit, for the launcher. An error before the program begins, such
 * as a missing package or a broken file of settings, is printed as one line without a stack trace.
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

  /** Prints why no program began; the rest goes to the log. */
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

  /** Returns an exception's message; for errors, such as a missing class, with the error's name. */
  private static String line(Throwable trouble) {
    String message = ErrorText.firstLine(String.valueOf(trouble.getMessage()));
    boolean isPlain =
        trouble instanceof Exception && trouble.getMessage() != null && !message.isEmpty();
    return isPlain ? message : ErrorText.firstLine(trouble.toString());
  }
}
