package dev.geodesic.sweep.task;

import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;

/** What went wrong, in one line. */
public final class Causes {
  private Causes() {}

  /** The first line of what the innermost cause says. */
  public static String innermostMessage(Throwable trouble) {
    Throwable innermost = trouble;
    while (innermost.getCause() != null && !(innermost instanceof NativeCodeError)) {
      innermost = innermost.getCause();
    }
    String words =
        innermost instanceof RequestException || innermost instanceof NativeCodeError
            ? String.valueOf(innermost.getMessage())
            : innermost.toString();
    return words.lines().findFirst().orElse(innermost.getClass().getName());
  }
}
