package dev.geodesic.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX files. */
public final class IdxFiles {
  private IdxFiles() {}

  /**
   * Writes a learnable data set of square images: noise, and one row of pixels that is bright for
   * the sample's class. Sample i has class i mod {@code classes}. Always the same bytes.
   *
   * @param test number of test samples; none writes no test files
   * @return {@code directory}
   */
  public static Path write(Path directory, int side, int classes, int train, int test) {
    writePart(directory, "train", side, classes, train);
    if (test > 0) {
      writePart(directory, "t10k", side, classes, test);
    }
    return directory;
  }

  private static void writePart(Path directory, String prefix, int side, int classes, int count) {
    SplittableRandom random = new SplittableRandom(prefix.hashCode());
    byte[] pixels = new byte[count * side * side];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % classes;
      for (int pixel = 0; pixel < side * side; pixel++) {
        boolean bright = pixel / side == labels[i] % side;
        pixels[i * side * side + pixel] = (byte) (random.nextInt(100) + (bright ? 150 : 0));
      }
    }
    write(directory.resolve(prefix + "-images-idx3-ubyte"), images(count, side, side, pixels));
    write(directory.resolve(prefix + "-labels-idx1-ubyte"), labels(labels));
  }

  /** The bytes of an IDX file of images; {@code pixels} may be too few or too many. */
  public static byte[] images(int count, int rows, int columns, byte[] pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x00000803)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .put(pixels)
        .array();
  }

  /** The bytes of an IDX file of labels. */
  public static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x00000801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  /** {@code bytes} as gzip. */
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return gzipped.toByteArray();
  }

  /** Writes a file, and the directories above it. */
  public static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
