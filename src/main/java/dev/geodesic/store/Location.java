package dev.geodesic.store;

import dev.geodesic.trial.RequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A place as a user writes it: a path of this machine, or a URI with a scheme that Hadoop knows.
 */
public final class Location {
  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

  private Location() {}

  /** Whether {@code place} names its file system. */
  public static boolean isUri(String place) {
    return URI_WITH_SCHEME.matcher(place).matches();
  }

  /** Whether {@code place} means the same wherever a process stands. */
  public static boolean isAbsolute(String place) {
    return isUri(place) || place.startsWith("/");
  }

  /** A results directory as a user would write it. */
  public static String describe(URI results) {
    return "file".equals(results.getScheme())
        ? results.getPath().replaceFirst("(?<=.)/$", "")
        : results.toString();
  }

  /**
   * The URI of a results directory.
   *
   * @throws RequestException if it is none
   */
  public static URI ofResults(String directory) {
    if (!isUri(directory)) {
      return Path.of(directory).toAbsolutePath().normalize().toUri();
    }
    try {
      return new URI(directory);
    } catch (URISyntaxException e) {
      throw new RequestException(
          "A results directory must be a path or a URI, got: %s (%s)"
              .formatted(directory, e.getReason()),
          e);
    }
  }
}
