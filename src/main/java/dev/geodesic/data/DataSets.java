package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Finds the data set that a conf names in {@code dataset}. */
public final class DataSets {
  /** The name of the data set that needs no place. */
  public static final String MNIST = "mnist";

  private DataSets() {}

  /** What a data set is made of. */
  public enum Kind {
    /** The data set of handwritten digits, fetched when needed. */
    MNIST,
    /** A directory of IDX files. */
    IDX_DIRECTORY,
    /** A file that Spark reads. */
    LIBSVM_FILE
  }

  /**
   * What {@code dataset} is: {@code mnist}, a directory, or a file.
   *
   * @throws RequestException if nothing lies there
   */
  public static Kind kindOf(String dataset) {
    if (dataset.equals(MNIST)) {
      return Kind.MNIST;
    }
    Path path = path(dataset);
    if (Files.isDirectory(path)) {
      return Kind.IDX_DIRECTORY;
    }
    if (Files.isRegularFile(path)) {
      return Kind.LIBSVM_FILE;
    }
    throw nothingAt(dataset);
  }

  private static Path path(String dataset) {
    try {
      return Path.of(dataset);
    } catch (InvalidPathException e) {
      throw nothingAt(dataset);
    }
  }

  /** What a user is told who names a place where nothing is. */
  public static RequestException nothingAt(String dataset) {
    return new RequestException(
        "dataset must be mnist, a directory of IDX files or a LIBSVM file, got: %s (nothing is there)"
            .formatted(dataset));
  }

  /**
   * Loads a data set that needs no Spark.
   *
   * @param cache {@link CacheDirectory#ofUser}, or another
   * @param progress told what is fetched, a line at a time
   * @throws RequestException if it cannot be fetched or read
   * @throws IllegalArgumentException if it is a {@link Kind#LIBSVM_FILE}
   */
  public static DataSet load(String dataset, Path cache, Consumer<String> progress) {
    return switch (kindOf(dataset)) {
      case MNIST -> IdxReader.read(DataDirectory.local(fetchMnist(cache, progress)));
      case IDX_DIRECTORY -> IdxReader.read(DataDirectory.local(path(dataset)));
      case LIBSVM_FILE ->
          throw new IllegalArgumentException("a LIBSVM file is read through Spark: " + dataset);
    };
  }

  private static Path fetchMnist(Path cache, Consumer<String> progress) {
    return MnistCache.ofPublicSources(cache, progress).fetch();
  }
}
