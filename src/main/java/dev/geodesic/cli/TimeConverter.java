package dev.geodesic.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Takes {@code 8h}, {@code 1h30m} or {@code 45s}: what follows PT in an ISO 8601 duration. Of a
 * length that neither a clock's tick nor a count of nanoseconds is too coarse or too small for.
 */
final class TimeConverter implements ITypeConverter<Duration> {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(365);

  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.replace(" ", "").toUpperCase(Locale.ROOT));
      if (duration.compareTo(LEAST) >= 0 && duration.compareTo(MOST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Told below, in the words of the one who asked.
    }
    throw new TypeConversionException(
        "must be a time from 1s to %dh, as in 8h, 90m or 1h30m, got: %s"
            .formatted(MOST.toHours(), text));
  }
}
