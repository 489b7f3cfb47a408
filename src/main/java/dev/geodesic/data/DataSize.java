package dev.geodesic.data;

import dev.geodesic.trial.DataSpec;
import java.util.OptionalLong;

/**
 * The size of a data set.
 *
 * @param samples number of samples of training and test set together
 * @param width number of features of a sample
 * @param bytesPerFeature bytes of a stored feature as it is read; prepared for training its value
 *     is a float32
 * @param compressedBytes an estimate of the bytes sent to executors, which are compressed
 * @param channels values of a pixel; 1 where samples are no images
 * @param nonzeros number of features that are stored, of all samples, where those that are 0 are
 *     not; empty where all are
 */
public record DataSize(
    long samples,
    int width,
    int bytesPerFeature,
    double compressedBytes,
    int channels,
    OptionalLong nonzeros) {
  private static final int PREPARED_BYTES = Float.BYTES;

  /** Bytes of a value and of its index. */
  private static final int ELEMENT_BYTES = Float.BYTES + Integer.BYTES;

  /** The size of a data set that stores every feature. */
  public DataSize(long samples, int width, int bytesPerFeature, double compressedBytes) {
    this(samples, width, bytesPerFeature, compressedBytes, 1, OptionalLong.empty());
  }

  /** Returns the size of images with this many values a pixel. */
  DataSize withChannels(int number) {
    return new DataSize(samples, width, bytesPerFeature, compressedBytes, number, nonzeros);
  }

  /** Returns the size of a data set that stores only features that are not 0. */
  static DataSize sparse(long samples, int width, long nonzeros) {
    double elements = (double) ELEMENT_BYTES * nonzeros;
    return new DataSize(samples, width, ELEMENT_BYTES, elements, 1, OptionalLong.of(nonzeros));
  }

  /** Returns the bytes of the data set as it is read, with 4 for each label. */
  public double bytes() {
    return nonzeros.isPresent()
        ? sparseBytes()
        : (double) samples * ((double) width * bytesPerFeature + Integer.BYTES);
  }

  /** Returns the bytes of the elements, with 4 for the start of each sample and for its label. */
  private double sparseBytes() {
    return (double) ELEMENT_BYTES * nonzeros.orElseThrow() + 2.0 * Integer.BYTES * samples;
  }

  /**
   * Returns the bytes of the data set prepared for training, with 4 for each label.
   *
   * @param side of the images after downsampling, in pixels, or {@link DataSpec#AS_IT_IS}
   */
  public double preparedBytes(int side) {
    if (side == DataSpec.AS_IT_IS && nonzeros.isPresent()) {
      return sparseBytes();
    }
    double features =
        side == DataSpec.AS_IT_IS ? width : Math.min(width, (double) side * side * channels);
    return samples * (features * PREPARED_BYTES + Integer.BYTES);
  }

  @Override
  public String toString() {
    return "%,d samples of %,d features".formatted(samples, width)
        + (nonzeros.isPresent()
            ? " with %,d values that are not 0".formatted(nonzeros.getAsLong())
            : "");
  }
}
