package dev.geodesic.data;

import dev.geodesic.data.DataPlace.Kind;
import java.io.IOException;
import java.util.List;

/** The files of a data set in LIBSVM's format: one, or a directory of parts as Spark writes it. */
final class LibsvmFiles {
  private static final String PART = "part-";

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
      return place.kind() == Kind.DIRECTORY ? parts(place) : List.of(place);
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
}
