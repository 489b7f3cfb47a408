package dev.geodesic.sweep;

import java.time.Duration;
import java.time.Instant;
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
  public boolean isLimited() {
    return length != null;
  }

  /** What is left of it, not below zero. */
  public Duration left() {
    if (length == null) {
      return Duration.ofMillis(Long.MAX_VALUE);
    }
    Duration left = Duration.between(Instant.now(), start.plus(length));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return left().isZero();
  }

  @Override
  public String toString() {
    if (length == null) {
      return "none";
    }
    String text = length.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    return text.replaceAll("(?<=[hm])(?=\\d)", " ");
  }
}
