package dev.geodesic.data;

import java.util.Arrays;

/**
 * The samples that are trained on, or those that are held out, at one resolution: prepared when
 * they are asked for, so that a stretch of them needs no room for the rest.
 */
public final class Part {
  private final Resolution resolution;
  private final int[] indices;

  Part(Resolution resolution, int[] indices) {
    this.resolution = resolution;
    this.indices = indices;
  }

  /** Number of samples. */
  public int count() {
    return indices.length;
  }

  /** Features of a sample. */
  public int width() {
    return resolution.width();
  }

  /**
   * The samples with numbers from {@code from} up to but not including {@code to}, in their order.
   */
  public Samples range(int from, int to) {
    return resolution.select(Arrays.copyOfRange(indices, from, to));
  }

  Samples all() {
    return resolution.select(indices);
  }
}
