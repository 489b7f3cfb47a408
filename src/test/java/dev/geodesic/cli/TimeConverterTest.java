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
  @CsvSource({"8h, 28800", "90m, 5400", "1h30m, 5400", "1h 30m, 5400", "45s, 45", "8H, 28800"})
  void timesAreTakenAsPeopleWriteThem(String text, long seconds) {
    assertThat(new TimeConverter().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "0s", "-1h", "", "soon", "h8"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new TimeConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be a time > 0, as in 8h, 90m or 1h30m, got: " + text);
  }
}
