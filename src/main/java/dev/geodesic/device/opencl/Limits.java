package dev.geodesic.device.opencl;

/**
 * How much of a device each work-group takes. Results depend on it in their last bits only, so that
 * it is chosen by the device alone, never by the work.
 *
 * @param group work-items of a work-group, a power of two, at least 4
 * @param localBytes the most local memory that a work-group may take
 */
record Limits(int group, long localBytes) {
  /** Elements of a product along each side that a work-item computes. */
  static final int EACH = 4;

  /** Columns of a product with a vector that each work-item computes. */
  static final int STRIPS = 4;

  /** Iterations of a search for the largest eigenvalue. */
  static final int MOST_ITERATIONS = 60;

  private static final int GROUP = 256;
  private static final int LEAST = 4;

  /** Every card has 32 KB; some that have more run fewer work-groups at once then. */
  private static final long LOCAL_BYTES = 32 << 10;

  /** Those of devices that have enough of everything. */
  static final Limits WIDEST = new Limits(GROUP, LOCAL_BYTES);

  Limits {
    if (Integer.bitCount(group) != 1 || group < LEAST) {
      throw new IllegalArgumentException("group must be a power of two >= 4, got: " + group);
    }
    if (neededLocalBytes(group) > localBytes) {
      throw new IllegalArgumentException(
          "%d bytes of local memory must hold what a group of %d takes: %d"
              .formatted(localBytes, group, neededLocalBytes(group)));
    }
  }

  static Limits of(OpenClCard card) {
    return within(Math.min(GROUP, card.mostWorkItems()), Math.min(LOCAL_BYTES, card.localBytes()));
  }

  /**
   * Returns the largest work-groups of at most some work-items and bytes of local memory.
   *
   * @throws IllegalStateException if none is small enough
   */
  static Limits within(int mostWorkItems, long localBytes) {
    int group = Integer.highestOneBit(Math.max(1, mostWorkItems));
    while (group >= LEAST && neededLocalBytes(group) > localBytes) {
      group /= 2;
    }
    if (group < LEAST) {
      throw new IllegalStateException(
          "an OpenCL device must have work-groups of %d work-items with %d bytes of local memory, got: %d with %d"
              .formatted(LEAST, neededLocalBytes(LEAST), mostWorkItems, localBytes));
    }
    return new Limits(group, localBytes);
  }

  /** Returns work-groups of half the size. */
  Limits half() {
    return within(group / 2, localBytes);
  }

  /**
   * Whether a device can run a kernel so.
   *
   * @param mostWorkItems the largest work-group that it can run the kernel in
   * @param kernelBytes local memory of the kernel
   */
  boolean hold(long mostWorkItems, long kernelBytes) {
    return mostWorkItems >= group && kernelBytes <= localBytes;
  }

  /** Returns the local memory of the kernel that takes most. */
  static long neededLocalBytes(int group) {
    long side = side(group);
    long tile = EACH * side;
    long product = 2 * side * (tile + 1) * Double.BYTES;
    long block = 2 * side * (2 * side + 1) * Double.BYTES;
    long sums = (long) group * Double.BYTES;
    long strips = STRIPS * sums;
    long search = (long) group * Integer.BYTES + 2L * MOST_ITERATIONS * Double.BYTES;
    return Math.max(Math.max(product, block), sums + strips + search);
  }

  /** Returns the columns of a block of a Cholesky factorisation. */
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
    return side(group);
  }

  private static int side(int group) {
    int side = 2;
    while (4 * side * side <= group) {
      side *= 2;
    }
    return side;
  }
}
