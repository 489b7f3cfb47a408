package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeConverterTest {
  @ParameterizedTest
  @CsvSource({
    "8h, 28800",
    "90m, 5400",
    "1h30m, 5400",
    "1h 30m, 5400",
    "45s, 45",
    "8H, 28800",
    "1s, 1",
    "8760h, 31536000"
  })
  void timesAreTakenAsPeopleWriteThem(String text, long seconds) {
    assertThat(new TimeConverter().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8",
        "0",
        "0s",
        "-1h",
        "-8h",
        "",
        "soon",
        "h8",
        "1e3",
        "1e3s",
        "0.5s",
        "8761h",
        "9999999h",
        "99999999999999999999h",
        "9223372036854775807s",
        "NaN",
        "1d"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new TimeConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be a time from 1s to 8760h, as in 8h, 90m or 1h30m, got: " + text);
  }
}
