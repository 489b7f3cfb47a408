package dev.geodesic.check;

/** What the numbers are like that a kernel meets. */
enum State {
  /** Between −1 and 1. */
  PLAIN(1, "plain"),
  /** Their products are near the end of float32, and their sums below it. */
  HUGE(1e17, "huge"),
  /** Their products are near the least normal number of float32. */
  TINY(1e-17, "tiny"),
  /** Nothing but zeros, as a gradient that has vanished. */
  ZERO(0, "zero"),
  /** One trial is not a number any more: it must stay so, and must not affect the others. */
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
