package dev.geodesic.store.files;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/**
 * A place as a user writes it: a path of this machine, or a URI with a scheme that Hadoop knows.
 */
public final class Location {
  private static final Pattern AUTHORITY = Pattern.compile("[^:/]+://(?<authority>[^/]*).*");

  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

  /** A URI of one of Hadoop's schemes that lacks the slash. Other texts with a colon are paths. */
  private static final Pattern HALF_A_URI =
      Pattern.compile(
          "(?i)(file|hdfs|viewfs|s?webhdfs|s3[an]?|gs|abfss?|wasbs?|oss|cosn?|o?ofs):[^/].*");

  /** Schemes that need a host name, because they look it up or Hadoop checks it. */
  private static final Set<String> OF_HOSTS = Set.of("hdfs", "webhdfs", "swebhdfs", "s3a");

  private static final int LAST_PORT = 65535;

  private Location() {}

  /** Whether {@code place} names its file system. */
  public static boolean isUri(String place) {
    return URI_WITH_SCHEME.matcher(place).matches();
  }

  /** Whether {@code place} means the same in every working directory. */
  public static boolean isAbsolute(String place) {
    return isUri(place) || place.startsWith("/");
  }

  /** Returns a results directory as a user would write it. */
  public static String describe(URI results) {
    return "file".equals(results.getScheme())
        ? results.getPath().replaceFirst("(?<=.)/$", "")
        : results.toString();
  }

  /**
   * Returns the URI of a results directory.
   *
   * @throws RequestException if the text is neither a path nor a URI
   */
  public static URI ofResults(String directory) {
    return of("A results directory", directory);
  }

  /**
   * Returns the URI of a place.
   *
   * @param what the name of the place in the request
   * @throws RequestException if the text is neither a path nor a URI
   */
  public static URI of(String what, String place) {
    check(what, place);
    try {
      return isUri(place) ? new URI(place) : Path.of(place).toAbsolutePath().normalize().toUri();
    } catch (URISyntaxException e) {
      throw new RequestException(
          "%s must be a path or a URI, got: %s (%s)".formatted(what, place, e.getReason()), e);
    } catch (InvalidPathException e) {
      throw new RequestException(
          "%s must be in the characters of the locale, %s, got: %s; set LC_ALL=C.UTF-8"
              .formatted(what, System.getProperty("sun.jnu.encoding"), place),
          e);
    }
  }

  /**
   * Refuses a place that Hadoop would refuse with a misleading error, or take for a path.
   *
   * @param what the name of the place in the request
   * @throws RequestException if {@code place} is neither a path nor a URI that can be meant
   */
  public static void check(String what, String place) {
    if (place.isBlank()) {
      throw new RequestException(
          "%s must be a path or a URI, got: nothing; is a variable unset?".formatted(what));
    }
    if (HALF_A_URI.matcher(place).matches()) {
      int colon = place.indexOf(':');
      throw new RequestException(
          "%s must be a path or a URI, got: %s; a URI has a slash behind its scheme, as in %s:///%s, and a path with such a name begins with ./"
              .formatted(what, place, place.substring(0, colon), place.substring(colon + 1)));
    }
    if (isUri(place)) {
      String scheme = place.substring(0, place.indexOf(':')).toLowerCase(Locale.ROOT);
      String authority = authority(place);
      if (scheme.equals("file") && !authority.isEmpty()) {
        throw new RequestException(
            "%s must name no host in a URI of this machine, got: %s; write file:///%s%s"
                .formatted(
                    what,
                    place,
                    authority,
                    place.substring(place.indexOf(authority) + authority.length())));
      }
      if (OF_HOSTS.contains(scheme) && !authority.isEmpty() && !isHost(authority)) {
        throw new RequestException(
            "%s must name a host of letters, digits, '-' and '.', and a port up to %d at most, got: %s in %s; Hadoop knows no other"
                .formatted(what, LAST_PORT, authority, place));
      }
    }
  }

  private static String authority(String uri) {
    Matcher matcher = AUTHORITY.matcher(uri);
    return matcher.matches() ? matcher.group("authority") : "";
  }

  /** Whether an authority has a host; true if it cannot be parsed, which is refused elsewhere. */
  private static boolean isHost(String authority) {
    try {
      URI uri = new URI("any://" + authority);
      return uri.getHost() != null && uri.getPort() <= LAST_PORT;
    } catch (URISyntaxException e) {
      return true;
    }
  }

  /**
   * Returns the file system of a path.
   *
   * @throws RequestException if Spark lacks the library for a known scheme
   * @throws IOException if there is no such file system, or it fails
   */
  public static FileSystem fileSystem(org.apache.hadoop.fs.Path path, Configuration configuration)
      throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (UnsupportedFileSystemException e) {
      throw withoutLibrary(path, e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw withoutLibrary(path, new IOException(e.getCause().getMessage(), e));
      }
      throw e;
    }
  }

  private static IOException withoutLibrary(org.apache.hadoop.fs.Path path, IOException trouble) {
    String version = VersionInfo.getVersion();
    String remedy =
        switch (String.valueOf(path.toUri().getScheme())) {
          case "s3", "s3n" ->
              "write s3a:, and add --packages org.apache.hadoop:hadoop-aws:" + version;
          case "s3a" -> "add --packages org.apache.hadoop:hadoop-aws:" + version;
          case "abfs", "abfss", "wasb", "wasbs" ->
              "add --packages org.apache.hadoop:hadoop-azure:" + version;
          case "gs" -> "add --jars gcs-connector-hadoop3-latest.jar, which Google publishes";
          default -> "";
        };
    if (remedy.isEmpty()) {
      return trouble;
    }
    throw new RequestException(
        "A place must be on a file system that Spark has a library for, got: %s; %s"
            .formatted(path, remedy),
        trouble);
  }
}
