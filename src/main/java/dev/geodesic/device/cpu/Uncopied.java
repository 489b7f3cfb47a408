package dev.geodesic.device.cpu;

/**
 * The size of products that OpenBLAS takes without copying their factors first, on processors where
 * it has such kernels (AVX-512). A product of one trial is small, and copying a factor that all
 * trials share would take longer than the product.
 */
final class Uncopied {
  /** The most multiplications of such a product. */
  private static final int MOST = 1_000_000;

  /** The longest part of a dimension: longer ones gain nothing, and leave the cache. */
  private static final int LONGEST = 64;

  /** The shortest part: shorter ones are not worth a call. */
  private static final int SHORTEST = 16;

  private Uncopied() {}

  /**
   * Returns in what parts to take a dimension of a product.
   *
   * @param length of the dimension
   * @param multiplications for each unit of it
   */
  static int part(int length, int multiplications) {
    int uncopied = MOST / Math.max(1, multiplications);
    return uncopied < SHORTEST ? Math.max(1, length) : Math.min(LONGEST, uncopied);
  }
}
