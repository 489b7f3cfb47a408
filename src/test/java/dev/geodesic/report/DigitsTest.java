package dev.geodesic.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "100, 100",
    "-2.5, -2.5",
    "0.1, 0.1",
    "0.30000000000000004, 0.3",
    "0.0001, 0.0001",
    "0.000012345678, 1.23457e-5",
    "1e-6, 1e-6",
    "-1e-6, -1e-6",
    "123456, 123456",
    "123456.7, 123457",
    "999999.6, 1e6",
    "1234567, 1.23457e6",
    "1e300, 1e300",
    "4.9e-324, 4.94066e-324",
    "NaN, NaN",
    "-Infinity, -Infinity",
  })
  void sixSignificantDigits(double number, String readable) {
    assertThat(Digits.six(number)).isEqualTo(readable);
    if (Double.isFinite(number)) {
      // To half a unit of the sixth digit.
      assertThat(Math.abs(Double.parseDouble(readable) - number))
          .isLessThanOrEqualTo(5e-6 * Math.abs(number));
    }
  }
}
