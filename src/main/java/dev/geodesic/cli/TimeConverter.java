package dev.geodesic.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts {@code 8h}, {@code 1h30m} or {@code 45s}: what follows PT in an ISO 8601 duration. The
 * length must be from 1 s to 365 days, for which clocks and counts of nanoseconds suffice.
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
      // Refused below, with the text that the user wrote.
    }
    throw new TypeConversionException(
        "must be a time from 1s to %dh, as in 8h, 90m or 1h30m, got: %s"
            .formatted(MOST.toHours(), text));
  }
}
