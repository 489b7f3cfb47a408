package dev.geodesic.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a run may take.
 *
 * @param length in all; absent for as long as it takes
 * @param start what it counts from
 */
public record TimeBudget(@Nullable Duration length, Instant start) {
  /** As long as it takes. */
  public static final TimeBudget NONE = new TimeBudget(null, Instant.EPOCH);

  /** Whether there is one. */
  boolean isLimited() {
    return length != null;
  }

  /**
   * What is left of it, not below zero.
   *
   * @throws NullPointerException if there is none
   */
  Duration left() {
    Duration left =
        Duration.between(Instant.now(), start.plus(Objects.requireNonNull(length, "no budget")));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether there is one, and nothing left of it. */
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
