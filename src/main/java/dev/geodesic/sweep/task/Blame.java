package dev.geodesic.sweep.task;

import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Of what class a failure is that nobody has classed. */
final class Blame {
  private Blame() {}

  /** Of what a pack failed of while it was made ready, trained or committed. */
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

  /** Of what Spark says, where no task said anything: only a request is the user's to mend. */
  static Trouble ofSpark(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestException) {
        return Trouble.FAILED_CONFIG;
      }
    }
    return of(thrown) == Trouble.OUT_OF_MEMORY ? Trouble.OUT_OF_MEMORY : Trouble.MACHINE;
  }
}
