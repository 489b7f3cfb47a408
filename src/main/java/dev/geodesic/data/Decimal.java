package dev.geodesic.data;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from bytes, as {@link Double#parseDouble} does, but no others: neither
 * hexadecimal ones nor names nor suffixes. Most are parsed without creating a string.
 */
final class Decimal {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** A whole number of up to this many digits is exact as a double. */
  private static final int EXACT_DIGITS = 15;

  private static final int LARGEST_EXPONENT = 1_000_000;

  private final byte[] text;
  private final int end;
  private int at;
  private long digits;
  private int digitCount;
  private int scale;

  private Decimal(byte[] text, int from, int end) {
    this.text = text;
    this.at = from;
    this.end = end;
  }

  /** Returns the number that a text is, or NaN where that is not a number. */
  static double parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /** Returns the number in {@code text[from, end)}, or NaN where that is not a number. */
  static double parse(byte[] text, int from, int end) {
    return new Decimal(text, from, end).parse(from);
  }

  private double parse(int from) {
    boolean negative = at < end && text[at] == '-';
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int first = at;
    digits();
    int read = at - first;
    if (at < end && text[at] == '.') {
      at++;
      int point = at;
      digits();
      scale -= at - point;
      read += at - point;
    }
    if (read == 0 || !exponent() || at < end) {
      return Double.NaN;
    }
    if (digitCount > EXACT_DIGITS || Math.abs(scale) >= POWERS_OF_TEN.length) {
      return Double.parseDouble(new String(text, from, end - from, StandardCharsets.ISO_8859_1));
    }
    // Both operands are exact, so the one operation rounds as if the decimal itself were rounded.
    double value = scale < 0 ? digits / POWERS_OF_TEN[-scale] : digits * POWERS_OF_TEN[scale];
    return negative ? -value : value;
  }

  private void digits() {
    for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
      int digit = text[at] - '0';
      if (digitCount > 0 || digit != 0) {
        digitCount++;
        if (digitCount <= EXACT_DIGITS) {
          digits = 10 * digits + digit;
        }
      }
    }
  }

  /** Parses an exponent if there is one; false if it has no digits. */
  private boolean exponent() {
    if (at == end || (text[at] != 'e' && text[at] != 'E')) {
      return true;
    }
    at++;
    boolean negative = at < end && text[at] == '-';
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int first = at;
    int exponent = 0;
    for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
      exponent = Math.min(LARGEST_EXPONENT, 10 * exponent + text[at] - '0');
    }
    scale += negative ? -exponent : exponent;
    return at > first;
  }
}
