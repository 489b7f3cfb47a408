package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file or a directory that data are read from, on this machine or any other file system. Names
 * are taken literally, and never as patterns.
 */
public interface DataPlace {
  /** The kinds of things that may lie at a place. */
  enum Kind {
    FILE,
    DIRECTORY,
    NOTHING
  }

  /** Returns the place as messages name it, in one line. */
  String location();

  /** Returns the place as Hadoop's file systems find it, with no character encoded. */
  String uri();

  /** Returns the last part of the location. */
  String name();

  /**
   * Returns the kind of thing that lies there.
   *
   * @throws IOException if that is unknown, or what lies there cannot be read as data; neither
   *     counts as {@link Kind#NOTHING}
   */
  Kind kind() throws IOException;

  /** Returns the bytes of this file, where the number is known. */
  OptionalLong length() throws IOException;

  /** Returns the entries of this directory, sorted by name. */
  List<DataPlace> list() throws IOException;

  /** Returns the directory that this place lies in, if there is one. */
  Optional<DataPlace> parent();

  /** Opens this file. */
  InputStream open() throws IOException;

  /** Returns a place on this machine. */
  static DataPlace local(Path path) {
    return new LocalPlace(path);
  }
}
