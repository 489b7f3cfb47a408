package dev.geodesic.data;

import dev.geodesic.machine.CacheDirectory;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
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
  /** The readers of this package; a place belongs to the first that claims it. */
  private static final List<DataReader> READERS =
      List.of(new CsvReader(), new IdxReader(), new LibsvmReader());

  private DataSets() {}

  /** Returns the allowed values of {@code dataset} in words. */
  public static String allowed() {
    List<String> all =
        Stream.concat(
                Publication.ALL.stream().map(Publication::name),
                DataFormat.all().stream().map(DataFormat::words))
            .toList();
    int last = all.size() - 1;
    return all.stream().limit(last).collect(Collectors.joining(", ")) + " or " + all.get(last);
  }

  /**
   * Returns a place on this machine.
   *
   * @param path taken literally
   * @throws RequestException if the text is not a valid path
   */
  public static DataPlace at(String path) {
    try {
      return DataPlace.local(Path.of(path));
    } catch (InvalidPathException e) {
      throw nothingAt("dataset", path);
    }
  }

  /**
   * Returns the error for a place where nothing lies.
   *
   * @param key of the conf that names it
   */
  private static RequestException nothingAt(String key, String place) {
    return new RequestException(
        "%s must be %s, got: %s (nothing is there)"
            .formatted(key, allowed(), Excerpt.oneLine(place)));
  }

  /**
   * Finds and measures a published data set, which is fetched if it is not in the cache.
   *
   * @param cache {@link CacheDirectory#ofUser}, or another
   * @param progress receives a line on each fetch
   * @throws RequestException if it cannot be fetched
   */
  public static FoundData find(Publication published, Path cache, Consumer<String> progress) {
    if (Files.exists(Path.of(published.name()))) {
      progress.accept(
          "note: %1$s is the published data set, not what lies here under that name; write ./%1$s for that"
              .formatted(published.name()));
    }
    DataPlace fetched = DataPlace.local(new DataCache(cache, published, progress).fetch());
    return new NamedData(new IdxReader().find(DataRequest.of(fetched)), published.classNames());
  }

  /**
   * Finds and measures a data set.
   *
   * @param more readers of further formats, which are asked first
   * @throws RequestException if nothing lies there, or it is unreadable or not a data set
   */
  public static FoundData find(DataRequest request, DataReader... more) {
    List<DataReader> readers = Stream.concat(Arrays.stream(more), READERS.stream()).toList();
    DataReader reader = reader("dataset", request.source().format(), request.place(), readers);
    request.test().ifPresent(test -> requireFormat(reader.format(), test, request, readers));
    return reader.find(request);
  }

  private static DataReader reader(
      String key, DataFormat format, DataPlace place, List<DataReader> readers) {
    if (kind(place) == DataPlace.Kind.NOTHING
        && format != DataFormat.AUTO
        && format != DataFormat.IDX) {
      throw nothingAt(key, place.location());
    }
    return readers.stream()
        .filter(
            reader -> format == DataFormat.AUTO ? claims(reader, place) : reader.format() == format)
        .findFirst()
        .orElseThrow(() -> nothingAt(key, place.location()));
  }

  /** Requires that a test set is of the format of its training set. */
  private static void requireFormat(
      DataFormat format, DataPlace test, DataRequest request, List<DataReader> readers) {
    DataFormat found = reader("test", request.source().format(), test, readers).format();
    if (found != format) {
      throw new RequestException(
          "test must be %s, as %s is, got: %s, which is %s; set format if its name misleads"
              .formatted(
                  format.words(), request.place().location(), test.location(), found.words()));
    }
  }

  private static boolean claims(DataReader reader, DataPlace place) {
    try {
      return reader.claims(place);
    } catch (IOException e) {
      throw Contents.unreadable(place, e);
    }
  }

  private static DataPlace.Kind kind(DataPlace place) {
    try {
      return place.kind();
    } catch (IOException e) {
      throw Contents.unreadable(place, e);
    }
  }

  /**
   * Loads a data set of this machine.
   *
   * @param dataset a name, or a path
   * @param cache {@link CacheDirectory#ofUser}, or another
   * @param progress receives a line on each fetch
   * @throws RequestException if it cannot be fetched or read, or needs more memory than there is
   */
  public static DataSet load(String dataset, Path cache, Consumer<String> progress) {
    Optional<Publication> published = Publication.named(dataset);
    FoundData found =
        published.isPresent()
            ? find(published.get(), cache, progress)
            : find(DataRequest.of(at(dataset)));
    return load(dataset, found);
  }

  /**
   * Reads a data set, if this process has enough memory to train on it.
   *
   * @param dataset as messages name it
   * @throws RequestException if it cannot be read, or needs more memory than there is
   */
  public static DataSet load(String dataset, FoundData found) {
    DataSize size = found.size();
    HeapNeed.toTrain(List.of(size), size.preparedBytes(DataSpec.AS_IT_IS))
        .require(dataset, "this process", Runtime.getRuntime().maxMemory(), "--driver-memory");
    return found.read();
  }
}
