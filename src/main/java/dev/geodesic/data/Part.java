package dev.geodesic.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The training samples or the holdout, at one resolution. They are prepared when asked for, so that
 * a range of them takes no memory for the rest.
 */
public final class Part {
  private final Resolution resolution;
  private final int[] indices;
  private final @Nullable Scaling scaling;

  /** The samples of these indices, unscaled. */
  Part(Resolution resolution, int[] indices) {
    this(resolution, indices, null);
  }

  private Part(Resolution resolution, int[] indices, @Nullable Scaling scaling) {
    this.resolution = resolution;
    this.indices = indices;
    this.scaling = scaling;
  }

  /** Returns the same samples, scaled. */
  Part scaled(Scaling by) {
    return new Part(resolution, indices, by);
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
    return select(Arrays.copyOfRange(indices, from, to));
  }

  Samples all() {
    return select(indices);
  }

  private Samples select(int[] some) {
    Samples samples = resolution.select(some);
    if (scaling != null) {
      scaling.apply(samples.rows());
    }
    return samples;
  }
}
