package dev.geodesic.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Images of unsigned bytes.
 *
 * @param values {@code [count, rows, columns, channels]}, row-major; 0 becomes 0 and 255 becomes 1
 * @param labels {@code [count]}
 * @param image the shape of every image
 */
@SuppressWarnings("ArrayRecordComponent") // Tens of megabytes: shared, never copied or compared.
public record Pixels(byte[] values, int[] labels, ImageShape image) implements RawSamples {
  private static final int FULL_SCALE = 255;

  /** Every value of a pixel, divided by {@link #FULL_SCALE}. */
  private static final float[] SCALED = new float[FULL_SCALE + 1];

  static {
    for (int pixel = 0; pixel <= FULL_SCALE; pixel++) {
      SCALED[pixel] = (float) ((double) pixel / FULL_SCALE);
    }
  }

  public Pixels {
    if (values.length != (long) labels.length * image.values()) {
      throw new IllegalArgumentException(
          "pixels must be %d images of %s, got: %d bytes"
              .formatted(labels.length, image, values.length));
    }
  }

  @Override
  public int width() {
    return image.values();
  }

  @Override
  public Optional<ImageShape> shape() {
    return Optional.of(image);
  }

  @Override
  public double fullScale() {
    return FULL_SCALE;
  }

  @Override
  public void copy(int sample, double[] target) {
    int start = sample * width();
    for (int pixel = 0; pixel < width(); pixel++) {
      target[pixel] = Byte.toUnsignedInt(values[start + pixel]);
    }
  }

  @Override
  public void scale(int sample, float[] target, int start) {
    int from = sample * width();
    for (int pixel = 0; pixel < width(); pixel++) {
      target[start + pixel] = SCALED[Byte.toUnsignedInt(values[from + pixel])];
    }
  }

  /** Returns no note, as pixels are scaled to [0, 1]. */
  @Override
  public Optional<String> note() {
    return Optional.empty();
  }

  @Override
  public void digest(MessageDigest digest) {
    digest.update("uint8".getBytes(StandardCharsets.UTF_8));
    digest.update(
        ByteBuffer.allocate(3 * Integer.BYTES)
            .putInt(count())
            .putInt(image.rows())
            .putInt(image.columns())
            .flip());
    if (image.channels() > 1) {
      digest.update(image.toString().getBytes(StandardCharsets.UTF_8));
    }
    digest.update(values);
  }
}
