package dev.geodesic.trial;

import java.io.Serializable;

/**
 * What a trial trains on.
 *
 * @param dataset {@code mnist}, or where a directory of IDX files or a LIBSVM file lies
 * @param holdout what is kept from training
 * @param downsample side of the square image in pixels, or {@link #AS_IT_IS}
 * @param batchSize samples a step
 * @param order in which batches visit the training set
 */
public record DataSpec(
    String dataset, Holdout holdout, int downsample, int batchSize, BatchOrder order)
    implements Serializable {
  /** The value of {@code downsample} that leaves the samples as they are. */
  public static final int AS_IT_IS = 0;

  public DataSpec {
    Require.atLeast("downsample", AS_IT_IS, downsample);
    Require.atLeast("batch-size", 1, batchSize);
  }

  /** The part that decides what the prepared data set holds, whatever the batches. */
  public Prepared prepared() {
    return new Prepared(dataset, holdout, downsample);
  }

  /** A data set at one resolution, split: what one executor prepares once. */
  public record Prepared(String dataset, Holdout holdout, int downsample) implements Serializable {}
}
