package dev.geodesic.check;

/** The kinds of numbers that kernels are checked with. */
enum State {
  /** Numbers between −1 and 1. */
  PLAIN(1, "plain"),
  /** Numbers whose products are near the largest float32, with sums still below it. */
  HUGE(1e17, "huge"),
  /** Numbers whose products are near the least normal float32. */
  TINY(1e-17, "tiny"),
  /** Zeros only, as in a vanished gradient. */
  ZERO(0, "zero"),
  /** Numbers of which one trial has a NaN, which must stay NaN and not affect the other trials. */
  LOST(1, "one trial NaN");

  private final double scale;
  private final String words;

  State(double scale, String words) {
    this.scale = scale;
    this.words = words;
  }

  double scale() {
    return scale;
  }

  @Override
  public String toString() {
    return words;
  }
}
