package dev.geodesic.sweep.task;

import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.TrialResult.Place;

/** Ends an attempt at a pack, and gives the driver the kind of failure and its place. */
public final class PackFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind trouble;
  private final Place place;

  /**
   * Creates the failure of an attempt.
   *
   * @param place where it happened, as far as that is known
   */
  public PackFailure(FailureKind trouble, Place place, Throwable cause) {
    super(ErrorText.cause(cause), cause);
    this.trouble = trouble;
    this.place = place;
  }

  /** The class of the cause. */
  public FailureKind trouble() {
    return trouble;
  }

  /** The place where the attempt failed. */
  public Place place() {
    return place;
  }
}
