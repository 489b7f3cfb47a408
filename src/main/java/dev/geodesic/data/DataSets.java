package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the data set that a conf names in {@code dataset}. */
public final class DataSets {
  private DataSets() {}

  /** What {@code dataset} may be, in words. */
  public static String allowed() {
    List<String> all =
        Stream.concat(
                Publication.ALL.stream().map(Publication::name),
                Arrays.stream(DataFormat.values()).map(DataFormat::words))
            .toList();
    int last = all.size() - 1;
    return all.stream().limit(last).collect(Collectors.joining(", ")) + " or " + all.get(last);
  }

  /**
   * What lies on this machine under a path.
   *
   * @throws RequestException if nothing does
   */
  public static DataFiles at(String path) {
    Path place = place(path);
    if (!Files.isDirectory(place) && !Files.isRegularFile(place)) {
      throw nothingAt(path);
    }
    return DataFiles.local(place);
  }

  private static Path place(String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw nothingAt(path);
    }
  }

  /** What a user is told who names a place where nothing is. */
  public static RequestException nothingAt(String dataset) {
    return new RequestException(
        "dataset must be %s, got: %s (nothing is there)".formatted(allowed(), dataset));
  }

  /**
   * Whether Spark has to read it.
   *
   * @param dataset a name, or a path of this machine
   * @throws RequestException if nothing lies there
   */
  public static boolean needSpark(String dataset) {
    return Publication.named(dataset).isEmpty() && DataFormat.of(at(dataset)).needsSpark();
  }

  /**
   * Loads a data set that needs no Spark.
   *
   * @param dataset a name, or a path of this machine
   * @param cache {@link CacheDirectory#ofUser}, or another
   * @param progress told what is fetched, a line at a time
   * @throws RequestException if it cannot be fetched or read
   * @throws IllegalArgumentException if it {@linkplain #needSpark needs Spark}
   */
  public static DataSet load(String dataset, Path cache, Consumer<String> progress) {
    Optional<DataFiles> published =
        Publication.named(dataset)
            .map(one -> DataFiles.local(new DataCache(cache, one, progress).fetch()));
    DataFiles files = published.orElseGet(() -> at(dataset));
    return DataFormat.of(files).read(files);
  }
}
