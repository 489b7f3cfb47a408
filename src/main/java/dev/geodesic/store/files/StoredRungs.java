package dev.geodesic.store.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.commons.io.function.IOConsumer;
import org.apache.hadoop.fs.Path;

/**
 * The states of packs at the rungs of a halving, one file for each leg that has ended there. They
 * lie in the results until no trial needs them any more. Their writers decide what they hold.
 */
public final class StoredRungs {
  private static final String EXTENSION = ".rung";
  private static final int BUFFER = 1 << 16;

  private final ResultsDirectory directory;

  /** Opens the states in these results. */
  public StoredRungs(ResultStore store) {
    this.directory = store.directory();
  }

  /** Returns the ids of all legs with a state. */
  public List<String> legs() throws IOException {
    return directory.list(ResultsDirectory.RUNGS, "", EXTENSION).stream()
        .map(file -> file.getPath().getName())
        .map(name -> name.substring(0, name.length() - EXTENSION.length()))
        .toList();
  }

  /**
   * Opens the state of a leg, for the caller to close.
   *
   * @throws IOException if there is none, or the file system is in trouble
   */
  public InputStream open(String leg) throws IOException {
    return new BufferedInputStream(directory.fileSystem().open(path(leg)), BUFFER);
  }

  /**
   * Keeps the state of a leg, whole or not at all.
   *
   * @throws IOException if the file system is in trouble
   */
  public void keep(String leg, IOConsumer<OutputStream> content) throws IOException {
    directory.replace(path(leg), content);
  }

  /** Deletes the state of a leg, if there is one. */
  public void delete(String leg) throws IOException {
    directory.fileSystem().delete(path(leg), false);
  }

  /** Whether a leg has a state. */
  boolean exists(String leg) throws IOException {
    return directory.fileSystem().exists(path(leg));
  }

  private Path path(String leg) {
    return directory.resolve(ResultsDirectory.RUNGS, leg + EXTENSION);
  }
}
