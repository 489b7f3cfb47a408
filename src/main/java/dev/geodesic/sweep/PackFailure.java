package dev.geodesic.sweep;

import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.Trouble;

/** Ends an attempt at a pack, and tells the driver of what class the cause is, and where it was. */
final class PackFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Trouble trouble;
  private final Place place;

  PackFailure(Trouble trouble, Place place, Throwable cause) {
    super(Causes.innermostMessage(cause), cause);
    this.trouble = trouble;
    this.place = place;
  }

  Trouble trouble() {
    return trouble;
  }

  Place place() {
    return place;
  }
}
