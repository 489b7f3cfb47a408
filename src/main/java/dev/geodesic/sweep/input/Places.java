package dev.geodesic.sweep.input;

import dev.geodesic.data.DataPlace;
import dev.geodesic.data.DataSets;
import dev.geodesic.store.files.Location;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the place of a data set that a user names. A path without a scheme and a {@code file:} URI
 * are on this machine whatever Hadoop's default file system is; any other URI is Hadoop's.
 */
public final class Places {
  private static final Pattern FILE_URI =
      Pattern.compile("file:(?://(?<host>[^/]*))?(?<path>/.*)", Pattern.CASE_INSENSITIVE);

  private Places() {}

  /**
   * Returns the place, whether or not something is there.
   *
   * @throws RequestException if its file system is unknown or out of reach
   */
  public static DataPlace of(String dataset, Configuration hadoop) {
    if (dataset.isBlank()) {
      throw new RequestException(
          "dataset must be %s, got: nothing; is a variable unset?".formatted(DataSets.allowed()));
    }
    if (!Location.isUri(dataset)) {
      return DataSets.at(dataset);
    }
    Matcher file = FILE_URI.matcher(dataset);
    return file.matches() ? ofFile(dataset, file) : ofHadoop(dataset, hadoop);
  }

  private static DataPlace ofFile(String uri, Matcher parts) {
    String host = parts.group("host");
    if (host != null && !host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
      throw new RequestException(
          "Cannot reach the data set %s: a file: URI is of this machine, and %s is taken for a host; write file:///%s%s"
              .formatted(uri, host, host, parts.group("path")));
    }
    DataPlace literal = DataSets.at(parts.group("path"));
    return isAbsent(literal) ? decoded(parts.group("path"), literal) : literal;
  }

  /** Decodes a path that Java has encoded, if there is nothing under the literal name. */
  private static DataPlace decoded(String path, DataPlace literal) {
    try {
      String name = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
      DataPlace place = DataSets.at(name);
      return isAbsent(place) ? literal : place;
    } catch (IllegalArgumentException e) {
      return literal;
    }
  }

  private static boolean isAbsent(DataPlace place) {
    try {
      return place.kind() == DataPlace.Kind.NOTHING;
    } catch (IOException e) {
      // Something is there; the error is reported when it is opened.
      return false;
    }
  }

  private static DataPlace ofHadoop(String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(hadoop);
      HadoopPlace place = new HadoopPlace(files, path);
      // The first request shows whether anything answers at the address.
      place.kind();
      return place;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new RequestException(
          "Cannot reach the data set %s: %s; check the address and its file system"
              .formatted(uri, ErrorText.message(e)),
          e);
    }
  }
}
