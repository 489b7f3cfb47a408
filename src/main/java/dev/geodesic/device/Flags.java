package dev.geodesic.device;

import java.util.function.DoublePredicate;

/**
 * What a device finds to be true of each trial or system; it comes to the host as {@link Numbers}.
 */
@FunctionalInterface
public interface Flags {
  /** Returns the answers, which are the caller's own, once they are known. */
  boolean[] get();

  /** Returns answers that the host knows. */
  static Flags of(boolean... values) {
    return values::clone;
  }

  /** Returns whether a condition holds for each of some numbers. */
  static Flags where(Numbers numbers, DoublePredicate condition) {
    return () -> {
      double[] values = numbers.get();
      boolean[] holds = new boolean[values.length];
      for (int t = 0; t < holds.length; t++) {
        holds[t] = condition.test(values[t]);
      }
      return holds;
    };
  }
}
