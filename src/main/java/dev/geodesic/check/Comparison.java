package dev.geodesic.check;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects the comparisons of one check and remembers the worst. */
final class Comparison {
  private static final int NO_INDEX = -1;

  private double error;
  private double tolerance;
  private double worst = -1;
  private @Nullable String failure;

  /**
   * A number that rounding may have changed by {@code allowed}; what is not a number must stay so.
   */
  void near(String what, double actual, double expected, double allowed) {
    near(what, NO_INDEX, actual, expected, allowed);
  }

  /** Element {@code index} of something; see {@link #near(String, double, double, double)}. */
  void near(String what, int index, double actual, double expected, double allowed) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      same(what, index, actual, expected);
      return;
    }
    double difference = Math.abs(actual - expected);
    // 0 beside 0 is right; a difference that is not a number is wrong.
    double ratio = difference == 0 ? 0 : difference / allowed;
    if (!(ratio <= worst)) {
      worst = Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
      error = difference;
      tolerance = allowed;
    }
    if (!(difference <= allowed)) {
      fail(
          String.format(
              Locale.ROOT,
              "%s must be %s within %.1e, got: %s",
              name(what, index),
              expected,
              allowed,
              actual));
    }
  }

  /** A number that must not have changed in any bit; 0 has no sign, and NaN no bits. */
  void same(String what, double actual, double expected) {
    same(what, NO_INDEX, actual, expected);
  }

  private void same(String what, int index, double actual, double expected) {
    worst = Math.max(worst, 0);
    if (actual != expected && !(Double.isNaN(actual) && Double.isNaN(expected))) {
      fail("%s must be %s, got: %s".formatted(name(what, index), expected, actual));
    }
  }

  /** Written where it is wanted alone: there are millions of comparisons. */
  private static String name(String what, int index) {
    return index == NO_INDEX ? what : what + " " + index;
  }

  /** Numbers that must not have changed in any bit. */
  void same(String what, double[] actual, double[] expected) {
    same(what + ": length", actual.length, expected.length);
    for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
      same(what, i, actual[i], expected[i]);
    }
  }

  /** Numbers that must not have changed in any bit. */
  void same(String what, float[] actual, float[] expected) {
    same(what + ": length", actual.length, expected.length);
    for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
      same(what, i, actual[i], expected[i]);
    }
  }

  /** Something that must hold. */
  void holds(String what, boolean isTrue) {
    worst = Math.max(worst, 0);
    if (!isTrue) {
      fail(what);
    }
  }

  void fail(String message) {
    worst = Math.max(worst, 0);
    if (failure == null) {
      failure = message;
    }
  }

  /** The first failure; absent where all is well. A check that compares nothing has failed. */
  @Nullable String failure() {
    return worst < 0 ? "nothing was compared" : failure;
  }

  /** The largest error, beside its tolerance; 0 where all had to be the same. */
  double error() {
    return error;
  }

  /** What the error of {@link #error} was allowed to be. */
  double tolerance() {
    return tolerance;
  }
}
