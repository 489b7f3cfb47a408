package dev.geodesic.sweep.task;

import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Finds the class of a failure that has none yet. */
final class Blame {
  private Blame() {}

  /** The class of a failure while a pack was prepared, trained or committed. */
  static FailureKind of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return FailureKind.OUT_OF_MEMORY;
      }
      if (isOfTheMachine(cause)) {
        return FailureKind.MACHINE;
      }
    }
    return FailureKind.FAILED_CONFIG;
  }

  /** Whether disk, permissions, native code or the virtual machine are the cause. */
  private static boolean isOfTheMachine(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof UncheckedIOException
        || cause instanceof SecurityException
        || cause instanceof Error;
  }

  /** The class of a failure that only Spark reports: a user can mend nothing but a request. */
  static FailureKind ofSpark(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestException) {
        return FailureKind.FAILED_CONFIG;
      }
    }
    return of(thrown) == FailureKind.OUT_OF_MEMORY
        ? FailureKind.OUT_OF_MEMORY
        : FailureKind.MACHINE;
  }
}
