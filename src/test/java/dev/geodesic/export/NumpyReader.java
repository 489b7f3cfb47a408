package dev.geodesic.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads NumPy's archives in plain Java, where there is no NumPy. */
final class NumpyReader {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<(?<type>[fU]\\d+)', 'fortran_order': False, 'shape': \\((?<shape>[\\d, ]*)\\), } *\n");

  private NumpyReader() {}

  /**
   * An array.
   *
   * @param type as NumPy names it, without the byte order
   * @param shape one size for each axis
   * @param values numbers as Double, or strings
   */
  record Array(String type, List<Integer> shape, List<Object> values) {
    double number(int index) {
      return (Double) values.get(index);
    }
  }

  static Map<String, Array> read(Path archive) throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        assertThat(entry.getName()).endsWith(".npy");
        arrays.put(
            entry.getName().replaceFirst("\\.npy$", ""),
            read(zip.getInputStream(entry).readAllBytes()));
      }
    }
    return arrays;
  }

  /** Returns an array that must be there. */
  static Array array(Map<String, Array> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }

  static Array read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    in.get(magic);
    assertThat(new String(magic, StandardCharsets.ISO_8859_1)).isEqualTo("\u0093NUMPY\1\0");
    byte[] header = new byte[in.getShort()];
    in.get(header);
    assertThat(in.position() % 64).isZero();
    Matcher literal = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
    assertThat(literal.matches()).as(new String(header, StandardCharsets.US_ASCII)).isTrue();
    List<Integer> shape =
        Stream.of(literal.group("shape").split("[, ]+"))
            .filter(size -> !size.isEmpty())
            .map(Integer::valueOf)
            .toList();
    int count = shape.stream().reduce(1, Math::multiplyExact);
    String type = literal.group("type");
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value(type, in));
    }
    assertThat(in.remaining()).isZero();
    return new Array(type, shape, values);
  }

  private static Object value(String type, ByteBuffer in) {
    if (type.equals("f4")) {
      return (double) in.getFloat();
    }
    if (type.equals("f8")) {
      return in.getDouble();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Integer.parseInt(type.substring(1)); i++) {
      int point = in.getInt();
      if (point != 0) {
        text.appendCodePoint(point);
      }
    }
    return text.toString();
  }
}
