package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
  @Property
  void everyDecimalIsRoundedAsJavaRoundsIt(
      @ForAll long digits, @ForAll @IntRange(min = -30, max = 30) int scale) {
    String text = new BigDecimal(BigInteger.valueOf(digits), scale).toString();
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @Property
  void everyDoubleAndFloatComesBack(@ForAll double number, @ForAll float single) {
    assertThat(parse(Double.toString(number))).isEqualTo(number);
    assertThat((float) parse(Float.toString(single))).isEqualTo(single);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1.",
        ".5",
        "+3",
        "-3",
        "1e5",
        "1E+05",
        "1e-400",
        "1e400",
        "0.1",
        "00012.50",
        "123456789012345",
        "1234567890123456",
        "9007199254740993",
        "0.00000000000000000000001",
        "1e22",
        "1e23",
        "5e-324",
        "1e99999999999",
        "0.1000000000000000055511151231257827"
      })
  void readsWhatJavaReads(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "1d",
        "1f",
        "0x1p3",
        "NaN",
        "Infinity",
        "inf",
        "1 ",
        "1:2",
        "1,5",
        "--1",
        "1.2.3",
        "1_000",
        "\u0661"
      })
  void readsNothingElse(String text) {
    assertThat(parse(text)).isNaN();
  }

  private static double parse(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return Decimal.parse(bytes, 1, bytes.length - 1);
  }
}
