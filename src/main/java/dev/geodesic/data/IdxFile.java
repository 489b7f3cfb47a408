package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.ZipException;

/**
 * One file in the IDX format of MNIST: four bytes 0, 0, type and number of dimensions, the sizes of
 * the dimensions as big-endian 32-bit integers, then the values. Only unsigned bytes are read.
 *
 * @param path as messages name it
 * @param sizes of the dimensions, all at least 1
 * @param values as many as the product of {@code sizes}
 */
@SuppressWarnings("ArrayRecordComponent") // Tens of megabytes: handed over, never compared.
record IdxFile(String path, int[] sizes, byte[] values) {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Reads a whole file.
   *
   * @param in the file's bytes, gzipped or not
   * @param dimensions that it must have
   * @throws RequestException if it is damaged or something else
   */
  static IdxFile read(InputStream in, String path, int dimensions) {
    try (in) {
      return parse(Gzip.expand(in), path, dimensions);
    } catch (ZipException | EOFException e) {
      throw unusable(path, "its gzip is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RequestException(
          "Cannot read %s: %s; check the file and its permissions".formatted(path, Cause.of(e)), e);
    }
  }

  private static IdxFile parse(InputStream in, String path, int dimensions) throws IOException {
    int magic = UNSIGNED_BYTE << 8 | dimensions;
    byte[] header = in.readNBytes(Integer.BYTES * (1 + dimensions));
    if (header.length < Integer.BYTES || ByteBuffer.wrap(header).getInt() != magic) {
      byte[] start = Arrays.copyOf(header, Math.min(header.length, Integer.BYTES));
      throw unusable(path, "it must start with %08x, got: %s".formatted(magic, hex(start)));
    }
    if (header.length < Integer.BYTES * (1 + dimensions)) {
      throw unusable(
          path,
          "its header must be %d bytes long, got: %d"
              .formatted(Integer.BYTES * (1 + dimensions), header.length));
    }
    int[] sizes = new int[dimensions];
    ByteBuffer.wrap(header, Integer.BYTES, Integer.BYTES * dimensions).asIntBuffer().get(sizes);
    return new IdxFile(path, sizes, values(in, path, sizes));
  }

  private static byte[] values(InputStream in, String path, int[] sizes) throws IOException {
    int length = length(path, sizes);
    byte[] values = in.readNBytes(length);
    if (values.length < length) {
      throw unusable(
          path,
          "it must hold %d values (%s), got: %d".formatted(length, shape(sizes), values.length));
    }
    if (in.read() >= 0) {
      throw unusable(
          path, "it must end after %d values (%s), got: more".formatted(length, shape(sizes)));
    }
    return values;
  }

  private static int length(String path, int[] sizes) {
    double product = 1;
    for (int size : sizes) {
      if (size < 1) {
        throw unusable(path, "every dimension must be >= 1, got: %s".formatted(shape(sizes)));
      }
      product *= size;
    }
    if (product > LARGEST_ARRAY) {
      throw unusable(
          path, "it must hold <= %d values, got: %s".formatted(LARGEST_ARRAY, shape(sizes)));
    }
    return (int) product;
  }

  private static String hex(byte[] bytes) {
    return bytes.length == 0 ? "an empty file" : HexFormat.of().formatHex(bytes);
  }

  private static String shape(int[] sizes) {
    return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
  }

  private static RequestException unusable(String path, String reason) {
    return new RequestException(message(path, reason));
  }

  private static RequestException unusable(String path, String reason, IOException cause) {
    return new RequestException(message(path, reason), cause);
  }

  private static String message(String path, String reason) {
    return "Cannot use %s: %s; fetch or copy the file again".formatted(path, reason);
  }
}
