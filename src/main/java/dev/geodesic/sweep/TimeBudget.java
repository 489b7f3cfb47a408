package dev.geodesic.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The time budget of a run.
 *
 * @param length of the run, at most; absent for no limit
 * @param start from which the length counts
 */
public record TimeBudget(@Nullable Duration length, Instant start) {
  /** No limit. */
  public static final TimeBudget NONE = new TimeBudget(null, Instant.EPOCH);

  /** Whether there is a limit. */
  boolean isLimited() {
    return length != null;
  }

  /**
   * Returns the time that is left, at least zero.
   *
   * @throws NullPointerException if there is no limit
   */
  Duration left() {
    Duration left =
        Duration.between(Instant.now(), start.plus(Objects.requireNonNull(length, "no budget")));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether there is a limit and no time is left. */
  boolean isOver() {
    return isLimited() && left().isZero();
  }

  @Override
  public String toString() {
    if (length == null) {
      return "none";
    }
    String text = length.toString().substring(2).toLowerCase(Locale.ROOT);
    return text.replaceAll("(?<=[hm])(?=\\d)", " ");
  }
}
