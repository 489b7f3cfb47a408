package dev.geodesic.data;

import dev.geodesic.trial.DataSpec;

/**
 * The size of a data set.
 *
 * @param samples number of samples of training and test set together
 * @param width number of features of a sample
 * @param bytesPerFeature bytes of a feature as it is read; prepared for training it is a float32
 * @param compressedBytes an estimate of the bytes sent to executors, which are compressed
 */
public record DataSize(long samples, int width, int bytesPerFeature, double compressedBytes) {
  private static final int PREPARED_BYTES = Float.BYTES;

  /** Returns the bytes of the data set as it is read, with 4 for each label. */
  public double bytes() {
    return (double) samples * ((double) width * bytesPerFeature + Integer.BYTES);
  }

  /**
   * Returns the bytes of the data set prepared for training, with 4 for each label.
   *
   * @param side of the images after downsampling, in pixels, or {@link DataSpec#AS_IT_IS}
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
