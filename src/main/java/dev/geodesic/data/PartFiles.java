package dev.geodesic.data;

import dev.geodesic.data.DataPlace.Kind;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the files of a data set of text: one, or a directory of parts as Spark writes it. */
final class PartFiles {
  private static final String PART = "part-";

  /** The endings that distinguish files of the same part. */
  private static final Pattern SPELLING =
      Pattern.compile(
          "(~|\\.(gz|bz2|xz|zst|zip|z|lz4|snappy|deflate|bak|orig|old|tmp))+$",
          Pattern.CASE_INSENSITIVE);

  private PartFiles() {}

  /** Whether {@code place} is a file, or a directory with names of parts. */
  static boolean isAt(DataPlace place) throws IOException {
    return switch (place.kind()) {
      case FILE -> true;
      case DIRECTORY -> !parts(place).isEmpty();
      case NOTHING -> false;
    };
  }

  /** Returns all files, in the order of their samples: the parts of a directory, by their names. */
  static List<DataPlace> of(DataPlace place) {
    try {
      return place.kind() == Kind.DIRECTORY ? requireOnce(parts(place)) : List.of(place);
    } catch (IOException e) {
      throw Contents.unreadable(place, e);
    }
  }

  /** Returns the parts in a directory, without checksums and marks of success. */
  static List<DataPlace> parts(DataPlace directory) throws IOException {
    return directory.list().stream()
        .filter(file -> file.name().startsWith(PART) && !file.name().endsWith(".crc"))
        .toList();
  }

  /** Refuses a part that is there a second time, compressed or as a backup. */
  private static List<DataPlace> requireOnce(List<DataPlace> parts) {
    Map<String, DataPlace> once = new HashMap<>();
    for (DataPlace part : parts) {
      DataPlace other = once.put(SPELLING.matcher(part.name()).replaceFirst(""), part);
      if (other != null) {
        throw new RequestException(
            "Cannot choose between %s and %s: they are one part, written down twice; delete the one that is not meant"
                .formatted(other.location(), part.location()));
      }
    }
    return parts;
  }
}
