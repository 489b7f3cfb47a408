package dev.geodesic.data;

import java.util.Arrays;

/**
 * The training samples or the holdout, at one resolution. They are prepared when asked for, so that
 * a range of them takes no memory for the rest.
 */
public final class Part {
  private final Resolution resolution;
  private final int[] indices;

  Part(Resolution resolution, int[] indices) {
    this.resolution = resolution;
    this.indices = indices;
  }

  /** Returns the number of samples. */
  public int count() {
    return indices.length;
  }

  /** Returns the number of features of a sample. */
  public int width() {
    return resolution.width();
  }

  /** Prepares the samples with numbers from {@code from}, inclusive, to {@code to}, exclusive. */
  public Samples range(int from, int to) {
    return resolution.select(Arrays.copyOfRange(indices, from, to));
  }

  Samples all() {
    return resolution.select(indices);
  }
}
