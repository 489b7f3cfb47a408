package dev.geodesic.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples of real features that are mostly 0, which are not scaled. They are the same data as
 * {@link Features} of the same values, with the same fingerprint.
 *
 * @param rows the features; a negative zero is an element of its own
 * @param labels {@code [count]}
 * @param image the shape of every sample, if they are images
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes: shared, never copied or compared.
public record SparseFeatures(SparseRows rows, int[] labels, @Nullable ImageShape image)
    implements RawSamples {
  /**
   * Below this part of values that are not 0, data are held sparse. There a step takes 0.35 to 0.8
   * times as long as on dense samples, with 2 and with 10 classes and AVX2 kernels, and the data a
   * tenth of the memory; at a tenth of the values it takes up to 1.4 times as long.
   */
  static final double MOST_DENSITY = 0.05;

  /** The most values that one array can hold: what could be read before there were sparse data. */
  static final long MOST_DENSE = Integer.MAX_VALUE - 8;

  /** Features that are fed to a digest at a time. */
  private static final int CHUNK = 1 << 14;

  /** Creates samples, which count as square images where the width is a perfect square. */
  public SparseFeatures(SparseRows rows, int[] labels) {
    this(rows, labels, ImageShape.squareOf(rows.width()).orElse(null));
  }

  public SparseFeatures {
    if (rows.count() != labels.length) {
      throw new IllegalArgumentException(
          "there must be a label for each of %d samples, got: %d"
              .formatted(rows.count(), labels.length));
    }
  }

  /**
   * Whether data are held sparse. It depends on the data alone, never on the memory there is, as
   * sparse products differ from dense ones in the last bits.
   *
   * @param nonzeros values that are not 0, of all samples
   */
  static boolean suit(long samples, int width, long nonzeros) {
    double all = (double) samples * width;
    return nonzeros < MOST_DENSITY * all || all > MOST_DENSE;
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public Optional<ImageShape> shape() {
    return Optional.ofNullable(image);
  }

  @Override
  public void copy(int sample, double[] target) {
    Arrays.fill(target, 0);
    for (int k = rows.starts()[sample]; k < rows.starts()[sample + 1]; k++) {
      target[rows.columns()[k]] = rows.values()[k];
    }
  }

  @Override
  public void scale(int sample, float[] target, int start) {
    rows.copy(sample, target, start);
  }

  @Override
  public double density() {
    return rows.values().length / ((double) count() * width());
  }

  @Override
  public FeatureRows select(int[] samples) {
    return rows.select(samples);
  }

  @Override
  public Optional<String> note() {
    return Features.noteOn(rows.values());
  }

  /**
   * Feeds what {@link Features} would, zeros included, so that earlier results stay with the data;
   * or the elements alone, where there are more values than {@link Features} could hold.
   */
  @Override
  public void digest(MessageDigest digest) {
    if ((double) count() * width() > MOST_DENSE) {
      digestElements(digest);
      return;
    }
    Features.digestShape(count(), width(), image, digest);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int sample = 0; sample < count(); sample++) {
      digest(sample, chunk, digest);
    }
  }

  private void digest(int sample, ByteBuffer chunk, MessageDigest digest) {
    int k = rows.starts()[sample];
    int end = rows.starts()[sample + 1];
    for (int from = 0; from < width(); from += CHUNK) {
      int length = Math.min(CHUNK, width() - from);
      int first = k;
      for (; k < end && rows.columns()[k] - from < length; k++) {
        chunk.putFloat((rows.columns()[k] - from) * Float.BYTES, rows.values()[k]);
      }
      digest.update(chunk.position(0).limit(length * Float.BYTES));
      chunk.clear();
      for (int used = first; used < k; used++) {
        chunk.putFloat((rows.columns()[used] - from) * Float.BYTES, 0);
      }
    }
  }

  private void digestElements(MessageDigest digest) {
    digest.update("sparse ".getBytes(StandardCharsets.UTF_8));
    Features.digestShape(count(), width(), image, digest);
    ByteBuffer row = ByteBuffer.allocate(CHUNK * (Integer.BYTES + Float.BYTES));
    for (int sample = 0; sample < count(); sample++) {
      row.putInt(rows.starts()[sample + 1] - rows.starts()[sample]);
      for (int k = rows.starts()[sample]; k < rows.starts()[sample + 1]; k++) {
        flushIfFull(row, digest);
        row.putInt(rows.columns()[k]).putFloat(rows.values()[k]);
      }
      flushIfFull(row, digest);
    }
    digest.update(row.flip());
  }

  private static void flushIfFull(ByteBuffer row, MessageDigest digest) {
    if (row.remaining() < Integer.BYTES + Float.BYTES) {
      digest.update(row.flip());
      row.clear();
    }
  }
}
