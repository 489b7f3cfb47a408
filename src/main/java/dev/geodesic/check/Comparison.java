package dev.geodesic.check;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects the comparisons of one check, and keeps the worst error and the first failure. */
final class Comparison {
  private static final int NO_INDEX = -1;

  private double error;
  private double tolerance;
  private double worst = -1;
  private @Nullable String failure;

  /**
   * Compares a number that rounding may have changed by {@code allowed}. NaN and infinity must be
   * equal.
   */
  void near(String what, double actual, double expected, double allowed) {
    near(what, NO_INDEX, actual, expected, allowed);
  }

  /** Compares element {@code index} as {@link #near(String, double, double, double)} does. */
  void near(String what, int index, double actual, double expected, double allowed) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      same(what, index, actual, expected);
      return;
    }
    double difference = Math.abs(actual - expected);
    // No difference is right even where 0 is allowed; a difference of NaN is wrong.
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

  /**
   * Compares a number that must be the same; zeros of either sign are the same, and so are all NaN.
   */
  void same(String what, double actual, double expected) {
    same(what, NO_INDEX, actual, expected);
  }

  private void same(String what, int index, double actual, double expected) {
    worst = Math.max(worst, 0);
    if (actual != expected && !(Double.isNaN(actual) && Double.isNaN(expected))) {
      fail("%s must be %s, got: %s".formatted(name(what, index), expected, actual));
    }
  }

  /** Names a number. Called only for failures, as there are millions of comparisons. */
  private static String name(String what, int index) {
    return index == NO_INDEX ? what : what + " " + index;
  }

  /** Compares numbers that must all be the same. */
  void same(String what, double[] actual, double[] expected) {
    same(what + ": length", actual.length, expected.length);
    for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
      same(what, i, actual[i], expected[i]);
    }
  }

  /** Compares numbers that must all be the same. */
  void same(String what, float[] actual, float[] expected) {
    same(what + ": length", actual.length, expected.length);
    for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
      same(what, i, actual[i], expected[i]);
    }
  }

  /** Fails with {@code what} unless {@code isTrue}. */
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

  /** Returns the first failure; null if there is none. A check without a comparison has failed. */
  @Nullable String failure() {
    return worst < 0 ? "nothing was compared" : failure;
  }

  /**
   * Returns the error that was largest relative to its tolerance; 0 where all had to be the same.
   */
  double error() {
    return error;
  }

  /** Returns the tolerance of {@link #error}. */
  double tolerance() {
    return tolerance;
  }
}
