package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory that files are read from, wherever it lies. */
public interface DataDirectory {
  /** The directory, as messages name it. */
  String location();

  /**
   * Opens a file.
   *
   * @param name of a file directly in this directory
   * @return its bytes, or nothing where there is no such file
   */
  Optional<InputStream> open(String name) throws IOException;

  /** A directory of this machine. */
  static DataDirectory local(Path directory) {
    return new DataDirectory() {
      @Override
      public String location() {
        return directory.toString();
      }

      @Override
      public Optional<InputStream> open(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.isRegularFile(file)
            ? Optional.of(Files.newInputStream(file))
            : Optional.empty();
      }
    };
  }
}
