package dev.geodesic.device.opencl;

import java.util.Optional;

/**
 * Codes for the elements of samples that have few different values, as pixels do: each element is
 * the place of its value in a table. No bit is lost, not even a NaN's.
 */
final class SampleCodes {
  private static final int MOST_OF_BYTES = 1 << 8;
  private static final int MOST = 1 << 16;

  /** Places of the hash table, of which at most half are taken. */
  private static final int PLACES = 2 * MOST;

  private final float[] table;
  private final byte[] codes;
  private final int bytesOfCode;

  private SampleCodes(float[] table, byte[] codes, int bytesOfCode) {
    this.table = table;
    this.codes = codes;
    this.bytesOfCode = bytesOfCode;
  }

  /** Returns the different values, in the order of their first occurrence. */
  float[] table() {
    return table;
  }

  /** Returns the code of each element, low byte first. */
  byte[] codes() {
    return codes;
  }

  /** Returns the bytes of a code, 1 or 2. */
  int bytesOfCode() {
    return bytesOfCode;
  }

  /** Returns the codes of elements; empty where they would not take less memory. */
  static Optional<SampleCodes> of(float[] elements) {
    char[] places = new char[elements.length];
    Table table = new Table();
    for (int i = 0; i < elements.length; i++) {
      int code = table.code(Float.floatToRawIntBits(elements[i]));
      if (code < 0) {
        return Optional.empty();
      }
      places[i] = (char) code;
    }
    int bytesOfCode = table.count <= MOST_OF_BYTES ? 1 : 2;
    long taken = (long) bytesOfCode * elements.length + (long) Float.BYTES * table.count;
    return taken >= (long) Float.BYTES * elements.length
        ? Optional.empty()
        : Optional.of(new SampleCodes(table.values(), packed(places, bytesOfCode), bytesOfCode));
  }

  private static byte[] packed(char[] places, int bytesOfCode) {
    byte[] codes = new byte[Math.multiplyExact(bytesOfCode, places.length)];
    for (int i = 0; i < places.length; i++) {
      codes[i * bytesOfCode] = (byte) places[i];
      if (bytesOfCode == 2) {
        codes[2 * i + 1] = (byte) (places[i] >> 8);
      }
    }
    return codes;
  }

  /** The different bit patterns that have occurred, found again by hashing. */
  private static final class Table {
    /** Codes plus one at the places where patterns hash to; 0 where there is none. */
    private final int[] taken = new int[PLACES];

    private final int[] patterns = new int[MOST];
    private int count;
    private int lastPattern;
    private int lastCode = -1;

    /** Returns the code of a pattern, or -1 where there are too many. */
    int code(int pattern) {
      // Most pixels are as their neighbours are.
      if (lastCode < 0 || pattern != lastPattern) {
        lastCode = find(pattern);
        lastPattern = pattern;
      }
      return lastCode;
    }

    private int find(int pattern) {
      int place = (pattern * 0x9E3779B1) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
      while (taken[place] != 0) {
        int code = taken[place] - 1;
        if (patterns[code] == pattern) {
          return code;
        }
        place = (place + 1) % PLACES;
      }
      if (count == MOST) {
        return -1;
      }
      patterns[count] = pattern;
      taken[place] = ++count;
      return count - 1;
    }

    float[] values() {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = Float.intBitsToFloat(patterns[i]);
      }
      return values;
    }
  }
}
