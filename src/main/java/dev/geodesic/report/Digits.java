package dev.geodesic.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people. */
public final class Digits {
  private static final int SIGNIFICANT = 6;

  /** Below this power of ten zeros would have to be counted. */
  private static final int LEAST_PLAIN_EXPONENT = -4;

  private Digits() {}

  /** Six significant digits: {@code 0.0001}, {@code 1e-6}, {@code 123456}, {@code 1.23457e6}. */
  public static String six(double number) {
    return Double.isFinite(number)
        ? written(new BigDecimal(number).round(new MathContext(SIGNIFICANT)))
        : Double.toString(number);
  }

  /** As many digits as tell it from every other number, written alike. */
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

  /** The number of six significant digits that is nearest. */
  public static double rounded(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(new MathContext(SIGNIFICANT)).doubleValue()
        : number;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
