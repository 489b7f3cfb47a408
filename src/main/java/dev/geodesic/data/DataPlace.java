package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file or a directory that data are read from, of this machine or of any other file system. Names
 * are taken literally: nothing in them is a pattern.
 */
public interface DataPlace {
  /** What may lie at a place. */
  enum Kind {
    FILE,
    DIRECTORY,
    NOTHING
  }

  /** The place as messages name it, in one line. */
  String location();

  /** The last part of the location. */
  String name();

  /**
   * What lies there.
   *
   * @throws IOException if that cannot be told, or cannot be read as data: never taken for nothing
   */
  Kind kind() throws IOException;

  /** Bytes of this file, where they are known. */
  OptionalLong length() throws IOException;

  /** What lies directly in this directory, by name. */
  List<DataPlace> list() throws IOException;

  /** The directory that it lies in, if there is one. */
  Optional<DataPlace> parent();

  /** Opens this file. */
  InputStream open() throws IOException;

  /** A place on this machine. */
  static DataPlace local(Path path) {
    return new LocalPlace(path);
  }
}
