package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a data set is read from, wherever that lies: a directory, or one file. */
public interface DataFiles {
  /** The place, as messages name it. */
  String location();

  /** Whether it is a directory. */
  boolean isDirectory();

  /** Opens the one file that this is. */
  InputStream open() throws IOException;

  /**
   * Opens a file.
   *
   * @param name of a file directly in this directory
   * @return its bytes, or nothing where there is no such file
   */
  Optional<InputStream> open(String name) throws IOException;

  /** A directory or file of this machine. */
  static DataFiles local(Path place) {
    return new DataFiles() {
      @Override
      public String location() {
        return place.toString();
      }

      @Override
      public boolean isDirectory() {
        return Files.isDirectory(place);
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(place);
      }

      @Override
      public Optional<InputStream> open(String name) throws IOException {
        Path file = place.resolve(name);
        return Files.isRegularFile(file)
            ? Optional.of(Files.newInputStream(file))
            : Optional.empty();
      }
    };
  }
}
