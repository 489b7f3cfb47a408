package dev.geodesic.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples of real features, which are not scaled.
 *
 * @param values {@code [count, width]}, row-major
 * @param labels {@code [count]}
 * @param width features a sample
 * @param image the shape of every sample, if they are images
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Hundreds of megabytes: shared, never copied or compared.
public record Features(float[] values, int[] labels, int width, @Nullable ImageShape image)
    implements RawSamples {
  /**
   * Larger features get a note, as initial weights and usual learning rates suit features of about
   * 1.
   */
  private static final float LARGE = 10;

  /** Creates samples, which count as square images where {@code width} is a perfect square. */
  public Features(float[] values, int[] labels, int width) {
    this(values, labels, width, ImageShape.squareOf(width).orElse(null));
  }

  public Features {
    if (width < 1 || values.length != (long) labels.length * width) {
      throw new IllegalArgumentException(
          "features must be %d samples of %d, got: %d"
              .formatted(labels.length, width, values.length));
    }
  }

  @Override
  public Optional<ImageShape> shape() {
    return Optional.ofNullable(image);
  }

  @Override
  public void copy(int sample, double[] target) {
    int start = sample * width;
    for (int feature = 0; feature < width; feature++) {
      target[feature] = values[start + feature];
    }
  }

  @Override
  public void scale(int sample, float[] target, int start) {
    System.arraycopy(values, sample * width, target, start, width);
  }

  @Override
  public Optional<String> note() {
    return noteOn(values);
  }

  /** Returns a note on values that users may not expect; zeros may be left out of them. */
  static Optional<String> noteOn(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0) {
      return Optional.of("all features are 0: nothing can be learned but how often a class occurs");
    }
    return largest <= LARGE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "features reach %.3g, and first steps may be far too long for that; where trials"
                    + " diverge, set scale = unit or standard",
                largest));
  }

  @Override
  public void digest(MessageDigest digest) {
    digestShape(count(), width, image, digest);
    ByteBuffer row = ByteBuffer.allocate(width * Float.BYTES);
    for (int sample = 0; sample < count(); sample++) {
      row.clear();
      row.asFloatBuffer().put(values, sample * width, width);
      digest.update(row);
    }
  }

  /** Feeds the type and shape of real features to {@code digest}. */
  static void digestShape(int count, int width, @Nullable ImageShape image, MessageDigest digest) {
    digest.update("float32".getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(count).putInt(width).flip());
    if (image != null && (image.rows() != image.columns() || image.channels() > 1)) {
      digest.update(image.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
