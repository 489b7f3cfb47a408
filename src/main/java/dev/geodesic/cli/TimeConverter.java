package dev.geodesic.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes {@code 8h}, {@code 1h30m} or {@code 45s}: what follows PT in an ISO 8601 duration. */
final class TimeConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.replace(" ", "").toUpperCase(Locale.ROOT));
      if (duration.compareTo(Duration.ZERO) > 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Told below, in the words of the one who asked.
    }
    throw new TypeConversionException("must be a time > 0, as in 8h, 90m or 1h30m, got: " + text);
  }
}
