package dev.geodesic.sweep.task;

import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult.Place;
import java.io.IOException;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt at a pack failed, as far as the driver can know.
 *
 * @param trouble its class
 * @param cause in one line
 * @param place where the attempt failed; absent if that is not known
 * @param executor on which it failed, by Spark's name; absent if that is not known
 */
public record AttemptFailure(
    FailureKind trouble, String cause, @Nullable Place place, @Nullable String executor)
    implements Serializable {
  /** Spark's name for the failure of a task whose process has died. */
  private static final String EXECUTOR_LOST = "ExecutorLostFailure";

  /** Finds the host in {@code Lost task 0.0 in stage 3.0 (TID 3) (127.0.0.1 executor 0): ...}. */
  private static final Pattern WHERE =
      Pattern.compile("\\(TID \\d+\\) \\((\\S+) executor (\\S+)\\)");

  private static final Pattern REASON = Pattern.compile(EXECUTOR_LOST + " (\\(.*)");

  /** Returns the failure behind the exception with which a Spark job ended. */
  public static AttemptFailure of(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    Matcher where = WHERE.matcher(message);
    boolean isKnown = where.find();
    String executor = isKnown ? where.group(2) : null;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof PackFailure failure) {
        return new AttemptFailure(failure.trouble(), message(failure), failure.place(), executor);
      }
    }
    Place place = isKnown ? new Place(where.group(1), null, null, 0) : null;
    Matcher reason = REASON.matcher(message);
    return reason.find()
        ? new AttemptFailure(FailureKind.EXECUTOR_LOST, reason.group(1), place, executor)
        : new AttemptFailure(Blame.ofSpark(thrown), ErrorText.cause(thrown), place, executor);
  }

  private static String message(PackFailure failure) {
    return String.valueOf(failure.getMessage());
  }

  /**
   * Turns the failure into an exception for a command that made only this attempt.
   *
   * @param what could not be done
   * @return the exception to throw if the machine failed
   * @throws RequestException if the machine did not fail
   */
  public IOException inWords(String what, Throwable thrown) {
    String line = what + ": " + describe();
    if (trouble.isOfTheMachine()) {
      return new IOException(line, thrown);
    }
    throw new RequestException(line, thrown);
  }

  /** Describes the failure in one line: kind, place if it is known, and cause. */
  public String describe() {
    String at =
        place == null
            ? ""
            : " on %s%s".formatted(place.host(), place.gpu() == null ? "" : ", GPU " + place.gpu());
    return "%s%s: %s".formatted(trouble, at, cause);
  }
}
