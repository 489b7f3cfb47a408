package dev.geodesic.device.opencl;

/**
 * How much of a device each work-group takes. Results depend on it in their last bits only, so that
 * it is chosen by the device alone, never by the work.
 *
 * @param group work-items of a work-group, a power of two, at least 4
 * @param localBytes the most local memory that a work-group takes
 */
record Limits(int group, long localBytes) {
  static final int GROUP = 256;

  /** Elements of a product along each side that a work-item computes, as in {@code product.cl}. */
  private static final int EACH = 4;

  /** Every card has 32 KB; some that have more run fewer work-groups at once then. */
  static final long LOCAL_BYTES = 32 << 10;

  Limits {
    if (Integer.bitCount(group) != 1 || group < 4) {
      throw new IllegalArgumentException("group must be a power of two >= 4, got: " + group);
    }
  }

  static Limits of(OpenClCard card) {
    return new Limits(
        Math.min(GROUP, Integer.highestOneBit(card.mostWorkItems())),
        Math.min(LOCAL_BYTES, card.localBytes()));
  }

  /** Returns the columns of a block of a Cholesky factorisation, as in {@code cholesky.cl}. */
  int block() {
    return 2 * side();
  }

  /** Returns the side of the square of a product that a work-group computes. */
  int tile() {
    return EACH * side();
  }

  /**
   * Returns the side of the square that products are tiled by: side² of the work-items of a group.
   */
  int side() {
    int side = 2;
    while (4 * side * side <= group) {
      side *= 2;
    }
    return side;
  }
}
