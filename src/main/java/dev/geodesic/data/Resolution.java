package dev.geodesic.data;

import dev.geodesic.trial.DataSpec;
import java.util.Optional;

/** Converts raw samples into scaled float32 samples, at one resolution. */
final class Resolution {
  private final RawSamples raw;
  private final Optional<Downsampling> downsampling;
  private final int width;

  private Resolution(RawSamples raw, Optional<Downsampling> downsampling, int width) {
    this.raw = raw;
    this.downsampling = downsampling;
    this.width = width;
  }

  /** Returns the number of features of a sample. */
  int width() {
    return width;
  }

  /**
   * Returns the conversion of {@code raw} to images of {@code side} × {@code side}.
   *
   * @param side in pixels, or {@link DataSpec#AS_IT_IS} for no downsampling
   */
  static Resolution of(RawSamples raw, int side) {
    if (side == DataSpec.AS_IT_IS) {
      return new Resolution(raw, Optional.empty(), raw.width());
    }
    ImageShape from = raw.shape().orElseThrow();
    ImageShape to = from.downsampled(side);
    return from.equals(to)
        ? new Resolution(raw, Optional.empty(), raw.width())
        : new Resolution(raw, Optional.of(Downsampling.of(from, side)), to.values());
  }

  /** Converts the samples of these indices, in this order. */
  Samples select(int[] indices) {
    FeatureRows rows =
        downsampling
            .<FeatureRows>map(smaller -> downsampled(indices, smaller))
            .orElseGet(() -> raw.select(indices));
    return new Samples(rows, raw.labels(indices));
  }

  private DenseRows downsampled(int[] indices, Downsampling smaller) {
    float[] features = new float[Math.multiplyExact(indices.length, width)];
    double[] sample = new double[raw.width()];
    for (int i = 0; i < indices.length; i++) {
      raw.copy(indices[i], sample);
      smaller.apply(sample, raw.fullScale(), features, i * width);
    }
    return new DenseRows(features, width);
  }
}
