package dev.geodesic.check;

/**
 * The speed of a primitive.
 *
 * @param primitive its name, as {@code LayerKernels.apply}
 * @param size of its operands, in words
 * @param seconds of a call
 * @param work the least work of a call, counted in {@code unit}; 0 where it is not counted
 */
public record PrimitiveSpeed(
    String primitive, String size, double seconds, double work, Unit unit) {
  /** The units that work is counted in. */
  public enum Unit {
    /** Floating-point operations. */
    OPERATIONS("GFLOP/s"),
    /** Bytes moved between memory and arithmetic. */
    BYTES("GB/s");

    private final String rate;

    Unit(String rate) {
      this.rate = rate;
    }

    /** Returns the name of 10⁹ such units a second. */
    public String rate() {
      return rate;
    }
  }
}
