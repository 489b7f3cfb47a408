package dev.geodesic.data;

import dev.geodesic.machine.CacheDirectory;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Scale;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** MNIST itself, fetched into the user's cache if need be, and loaded once in a JVM. */
public final class RealDigits {
  private static final Map<Integer, PreparedData> PREPARED = new ConcurrentHashMap<>();

  private RealDigits() {}

  /** All 60,000 and 10,000 digits as they were published. */
  public static DataSet dataSet() {
    return Loaded.DATA_SET;
  }

  /** The digits at {@code side} × {@code side}, held out on the published test set. */
  public static PreparedData at(int side) {
    return PREPARED.computeIfAbsent(
        side,
        key ->
            dataSet()
                .prepare(
                    new DataSpec.Prepared("mnist", new Holdout.TestSet(), 0, key, Scale.NONE)));
  }

  /** The directory of the four files. */
  public static Path directory() {
    return Loaded.DIRECTORY;
  }

  private static final class Loaded {
    static final Path DIRECTORY =
        new DataCache(CacheDirectory.ofUser(), Publication.MNIST, System.err::println).fetch();
    static final DataSet DATA_SET =
        DataSets.find(DataRequest.of(DataPlace.local(DIRECTORY))).read();
  }
}
