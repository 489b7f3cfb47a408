package dev.geodesic.data;

import dev.geodesic.trial.DataSpec;

/**
 * How large a data set is.
 *
 * @param samples of training and test set together
 * @param width features a sample
 * @param bytesPerFeature as it is read; prepared for training each is a float of 4
 * @param compressedBytes no more than what it takes compressed, as it is sent to executors
 */
public record DataSize(long samples, int width, int bytesPerFeature, double compressedBytes) {
  private static final int PREPARED_BYTES = Float.BYTES;

  /** Bytes of it as it is read. */
  public double bytes() {
    return (double) samples * ((double) width * bytesPerFeature + Integer.BYTES);
  }

  /**
   * Bytes of it prepared for training.
   *
   * @param side to which its images are downsampled, or {@link DataSpec#AS_IT_IS}
   */
  public double preparedBytes(int side) {
    double features = side == DataSpec.AS_IT_IS ? width : Math.min(width, (double) side * side);
    return samples * (features * PREPARED_BYTES + Integer.BYTES);
  }

  @Override
  public String toString() {
    return "%,d samples of %,d features".formatted(samples, width);
  }
}
