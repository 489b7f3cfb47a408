package dev.geodesic.sweep.task;

import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.Trouble;

/** Ends an attempt at a pack, and tells the driver of what class the cause is, and where it was. */
public final class PackFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Trouble trouble;
  private final Place place;

  /**
   * A failure.
   *
   * @param place where it was, as far as that is known
   */
  public PackFailure(Trouble trouble, Place place, Throwable cause) {
    super(ErrorText.cause(cause), cause);
    this.trouble = trouble;
    this.place = place;
  }

  /** The class of the cause. */
  public Trouble trouble() {
    return trouble;
  }

  /** Where it was. */
  public Place place() {
    return place;
  }
}
