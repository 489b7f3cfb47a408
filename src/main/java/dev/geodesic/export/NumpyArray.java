package dev.geodesic.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Arrays as NumPy's format has them, version 1.0: a magic string, a Python literal that names type
 * and shape, padded to a multiple of 64 bytes, and the values, row by row.
 */
final class NumpyArray {
  private static final int ALIGNMENT = 64;

  /** The magic string, and the version. */
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Bytes before the literal: the magic, and the literal's length. */
  private static final int PREFIX = MAGIC.length + Short.BYTES;

  private NumpyArray() {}

  static byte[] of(float[] values, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return array("<f4", bytes.array(), shape);
  }

  static byte[] of(double[] values, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return array("<f8", bytes.array(), shape);
  }

  /** Strings as long as the longest of them, in UTF-32; shorter ones end in zeros. */
  static byte[] of(List<String> values, int... shape) {
    List<int[]> texts = values.stream().map(text -> text.codePoints().toArray()).toList();
    int longest = texts.stream().mapToInt(text -> text.length).max().orElse(0);
    int width = Math.max(1, longest);
    ByteBuffer bytes =
        ByteBuffer.allocate(texts.size() * width * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] text : texts) {
      bytes.asIntBuffer().put(text);
      bytes.position(bytes.position() + width * Integer.BYTES);
    }
    return array("<U" + width, bytes.array(), shape);
  }

  private static byte[] array(String type, byte[] values, int... shape) {
    String sizes =
        Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String literal =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, sizes);
    int unpadded = PREFIX + literal.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    ByteBuffer array =
        ByteBuffer.allocate(unpadded + padding + values.length).order(ByteOrder.LITTLE_ENDIAN);
    array.put(MAGIC).putShort((short) (unpadded + padding - PREFIX));
    array.put((literal + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
    array.put(values);
    return array.array();
  }
}
