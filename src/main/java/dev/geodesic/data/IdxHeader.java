package dev.geodesic.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The start of a file in the IDX format of MNIST: two bytes of 0, the type of the values, the
 * number of dimensions, and the sizes of the dimensions as big-endian 32-bit integers.
 *
 * @param type of the values
 * @param sizes of the dimensions
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record IdxHeader(IdxType type, int[] sizes) {
  private static final int MOST_DIMENSIONS = 255;

  /** Parses the header that {@code head} starts with; empty if it is cut off or not a header. */
  static Optional<IdxHeader> of(byte[] head) {
    return of(head, ByteOrder.BIG_ENDIAN);
  }

  /** Parses a header in little-endian order, which IDX does not allow; empty if it is none. */
  static Optional<IdxHeader> ofLittleEndian(byte[] head) {
    byte[] turned = head.clone();
    if (turned.length >= Integer.BYTES && turned[0] != 0) {
      ByteBuffer buffer = ByteBuffer.wrap(turned);
      buffer.putInt(0, Integer.reverseBytes(buffer.getInt(0)));
    }
    return of(turned, ByteOrder.LITTLE_ENDIAN);
  }

  private static Optional<IdxHeader> of(byte[] head, ByteOrder order) {
    int dimensions = head.length < Integer.BYTES ? 0 : Byte.toUnsignedInt(head[3]);
    if (dimensions == 0 || head[0] != 0 || head[1] != 0 || bytes(dimensions) > head.length) {
      return Optional.empty();
    }
    int[] sizes = new int[dimensions];
    ByteBuffer.wrap(head, Integer.BYTES, Integer.BYTES * dimensions)
        .order(order)
        .asIntBuffer()
        .get(sizes);
    return IdxType.of(Byte.toUnsignedInt(head[2])).map(type -> new IdxHeader(type, sizes));
  }

  /** Whether {@code head} is the start of a header that is cut off. */
  static boolean isCut(byte[] head) {
    return head.length >= Integer.BYTES
        && head[0] == 0
        && head[1] == 0
        && IdxType.of(Byte.toUnsignedInt(head[2])).isPresent()
        && head.length < bytes(Byte.toUnsignedInt(head[3]));
  }

  /** Returns the bytes of a header of so many dimensions. */
  static int bytes(int dimensions) {
    return Integer.BYTES * (1 + Math.min(dimensions, MOST_DIMENSIONS));
  }

  /** Returns the bytes before the first value. */
  int bytes() {
    return bytes(sizes.length);
  }

  /** Returns the number of values; a double, as a damaged header may hold sizes of any product. */
  double values() {
    return Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  /** Returns the bytes of the whole file. */
  double fileBytes() {
    return bytes() + values() * type.bytes();
  }

  /** Whether every dimension has a size of at least 1. */
  boolean isSized() {
    return Arrays.stream(sizes).allMatch(size -> size >= 1);
  }

  /** Formats the sizes, as in {@code 4 x 2 x 2}. */
  String shape() {
    return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
  }

  @Override
  public String toString() {
    return shape() + " " + type.words();
  }
}
