package dev.geodesic.data;

import dev.geodesic.data.DataPlace.Kind;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The files of a data set in LIBSVM's format: one, or a directory of parts as Spark writes it. */
final class LibsvmFiles {
  private static final String PART = "part-";

  /** What tells the files of one part from each other. */
  private static final Pattern SPELLING =
      Pattern.compile(
          "(~|\\.(gz|bz2|xz|zst|zip|z|lz4|snappy|deflate|bak|orig|old|tmp))+$",
          Pattern.CASE_INSENSITIVE);

  private LibsvmFiles() {}

  /** Whether {@code place} is such, by its names. */
  static boolean isAt(DataPlace place) throws IOException {
    return switch (place.kind()) {
      case FILE -> true;
      case DIRECTORY -> !parts(place).isEmpty();
      case NOTHING -> false;
    };
  }

  /** All files, in the order in which their samples follow each other. */
  static List<DataPlace> of(DataPlace place) {
    try {
      return place.kind() == Kind.DIRECTORY ? requireOnce(parts(place)) : List.of(place);
    } catch (IOException e) {
      throw Contents.unreadable(place, e);
    }
  }

  /** Neither checksums nor marks of success; only within a directory do names say so much. */
  private static List<DataPlace> parts(DataPlace directory) throws IOException {
    return directory.list().stream()
        .filter(file -> file.name().startsWith(PART) && !file.name().endsWith(".crc"))
        .toList();
  }

  /** A part beside its compressed form or its backup would be read twice. */
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
