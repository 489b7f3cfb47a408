package dev.geodesic.store.files;

import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A trial in a committed file, as its footer lists it.
 *
 * @param id of the trial
 * @param step at which it was stopped; {@link #ENDED} if it has ended by itself
 */
record HeldTrial(String id, int step) implements Comparable<HeldTrial>, Serializable {
  /** The step of a trial that was not stopped. A row of it takes the place of any other. */
  static final int ENDED = Integer.MAX_VALUE;

  private static final char AT = '@';

  private static final Comparator<HeldTrial> ORDER =
      Comparator.comparing(HeldTrial::id).thenComparingInt(HeldTrial::step);

  static HeldTrial of(TrialResult result) {
    return new HeldTrial(
        result.trial().id(),
        result.status() instanceof TrialStatus.Stopped stopped ? stopped.step() : ENDED);
  }

  /** Reads the text of {@link #toString}. */
  static HeldTrial parse(String text) {
    int at = text.indexOf(AT);
    return at < 0
        ? new HeldTrial(text, ENDED)
        : new HeldTrial(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
  }

  boolean hasEnded() {
    return step == ENDED;
  }

  @Override
  public int compareTo(HeldTrial other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return hasEnded() ? id : id + AT + step;
  }
}
