package dev.geodesic.sweep.task;

import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Finds the class of a failure that has none yet. */
final class Blame {
  private Blame() {}

  /** The class of a failure while a pack was prepared, trained or committed. */
  static Trouble of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return Trouble.OUT_OF_MEMORY;
      }
      if (isOfTheMachine(cause)) {
        return Trouble.MACHINE;
      }
    }
    return Trouble.FAILED_CONFIG;
  }

  /** A disk, rights, native code that cannot be loaded, or the virtual machine itself. */
  private static boolean isOfTheMachine(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof UncheckedIOException
        || cause instanceof SecurityException
        || cause instanceof Error;
  }

  /** The class of a failure that only Spark reports: a user can mend nothing but a request. */
  static Trouble ofSpark(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestException) {
        return Trouble.FAILED_CONFIG;
      }
    }
    return of(thrown) == Trouble.OUT_OF_MEMORY ? Trouble.OUT_OF_MEMORY : Trouble.MACHINE;
  }
}
