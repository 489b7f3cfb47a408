package dev.geodesic.device.opencl;

/** The orders of square matrices, whose elements kernels count by an int. */
final class Orders {
  /** The square of one more would be no int. */
  private static final int MOST = 46_340;

  private Orders() {}

  /**
   * Checks an order.
   *
   * @param of what is of this order
   * @throws IllegalArgumentException if it is too large
   */
  static void check(int order, String of) {
    if (order > MOST) {
      throw new IllegalArgumentException(
          "%s must be of an order <= %,d by OpenCL, got: %,d; take smaller batches, or cpu"
              .formatted(of, MOST, order));
    }
  }
}
