package dev.geodesic.check;

/**
 * How fast a primitive is.
 *
 * @param size of what it was given
 * @param seconds a call
 * @param work what a call does at the least, in units; 0 where that is not counted
 */
public record Speed(String primitive, String size, double seconds, double work, Unit unit) {
  /** What work is counted in. */
  public enum Unit {
    /** Floating-point operations. */
    OPERATIONS("GFLOP/s"),
    /** Moved between memory and arithmetic. */
    BYTES("GB/s");

    private final String rate;

    Unit(String rate) {
      this.rate = rate;
    }

    /** A thousand million of them a second. */
    public String rate() {
      return rate;
    }
  }
}
