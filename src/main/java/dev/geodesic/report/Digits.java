package dev.geodesic.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Spells numbers for people. */
public final class Digits {
  private static final int SIGNIFICANT = 6;

  /** Numbers below this power of ten get an exponent, lest readers count zeros. */
  private static final int LEAST_PLAIN_EXPONENT = -4;

  private Digits() {}

  /** Spells six significant digits: {@code 0.0001}, {@code 1e-6}, {@code 123456}, {@code 1.2e6}. */
  public static String six(double number) {
    return significant(number, SIGNIFICANT);
  }

  /** Spells a number of significant digits in the same form. */
  public static String significant(double number, int digits) {
    return Double.isFinite(number)
        ? written(new BigDecimal(number).round(new MathContext(digits)))
        : Double.toString(number);
  }

  /** Spells as many digits as distinguish the number from every other one, in the same form. */
  public static String exact(double number) {
    return Double.isFinite(number)
        ? written(new BigDecimal(Double.toString(number)))
        : Double.toString(number);
  }

  private static String written(BigDecimal rounded) {
    if (rounded.signum() == 0) {
      return "0";
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < LEAST_PLAIN_EXPONENT || exponent >= SIGNIFICANT
        ? plain(rounded.movePointLeft(exponent)) + "e" + exponent
        : plain(rounded);
  }

  /** Rounds to six significant digits. */
  public static double rounded(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(new MathContext(SIGNIFICANT)).doubleValue()
        : number;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
